"""Cells with gates: one step of the LSTM and of the GRU, and what one step passes back.

    phi, iota, omega   the LSTM's gates: forget, input, output     (D_h,), between 0 and 1
    kappa, rho         the GRU's gates: keep, reset                (D_h,), between 0 and 1
    c                  the LSTM's cell state                       (D_h,)
    c_new, h_new       candidates for the new cell or hidden state (D_h,)

Gates always use the sigmoid. The candidates use f, "tanh" in all that is built and either here.
"""

from typing import NamedTuple

import numpy as np

from rnn_ref.activations import activation_named, sigmoid, sigmoid_prime
from rnn_ref.checks import generator


class Affine(NamedTuple):
    """What makes one gate or one candidate from the last state and the input."""

    W_h: np.ndarray    # (D_h, D_h)
    W_x: np.ndarray    # (D_h, d)
    b:   np.ndarray    # (D_h,)


class LSTM(NamedTuple):
    """The parameters of an LSTM cell. Source: [Hochreiter1997]; [Gers2000] for the forget gate."""

    phi:   Affine
    iota:  Affine
    omega: Affine
    c_new: Affine


class GRU(NamedTuple):
    """The parameters of a GRU cell. Source: [Cho2014]."""

    kappa: Affine
    rho:   Affine
    h_new: Affine


def init_gates(kind, D_h, d, *, bias=0.0, seed=0):
    """Return a random LSTM or GRU (kind is the class): weights normal, standard deviation 1/sqrt(fan-in).

    bias is that of the first gate, phi or kappa, the one that keeps the past; the other biases are zero.
    Equation eq-init. Source: [Jozefowicz2015] for a positive bias.
    """
    rng = generator(seed)
    biases = [bias] + [0.0] * (len(kind._fields) - 1)
    return kind(*(Affine(rng.standard_normal((D_h, D_h)) / np.sqrt(D_h),
                         rng.standard_normal((D_h, d)) / np.sqrt(d), np.full(D_h, b)) for b in biases))


def affine(part, h, x):
    """Return W_h h + W_x x + b. Shapes: h (D_h,), x (d,); result (D_h,). Equation eq-1.1."""
    return part.W_h @ h + part.W_x @ x + part.b


def lstm_gates(lstm, h, x):
    """Return phi^(t), iota^(t), omega^(t) from h^(t-1) and x^(t).

    Shapes: h (D_h,), x (d,); result three of (D_h,). Equation eq-lstm-gates. Source: [Gers2000].
    """
    return [sigmoid(affine(part, h, x)) for part in (lstm.phi, lstm.iota, lstm.omega)]


def lstm_candidate(lstm, h, x, activation="tanh"):
    """Return the candidate for c^(t) from h^(t-1) and x^(t).

    Shapes: h (D_h,), x (d,); result (D_h,). Equation eq-lstm-candidate. Source: [Hochreiter1997].
    """
    return activation_named(activation).f(affine(lstm.c_new, h, x))


def lstm_step(lstm, h, c, x, activation="tanh"):
    """Return h^(t) and c^(t) from h^(t-1), c^(t-1) and x^(t).

    Shapes: h, c (D_h,), x (d,); result two of (D_h,). Equations eq-lstm-gates, eq-lstm-candidate,
    eq-lstm-cell, eq-lstm-state. Source: [Hochreiter1997], [Gers2000].
    """
    phi, iota, omega = lstm_gates(lstm, h, x)
    c = phi * c + iota * lstm_candidate(lstm, h, x, activation)
    return omega * activation_named(activation).f(c), c


def lstm_cell_by_state(lstm, h, c, x, activation="tanh"):
    """Return the immediate derivative of c^(t) with respect to h^(t-1): through both gates and candidate.

    Shapes: h, c (D_h,), the last ones, x (d,); result (D_h, D_h). Equation eq-lstm-side.
    Source: [Hochreiter1997], who cut this path.
    """
    f, prime = activation_named(activation)
    a_phi, a_iota, a_new = (affine(part, h, x) for part in (lstm.phi, lstm.iota, lstm.c_new))
    return ((c * sigmoid_prime(a_phi))[:, None] * lstm.phi.W_h
            + (f(a_new) * sigmoid_prime(a_iota))[:, None] * lstm.iota.W_h
            + (sigmoid(a_iota) * prime(a_new))[:, None] * lstm.c_new.W_h)


def gru_gates(gru, h, x):
    """Return kappa^(t) and rho^(t) from h^(t-1) and x^(t).

    Shapes: h (D_h,), x (d,); result two of (D_h,). Equation eq-gru-gates. Source: [Cho2014].
    """
    return [sigmoid(affine(part, h, x)) for part in (gru.kappa, gru.rho)]


def gru_candidate(gru, rho, h, x, activation="tanh"):
    """Return the candidate for h^(t) from rho^(t), h^(t-1) and x^(t).

    Shapes: rho, h (D_h,), x (d,); result (D_h,). Equation eq-gru-candidate. Source: [Cho2014].
    """
    return activation_named(activation).f(affine(gru.h_new, rho * h, x))


def gru_step(gru, h, x, activation="tanh"):
    """Return h^(t) from h^(t-1) and x^(t).

    Shapes: h (D_h,), x (d,); result (D_h,). Equations eq-gru-gates, eq-gru-candidate, eq-gru-state.
    Source: [Cho2014].
    """
    kappa, rho = gru_gates(gru, h, x)
    return kappa * h + (1 - kappa) * gru_candidate(gru, rho, h, x, activation)


def gru_jacobian(gru, h, x, activation="tanh"):
    """Return the Jacobian of h^(t) with respect to h^(t-1).

    Shapes: h (D_h,), the last one, x (d,); result (D_h, D_h). Equation eq-gru-jacobian.
    Source: [Cho2014] for the cell.
    """
    f, prime = activation_named(activation)
    a_kappa, a_rho = (affine(part, h, x) for part in (gru.kappa, gru.rho))
    kappa, rho = sigmoid(a_kappa), sigmoid(a_rho)
    a_new = affine(gru.h_new, rho * h, x)
    through_rho = np.diag(rho) + (h * sigmoid_prime(a_rho))[:, None] * gru.rho.W_h
    return (np.diag(kappa) + ((h - f(a_new)) * sigmoid_prime(a_kappa))[:, None] * gru.kappa.W_h
            + ((1 - kappa) * prime(a_new))[:, None] * (gru.h_new.W_h @ through_rho))
