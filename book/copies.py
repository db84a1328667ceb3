"""The network with a state matrix of its own at each time step: the copies of trick one."""

import numpy as np

from rnn_ref.gradcheck import complex_step
from rnn_ref.softmax import affine, log_softmax, one_hot
from rnn_ref.unit import unit_step


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

    Shapes: x, y (T,) integers; result (T, T, D_h, D_h), row t-1, column k-1. Equations eq-4.1,
    eq-complex-step.
    """
    T = len(x)
    copies = np.tile(params.W_h, (T, 1, 1))

    def J(t):
        return lambda moved: losses_with_copies(moved, params, x, y, activation, h_0)[t - 1]
    return np.array([complex_step(J(t), copies) for t in range(1, T + 1)])
