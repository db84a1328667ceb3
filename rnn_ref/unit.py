"""The forward pass, step by step, as chapter "The model" derives it.

    x       input symbols               (T,) integers in 0..d-1
    X       the same, one-hot rows      (T, d)
    z       pre-activations             (T, D_h)    row t-1 is z^(t)
    h       hidden states               (T+1, D_h)  row t is h^(t), row 0 is h^(0)
    theta   logits                      (T, V)      row t-1 is theta^(t)
    yhat    probabilities               (T, V)      row t-1 is yhat^(t)
"""

from typing import NamedTuple

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.params import checked_params, checked_state, checked_symbols
from rnn_ref.softmax import affine, log_softmax, one_hot, softmax


class Trace(NamedTuple):
    """Everything the forward pass of one sequence caches for the backward pass."""

    z: np.ndarray
    h: np.ndarray
    theta: np.ndarray
    yhat: np.ndarray


def unit_step(W_h, W_x, b_1, h_prev, x, activation="sigmoid"):
    """Return z^(t) = W_h h^(t-1) + W_x x^(t) + b_1 and h^(t) = f(z^(t)).

    Shapes: W_h (D_h, D_h), W_x (D_h, d), b_1 (D_h,), h_prev (D_h,), x (d,); result two of (D_h,).
    Equations eq-1.1, eq-1.2. Source: [Talwar2018].
    """
    z = W_h @ h_prev + W_x @ x + b_1
    return z, activation_named(activation).f(z)


def hidden_states(W_h, W_x, b_1, X, h_0, activation="sigmoid"):
    """Return every z^(t) and every h^(t) of a sequence, h^(0) = h_0 first.

    Shapes: X (T, d), h_0 (D_h,), parameters as in unit_step; result (T, D_h) and (T+1, D_h).
    Equations eq-1.1, eq-1.2. Source: [Talwar2018].
    """
    z, h = [], [h_0]
    for x in X:
        z_t, h_t = unit_step(W_h, W_x, b_1, h[-1], x, activation)
        z.append(z_t)
        h.append(h_t)
    return np.array(z), np.array(h)


def forward(params, x, *, activation="sigmoid", h_0=None):
    """Run the network over one sequence and return its Trace (z, h, theta, yhat).

    Shapes: x (T,) integers, h_0 (D_h,) or None for zeros; result as at the top of this module.
    Errors: ValueError names the argument that does not fit. Equations eq-1.1, eq-1.2, eq-2.1,
    eq-3.1. Source: [Talwar2018].
    """
    W_h, W_x, b_1, U, b_2 = params = checked_params(params)
    h_0 = checked_state("h_0", h_0, params)
    X = one_hot(checked_symbols("x", x, params.d), params.d)
    z, h = hidden_states(W_h, W_x, b_1, X, h_0, activation)
    theta = np.array([affine(U, b_2, h_t) for h_t in h[1:]])
    return Trace(z, h, theta, softmax(theta))


def forward_to_targets(params, x, y, *, activation="sigmoid", h_0=None):
    """Return the arguments as arrays once they fit, and the Trace between them: (params, trace, x, y).

    Shapes: x and y (T,) integers, h_0 (D_h,) or None for zeros. Errors: ValueError names the argument
    that does not fit. Equations eq-1.1, eq-1.2, eq-2.1, eq-3.1. Source: [Talwar2018].
    """
    params = checked_params(params)
    x = checked_symbols("x", x, params.d)
    trace = forward(params, x, activation=activation, h_0=h_0)
    return params, trace, x, checked_symbols("y", y, params.V, length=len(x))


def total_loss(theta, y):
    """Return J = sum over t of -log yhat^(t)_y(t) straight from the logits, in nats.

    Shapes: theta (T, V), y (T,) integers; result a number. Equations eq-3.2, eq-3.3, eq-log-softmax.
    Source: [Talwar2018].
    """
    return -log_softmax(theta)[np.arange(len(y)), y].sum()


def sequence_loss(params, x, y, *, activation="sigmoid", h_0=None):
    """Return J = sum over t of -log yhat^(t)_y(t) for one sequence, in nats.

    Shapes: x and y (T,) integers; result a number, complex where the parameters are.
    Errors: ValueError names the argument that does not fit. Equations eq-3.2, eq-3.3.
    Source: [Talwar2018].
    """
    _, trace, _, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    return total_loss(trace.theta, y)
