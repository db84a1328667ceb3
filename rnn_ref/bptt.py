"""Backpropagation through time, step by step, as the book derives it: one pass back for all losses.

    dtheta  yhat - y, the gradient at the logits             (T, V)     row t-1 is step t
    delta   sum over t >= k of gamma_t^(k): the total        (T, D_h)   row k-1 is delta^(k)
    dz      delta o f'(z)                                    (T, D_h)   row k-1 is step k
    h       hidden states, h^(0) first                       (T+1, D_h) row k is h^(k)

The same gradients one loss at a time stand in rnn_ref.dummies, and for whole batches, fast, in
rnn_ref.fast; tests hold them equal.
"""

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.dummies import local_gamma
from rnn_ref.params import Params
from rnn_ref.softmax import dtheta, one_hot
from rnn_ref.unit import forward_to_targets, total_loss


def accumulate(W_h, U, dtheta, f_prime):
    """Return dz for every step in one pass from T to 1, passing on the sum of all gammas.

    delta^(k) = U^T dtheta^(k) + W_h^T dz^(k+1), with dz^(T+1) = 0, and dz^(k) = delta^(k) o f'(z^(k)).
    Shapes: dtheta (T, V), f_prime (T, D_h); result (T, D_h). Equations eq-delta, eq-dz.
    Source: [Talwar2018], with the local term it leaves out.
    """
    dz = np.zeros_like(f_prime)
    passed_on = np.zeros_like(f_prime[0])
    for k in range(len(dz), 0, -1):
        delta = local_gamma(U, dtheta[k - 1]) + passed_on
        dz[k - 1] = delta * f_prime[k - 1]
        passed_on = W_h.T @ dz[k - 1]
    return dz


def backward(params, trace, x, y, activation="sigmoid"):
    """Return dJ/d(each parameter) as Params, and dz for every step, from a forward pass already run.

    Shapes: trace as forward returns it, x, y (T,) integers; result Params, (T, D_h). Equations eq-dtheta,
    eq-dW_h, eq-dW_x, eq-db_1, eq-dU, eq-db_2. Source: [Talwar2018] for W_h.
    """
    g = dtheta(trace.yhat, y)
    dz = accumulate(params.W_h, params.U, g, activation_named(activation).prime(trace.z))
    return Params(
        W_h=dz.T @ trace.h[:-1],          # sum over k of dz^(k) h^(k-1)^T
        W_x=dz.T @ one_hot(x, params.d),  # sum over k of dz^(k) x^(k)^T
        b_1=dz.sum(axis=0),
        U=g.T @ trace.h[1:],              # sum over k of dtheta^(k) h^(k)^T
        b_2=g.sum(axis=0),
    ), dz


def sequence_gradients(params, x, y, *, activation="sigmoid", h_0=None):
    """Return J, dJ/d(each parameter) as Params, and dJ/dh^(0), for one sequence.

    Shapes: x, y (T,) integers, h_0 (D_h,) or None; result a number, Params, (D_h,). J is in nats.
    Errors: ValueError names the argument that does not fit. Equations eq-dW_h, eq-dW_x, eq-db_1,
    eq-dU, eq-db_2, eq-dh_0. Source: [Talwar2018] for W_h.
    """
    params, trace, x, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    gradients, dz = backward(params, trace, x, y, activation)
    return total_loss(trace.theta, y), gradients, params.W_h.T @ dz[0]


def input_gradients(params, x, y, *, activation="sigmoid", h_0=None):
    """Return dJ/dX, one row a step: dJ/dx^(k) = W_x^T dz^(k), which an embedding below would need.

    Shapes: x, y (T,) integers, h_0 (D_h,) or None; result (T, d). Errors: ValueError names the
    argument that does not fit. Equation eq-dx. Source: [Werbos1990].
    """
    params, trace, x, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    _, dz = backward(params, trace, x, y, activation)
    return dz @ params.W_x
