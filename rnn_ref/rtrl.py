"""Real-time recurrent learning: the same gradients, carried forward; and a product that counts paths twice.

A weight moves h^(t) directly, inside the formula of step t, and through every state before. The total
derivative dh^(t)/dW follows from the immediate one, in which h^(t-1) is held fixed:

    total = immediate + diag(f'(z^(t))) W_h (total of step t-1)

    W   W_h, W_x, b_1 and h^(0) side by side; h^(0) has no immediate influence, only a start   (D_h, n)
    u   h^(t-1), x^(t), 1 and 0 below each other, so that z = W u                              (n,)
    n   D_h + d + 2
    a derivative of h^(t) has at [i, a, b] the one of h_i by W_ab                              (D_h, D_h, n)

No backward pass and no memory of earlier steps is needed; the price is D_h n times W_h's product a step.
"""

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.dummies import gammas
from rnn_ref.params import Params
from rnn_ref.softmax import dtheta, one_hot
from rnn_ref.unit import forward_to_targets, total_loss


def immediate_derivatives(f_prime, h, X):
    """Yield the immediate derivative of h^(t) for t = 1, ..., T: f'(z_i) u_b where i = a, else 0.

    Shapes: f_prime (T, D_h), h (T+1, D_h), X (T, d); each result (D_h, D_h, n).
    Equation eq-total-immediate. Source: [Williams1989].
    """
    for f_prime_t, h_prev, x in zip(f_prime, h[:-1], X, strict=True):
        yield np.einsum("i,ia,b->iab", f_prime_t, np.eye(len(h_prev)), [*h_prev, *x, 1, 0])


def total_derivatives(W_h, f_prime, h, X):
    """Yield the total derivative of h^(t) for t = 1, ..., T, from the one before.

    Shapes: W_h (D_h, D_h), others as immediate_derivatives; each result (D_h, D_h, n).
    Equations eq-total-immediate, eq-rtrl. Source: [Williams1989].
    """
    total = np.zeros((*W_h.shape, W_h.shape[0] + X.shape[1] + 2), W_h.dtype)
    total[:, :, -1] = np.eye(len(W_h))    # dh^(0)/dh^(0)
    for f_prime_t, immediate in zip(f_prime, immediate_derivatives(f_prime, h, X), strict=True):
        total = immediate + np.tensordot(f_prime_t[:, None] * W_h, total, axes=1)
        yield total


def pairs(gradients, derivatives):
    """Return the sum over steps of (a gradient at h^(t)) times (a derivative of h^(t)).

    Shapes: gradients (T, D_h), derivatives T arrays (D_h, D_h, n); result (D_h, n).
    """
    return sum(np.tensordot(g, d, axes=1) for g, d in zip(gradients, derivatives, strict=True))


def rtrl_gradients(params, x, y, *, activation="sigmoid", h_0=None):
    """Return J, its gradients as Params, and dJ/dh^(0): gamma_t^(t) times the total derivative, summed.

    Shapes and errors: as rnn_ref.bptt.sequence_gradients, whose results these are. Equation eq-rtrl.
    Source: [Williams1989].
    """
    params, trace, x, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    g, D_h = dtheta(trace.yhat, y), params.D_h
    f_prime, X = activation_named(activation).prime(trace.z), one_hot(x, params.d)
    dW = pairs(g @ params.U, total_derivatives(params.W_h, f_prime, trace.h, X))
    gradients = Params(dW[:, :D_h], dW[:, D_h:-2], dW[:, -2], U=g.T @ trace.h[1:], b_2=g.sum(axis=0))
    return total_loss(trace.theta, y), gradients, dW[:, -1]


def bookkeepings(params, x, y, *, activation="sigmoid", h_0=None):
    """Return dJ/dW_h by three pairings of derivatives, by name; the third is wrong and shows why.

    A loss s and a use k of the weight meet along one path of states. "total local" counts the path at
    its end s, "immediate total" at its beginning k, each once; "total total" counts it at every step
    between, s - k + 1 times. Shapes: x, y (T,) integers; each result (D_h, D_h). Errors: ValueError names
    the argument that does not fit. Equations eq-gamma-delta, eq-total-immediate, eq-pairings, eq-rtrl.
    Source: [Williams1989].
    """
    params, trace, x, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    f_prime, X = activation_named(activation).prime(trace.z), one_hot(x, params.d)
    table, t = gammas(params, x, y, activation=activation, h_0=h_0), np.arange(len(y))
    local, delta = table[t, t + 1], table.sum(axis=0)[1:]    # gamma_t^(t), and the total dJ/dh^(t)
    immediate = list(immediate_derivatives(f_prime, trace.h, X))
    total = list(total_derivatives(params.W_h, f_prime, trace.h, X))
    return {name: pairs(gradients, derivatives)[:, :params.D_h] for name, gradients, derivatives in (
        ("total local",     local, total),
        ("immediate total", delta, immediate),
        ("total total",     delta, total),
    )}
