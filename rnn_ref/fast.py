"""The gradients of a whole batch: the fast twin of rnn_ref.bptt; a test holds the two equal.

Vectors are rows here, so W_h h becomes h W_h^T (equation eq-row-form). Products over all steps are one
matrix product each; only what depends on the step before stays in a loop.

    N = sum of the lengths    B sequences    n = how many still run at a step
    h, dz   (N, D_h)    theta   (V, N), so that softmax reduces over long rows
"""

from typing import NamedTuple

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.batches import checked_pad, checked_states, pack
from rnn_ref.params import Params, checked_params


class Buffers(NamedTuple):
    """Every large array of one pass, kept between batches because allocating costs more than filling."""

    h: np.ndarray        # (N, D_h)  states; before f, pre-activations
    h_prev: np.ndarray   # (N, D_h)  the state each row came from
    dz: np.ndarray       # (N, D_h)
    f_prime: np.ndarray  # (N, D_h)
    X: np.ndarray        # (N, d)    one-hot inputs
    theta: np.ndarray    # (V * N,)  logits, then yhat, then dtheta, read as (V, N)
    step: np.ndarray     # (B, D_h)  one step's matrix product


def buffers(params, N, B):
    """Return Buffers for batches of at most N rows and B sequences, in the parameters' dtype."""
    D_h, d, V, dtype = params.D_h, params.d, params.V, params.W_h.dtype
    shapes = [(N, D_h)] * 4 + [(N, d), (V * N,), (B, D_h)]
    return Buffers(*(np.empty(shape, dtype) for shape in shapes))


def f_in_place(z, activation):
    """Overwrite z by f(z), through tanh for both: sigma(z) = (1 + tanh(z / 2)) / 2 (eq-sigmoid-tanh)."""
    if activation == "sigmoid":
        z *= 0.5
    np.tanh(z, out=z)
    if activation == "sigmoid":
        z += 1
        z *= 0.5


def run_forward(params, batch, h_0, activation, work, mask=None):
    """Fill h and h_prev for every step. Shapes: h_0 (B, D_h); mask (B, D_h) scales h_prev, or None.

    Equations eq-1.1, eq-1.2, eq-row-form.
    """
    W_hT = np.ascontiguousarray(params.W_h.T)    # OpenBLAS is slower where it must transpose
    np.take(params.W_x.T + params.b_1, batch.x, axis=0, out=work.h[:len(batch.x)], mode="clip")
    before = h_0
    for start, stop in batch.steps:
        n = stop - start
        h, h_prev, step = work.h[start:stop], work.h_prev[start:stop], work.step[:n]
        if mask is None:
            h_prev[:] = before[:n]
        else:
            np.multiply(before[:n], mask[:n], out=h_prev)
        np.dot(h_prev, W_hT, out=step)
        h += step
        f_in_place(h, activation)
        before = h


def read_out(params, batch, h, theta):
    """Return J and overwrite theta, through the logits and yhat, by dtheta = yhat - y.

    Shapes: h (N, D_h), theta (V, N). Equations eq-2.1, eq-3.1, eq-3.2, eq-3.3, eq-dtheta.
    """
    np.dot(params.U, h.T, out=theta)
    theta += params.b_2[:, None]
    theta -= theta.max(axis=0)
    columns = np.arange(theta.shape[1])
    right = theta[batch.y, columns]
    np.exp(theta, out=theta)
    sums = theta.sum(axis=0)
    theta /= sums
    theta[batch.y, columns] -= 1
    return np.log(sums).sum(dtype=float) - right.sum(dtype=float)


def run_backward(params, batch, dh, activation, work, mask=None):
    """Turn dh, the local gammas (N, D_h), into dz in place and return dJ/dh_0 (B, D_h).

    Equations eq-delta, eq-dz, eq-dh_0, eq-row-form.
    """
    N = len(batch.x)
    f_prime = work.f_prime[:N]
    np.copyto(f_prime, activation_named(activation).prime_of_h(work.h[:N]))
    passed_on = None
    for start, stop in reversed(batch.steps):
        dz = dh[start:stop]
        if passed_on is not None:
            dz[:len(passed_on)] += passed_on
        dz *= f_prime[start:stop]
        passed_on = np.dot(dz, params.W_h, out=work.step[:stop - start])
        if mask is not None:
            passed_on *= mask[:len(passed_on)]
    return passed_on


def batch_gradients(params, batch, *, activation="sigmoid", h_0=None, work=None, dropout=None):
    """Return J, its gradients as Params, and dJ/dh_0 with one row a sequence, in packed order.

    Shapes: h_0 (B, D_h) or None; dropout Masks or None; J in nats, summed over steps and sequences.
    Equations eq-dW_h, eq-dW_x, eq-db_1, eq-dU, eq-db_2, eq-dh_0, eq-row-form.
    """
    N, B = len(batch.x), len(batch.order)
    work = work or buffers(params, N, B)
    h_0 = np.zeros((B, params.D_h), params.W_h.dtype) if h_0 is None else h_0
    mask = dropout and dropout.state
    X, theta = work.X[:N], work.theta[:params.V * N].reshape(params.V, N)
    run_forward(params, batch, h_0, activation, work, mask)
    h = work.h[:N]
    seen = h if dropout is None else h * dropout.read_out
    J = read_out(params, batch, seen, theta)
    dU, db_2 = theta @ seen, theta.sum(axis=1)
    dh = np.dot(theta.T, params.U, out=work.dz[:N])
    if dropout is not None:
        dh *= dropout.read_out
    dh_0 = run_backward(params, batch, dh, activation, work, mask)
    np.take(np.eye(params.d, dtype=X.dtype), batch.x, axis=0, out=X, mode="clip")
    dW_x = dh.T @ X
    return J, Params(dh.T @ work.h_prev[:N], dW_x, dW_x.sum(axis=1), dU, db_2), dh_0


def loss_and_gradients(params, xs, ys, *, activation="sigmoid", h_0=None, reduction="sum"):
    """Return J, dJ/d(each parameter) as Params, and dJ/dh^(0), for a batch of sequences.

    Shapes: xs, ys lists of (T,) integers of unequal lengths; h_0 (D_h,) for all, (B, D_h) one a
    sequence, or None for zeros; dJ/dh^(0) has the shape of h_0, (D_h,) for None. J is in nats: the
    sum over steps and sequences, or with reduction="mean" divided by the number of symbols, and
    every gradient with it. Errors: ValueError names the argument that does not fit.
    Equations eq-3.3, eq-mean-loss, eq-dW_h, eq-dW_x, eq-db_1, eq-dU, eq-db_2, eq-dh_0.
    Source: [Talwar2018] for W_h.
    """
    params = checked_params(params)
    activation_named(activation)
    if reduction not in ("sum", "mean"):
        raise ValueError(f"reduction: expected 'sum' or 'mean', got {reduction!r}")
    padded = checked_pad(params, xs, ys)
    batch = pack(padded, np.arange(len(xs)))
    rows = checked_states(params, h_0, len(xs))[batch.order]
    J, gradients, dh_0 = batch_gradients(params, batch, activation=activation, h_0=rows)
    dh_0 = dh_0[np.argsort(batch.order)] if np.ndim(h_0) == 2 else dh_0.sum(axis=0)
    scale = len(batch.x) if reduction == "mean" else 1
    return J / scale, Params(*(g / scale for g in gradients)), dh_0 / scale
