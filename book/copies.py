"""The network with a state matrix of its own at each time step: the copies of trick one."""

import numpy as np

from rnn_ref.gradcheck import complex_step
from rnn_ref.softmax import affine, log_softmax, one_hot
from rnn_ref.unit import forward, unit_step


def losses_with_copies(copies, params, x, y, activation="sigmoid", h_0=None):
    """Return every J^(t), in nats, where step k uses copies[k-1] in the place of W_h.

    Shapes: copies (T, D_h, D_h), x, y (T,) integers, h_0 (D_h,) or None for zeros; result (T,), complex where
    the copies are. Equation eq-copies. Source: [Talwar2018].
    """
    _, W_x, b_1, U, b_2 = params
    h, losses = np.zeros(params.D_h) if h_0 is None else h_0, []
    for copy, x_k, y_k in zip(copies, one_hot(x, params.d), y, strict=True):
        _, h = unit_step(copy, W_x, b_1, h, x_k, activation)
        losses.append(-log_softmax(affine(U, b_2, h))[y_k])
    return np.array(losses)


def derivatives_by_copies(params, x, y, activation="sigmoid", h_0=None):
    """Return dJ^(t)/dW_h^(k) for all t and k by the complex step, at copies that all equal W_h.

    Shapes: x, y (T,) integers; result (T, T, D_h, D_h), row t-1, column k-1. Equation eq-4.1.
    """
    copies = np.tile(params.W_h, (len(x), 1, 1))

    def J(t):
        return lambda moved: losses_with_copies(moved, params, x, y, activation, h_0)[t]
    return np.array([complex_step(J(t), copies) for t in range(len(x))])


def loss_from_state(state, k, t, params, x, y, activation="sigmoid"):
    """Return J^(t), in nats, of a network that is in this state after step k and runs on from there, k <= t.

    Shapes: state (D_h,), x, y (T,) integers; result a number, complex where the state is.
    Equation eq-gamma-delta. Source: [Talwar2018].
    """
    W_h, W_x, b_1, U, b_2 = params
    for x_s in one_hot(x, params.d)[k:t]:
        _, state = unit_step(W_h, W_x, b_1, state, x_s, activation)
    return -log_softmax(affine(U, b_2, state))[y[t - 1]]


def measured_gamma(k, t, params, x, y, activation="sigmoid", h_0=None):
    """Return gamma_t^(k) by its definition: the complex step of J^(t), started in h^(k), for k <= t.

    Shapes: x, y (T,) integers; result (D_h,). Equation eq-gamma-delta. Source: [Talwar2018].
    """
    def J(state):
        return loss_from_state(state, k, t, params, x, y, activation)
    return complex_step(J, forward(params, x, activation=activation, h_0=h_0).h[k])
