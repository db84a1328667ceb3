"""Backpropagation through time, step by step, as the book derives it.

    dtheta  yhat - y, the gradient at the logits             (T, V)     row t-1 is step t
    gamma   gamma_t^(k) = dJ^(t) / dh^(k), one loss only     (D_h,)
    delta   sum over t >= k of gamma_t^(k): the total        (T, D_h)   row k-1 is delta^(k)
    dz      delta o f'(z)                                    (T, D_h)   row k-1 is step k
    h       hidden states, h^(0) first                       (T+1, D_h) row k is h^(k)

The same gradients for whole batches, fast, stand in rnn_ref.fast; a test holds the two equal.
"""

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.params import Params, checked_symbols
from rnn_ref.softmax import one_hot
from rnn_ref.unit import forward, sequence_loss


def local_gamma(U, dtheta):
    """Return gamma_t^(t) = U^T (yhat^(t) - y^(t)): how the loss of step t sees its own state.

    Shapes: U (V, D_h), dtheta (V,); result (D_h,). Equation eq-gamma-local. Source: [Talwar2018]
    uses it without writing it.
    """
    return U.T @ dtheta


def claim_1(gamma, f_prime, h_prev):
    """Return dJ^(t)/dW_h^(k) = (gamma_t^(k) o f'(z^(k))) h^(k-1)^T, for k <= t.

    Shapes: gamma, f_prime, h_prev (D_h,); result (D_h, D_h). Equation eq-5.2. Source: [Talwar2018].
    """
    return np.outer(gamma * f_prime, h_prev)


def claim_2(W_h, gamma, f_prime):
    """Return gamma_t^(k-1) = W_h^T (gamma_t^(k) o f'(z^(k))), for k <= t.

    Shapes: W_h (D_h, D_h), gamma, f_prime (D_h,); result (D_h,). Equation eq-6.2.
    Source: [Talwar2018].
    """
    return W_h.T @ (gamma * f_prime)


def gradient_of_one_loss(params, x, y, t, *, activation="sigmoid", h_0=None):
    """Return dJ^(t)/dW_h by dummy variables: the sum of dJ^(t)/dW_h^(k) over k = t, ..., 1.

    Shapes: x, y (T,) integers, t in 1..T; result (D_h, D_h). Doing this for every t costs
    T (T+1) / 2 steps. Equations eq-4.1, eq-5.2, eq-6.2. Source: [Talwar2018].
    """
    params = Params(*params)
    _, h, _, yhat = trace = forward(params, x, activation=activation, h_0=h_0)
    f_prime = activation_named(activation).prime(trace.z)
    gamma = local_gamma(params.U, yhat[t - 1] - one_hot(y[t - 1], params.V))
    dW_h = np.zeros_like(params.W_h)
    for k in range(t, 0, -1):
        dW_h += claim_1(gamma, f_prime[k - 1], h[k - 1])
        gamma = claim_2(params.W_h, gamma, f_prime[k - 1])
    return dW_h


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


def sequence_gradients(params, x, y, *, activation="sigmoid", h_0=None):
    """Return J, dJ/d(each parameter) as Params, and dJ/dh^(0), for one sequence.

    Shapes: x, y (T,) integers, h_0 (D_h,) or None; result a number, Params, (D_h,). J is in nats.
    Errors: ValueError names the argument that does not fit. Equations eq-dW_h, eq-dW_x, eq-db_1,
    eq-dU, eq-db_2, eq-dh_0. Source: [Talwar2018] for W_h.
    """
    params = Params(*params)
    J = sequence_loss(params, x, y, activation=activation, h_0=h_0)
    z, h, _, yhat = forward(params, x, activation=activation, h_0=h_0)
    dtheta = yhat - one_hot(checked_symbols("y", y, params.V), params.V)
    dz = accumulate(params.W_h, params.U, dtheta, activation_named(activation).prime(z))
    X = one_hot(np.asarray(x), params.d)
    gradients = Params(
        W_h=dz.T @ h[:-1],        # sum over k of dz^(k) h^(k-1)^T
        W_x=dz.T @ X,             # sum over k of dz^(k) x^(k)^T
        b_1=dz.sum(axis=0),
        U=dtheta.T @ h[1:],       # sum over k of dtheta^(k) h^(k)^T
        b_2=dtheta.sum(axis=0),
    )
    return J, gradients, params.W_h.T @ dz[0]
