"""One loss at a time, by dummy variables: W_h^(k) is the W_h that step k uses, and all are W_h.

    gamma   gamma_t^(k) = dJ^(t) / dh^(k), one loss only     (D_h,)
    h       hidden states, h^(0) first                       (T+1, D_h) row k is h^(k)

Each loss walks back to the first step, so T losses cost T (T+1) / 2 applications of Claim 2. rnn_ref.bptt
gets the same gradients from T of them, by passing on the sum of all gammas.
"""

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.checks import is_whole
from rnn_ref.params import Params
from rnn_ref.softmax import dtheta, one_hot
from rnn_ref.unit import forward_to_targets, total_loss


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


def gammas_of_one_loss(W_h, gamma, f_prime):
    """Return gamma_t^(k) for k = 0, ..., t from gamma_t^(t), by applying Claim 2 t times.

    Shapes: gamma (D_h,), f_prime (t, D_h); result (t+1, D_h). Equation eq-6.2. Source: [Talwar2018].
    """
    row = [gamma]
    for f_prime_k in f_prime[::-1]:
        row.append(claim_2(W_h, row[-1], f_prime_k))
    return np.array(row[::-1])


def gammas(params, x, y, *, activation="sigmoid", h_0=None):
    """Return the table of gamma_t^(k): row t-1, column k, for k = 0, ..., T, and zero where k > t.

    Shapes: x, y (T,) integers; result (T, T+1, D_h), so it is for short sequences. Errors: ValueError
    names the argument that does not fit. Equations eq-4.1, eq-5.2, eq-6.2, eq-gamma-local.
    Source: [Talwar2018].
    """
    params, trace, _, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    f_prime = activation_named(activation).prime(trace.z)
    table = np.zeros((len(y), *trace.h.shape), trace.h.dtype)
    for t in range(1, len(y) + 1):
        gamma = local_gamma(params.U, dtheta(trace.yhat[t - 1], y[t - 1]))
        table[t - 1, :t + 1] = gammas_of_one_loss(params.W_h, gamma, f_prime[:t])
    return table


def one_loss(params, trace, f_prime, x, y, t):
    """Return the gradients of J^(t) as Params, and gamma_t^(0), from a forward pass already run.

    Shapes: trace as forward returns it, f_prime (T, D_h). Equations eq-4.1, eq-5.2, eq-6.2.
    Source: [Talwar2018] for W_h.
    """
    g, h = dtheta(trace.yhat[t - 1], y[t - 1]), trace.h
    gamma = gammas_of_one_loss(params.W_h, local_gamma(params.U, g), f_prime[:t])
    dz = gamma[1:] * f_prime[:t]    # row k-1 belongs to W_h^(k), W_x^(k) and b_1^(k)
    return Params(
        W_h=sum(claim_1(gamma[k], f_prime[k - 1], h[k - 1]) for k in range(1, t + 1)),
        W_x=dz.T @ one_hot(x, params.d)[:t],
        b_1=dz.sum(axis=0),
        U=np.outer(g, h[t]),
        b_2=g,
    ), gamma[0]


def gradients_of_one_loss(params, x, y, t, *, activation="sigmoid", h_0=None):
    """Return the gradients of J^(t) alone as Params, and dJ^(t)/dh^(0), by dummy variables.

    Shapes: x, y (T,) integers, t in 1..T; result Params, (D_h,). Errors: ValueError names the argument
    that does not fit. Equations eq-4.1, eq-5.2, eq-6.2. Source: [Talwar2018] for W_h.
    """
    params, trace, x, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    if not is_whole(t) or not 1 <= t <= len(y):
        raise ValueError(f"t: expected a step in 1..{len(y)}, got {t!r}")
    return one_loss(params, trace, activation_named(activation).prime(trace.z), x, y, t)


def gradient_of_one_loss(params, x, y, t, *, activation="sigmoid", h_0=None):
    """Return dJ^(t)/dW_h by dummy variables: the sum of dJ^(t)/dW_h^(k) over k = t, ..., 1.

    Shapes: x, y (T,) integers, t in 1..T; result (D_h, D_h). Errors: as gradients_of_one_loss.
    Equations eq-4.1, eq-5.2, eq-6.2. Source: [Talwar2018].
    """
    return gradients_of_one_loss(params, x, y, t, activation=activation, h_0=h_0)[0].W_h


def gradients_one_by_one(params, x, y, *, activation="sigmoid", h_0=None):
    """Return J, its gradients as Params, and dJ/dh^(0): each loss backpropagated on its own, then added.

    Shapes and errors: as rnn_ref.bptt.sequence_gradients, whose results these are, in O(T^2) time.
    Equations eq-3.3, eq-4.1, eq-5.2, eq-6.2. Source: [Talwar2018] for W_h.
    """
    params, trace, x, y = forward_to_targets(params, x, y, activation=activation, h_0=h_0)
    f_prime = activation_named(activation).prime(trace.z)
    each = [one_loss(params, trace, f_prime, x, y, t) for t in range(1, len(y) + 1)]
    gradients, dh_0 = zip(*each, strict=True)
    return total_loss(trace.theta, y), Params(*map(sum, zip(*gradients, strict=True))), sum(dh_0)
