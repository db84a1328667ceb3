"""Truncated backpropagation through time: one long sequence in windows, with the state carried over.

The forward pass is exact: a window starts from the state in which the one before it ended. The backward
pass stops at the window's first step, as if that state were a constant, so no gradient of a loss flows
back further than its window and the memory needed is that of one window, however long the text.
"""

import numpy as np

from rnn_ref.bptt import backward
from rnn_ref.checks import is_whole
from rnn_ref.params import Params, checked_params, checked_state, checked_symbols
from rnn_ref.unit import forward_to_targets, total_loss


def window_gradients(params, x, y, *, activation="sigmoid", h_0=None):
    """Return J of one window, its gradients as Params with h_0 held constant, and its last state.

    Shapes: x, y (K,) integers, h_0 (D_h,) or None for zeros; result a number, Params, (D_h,). Training
    moves the parameters after each window and passes the last state on as the next h_0.
    Errors: ValueError names the argument that does not fit. Equation eq-truncated.
    Source: [Williams1990].
    """
    params, trace, x, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    gradients, _ = backward(params, trace, x, y, activation)
    return total_loss(trace.theta, y), gradients, trace.h[-1]


def truncated_gradients(params, x, y, K, *, activation="sigmoid", h_0=None):
    """Return J of a sequence, the sum of its windows' gradients as Params, and the last state.

    Shapes: x, y (T,) integers, cut into windows of K steps, the last one perhaps shorter; h_0 (D_h,) or
    None for zeros; result a number, Params, (D_h,). J is exact for every K, its gradients are where
    K >= T. Errors: ValueError names the argument that does not fit. Equation eq-truncated.
    Source: [Williams1990].
    """
    params = checked_params(params)
    h = checked_state("h_0", h_0, params)
    x = checked_symbols("x", x, params.d)
    y = checked_symbols("y", y, params.V, length=len(x))
    if not is_whole(K) or K < 1:
        raise ValueError(f"K: expected a positive integer, the steps of a window, got {K!r}")
    J, total = 0.0, Params(*map(np.zeros_like, params))
    for start in range(0, len(x), K):
        window = slice(start, start + K)
        J_window, gradients, h = window_gradients(params, x[window], y[window], activation=activation, h_0=h)
        J, total = J + J_window, Params(*map(np.add, total, gradients))
    return J, total, h
