"""The gradients of a whole batch: the fast twin of rnn_ref.bptt; a test holds the two equal.

Products over all steps are one matrix product each; only what depends on the step before stays in a loop,
in rnn_ref.loops, or in its compiled twin for float32 where numba is installed.

    N = sum of the lengths    B sequences    vectors are rows, so W_h h becomes h W_h^T (eq-row-form)
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from rnn_ref import loops
from rnn_ref.activations import activation_named
from rnn_ref.batches import checked_pad, checked_states, pack
from rnn_ref.params import Params, checked_params
from rnn_ref.threads import one_blas_thread


class Buffers(NamedTuple):
    """Every large array of one pass, kept between batches because allocating costs more than filling."""

    h: np.ndarray        # (B + N, D_h)   states, those of step 0 first
    h_prev: np.ndarray   # (B + N, D_h)   the state that each row came from
    dz: np.ndarray       # (B + N, D_h)   deltas, then dz
    theta: np.ndarray    # (V * N,)       logits, then yhat, then dtheta, read as (V, N)
    step: np.ndarray     # (B, D_h)       one step's matrix product


def buffers(params, N, B):
    """Return Buffers for batches of at most N rows and B sequences, in the parameters' dtype."""
    D_h, V, dtype = params.D_h, params.V, params.W_h.dtype
    shapes = [(B + N, D_h)] * 3 + [(V * N,), (B, D_h)]
    return Buffers(*(np.zeros(shape, dtype) for shape in shapes))


@cache
def compiled():
    """Return rnn_ref.compiled, or None where numba is not installed."""
    try:    # here and not above, because importing numba takes half a second
        from rnn_ref import compiled as module
    except ImportError:
        return None
    return module


def twin_of(params):
    """Return the module whose functions do the work: the compiled one where that can be, or loops."""
    return (compiled() if params.W_h.dtype == np.float32 else None) or loops


def batch_gradients(params, batch, *, activation="sigmoid", h_0=None, work=None, dropout=None, out=None):
    """Return J, its gradients as Params, and dJ/dh_0 with one row a sequence, in packed order.

    Shapes: h_0 (B, D_h), or None for zeros whose gradient nobody asks for; dropout Masks or None; out
    Params to write the gradients into. J is in nats, summed over steps and sequences.
    Equations eq-dW_h, eq-dW_x, eq-db_1, eq-dU, eq-db_2, eq-dh_0, eq-row-form.
    """
    N, B = len(batch.x), len(batch.order)
    work = work or buffers(params, N, B)
    out = out or Params(*(np.empty(p.shape, p.dtype) for p in params))
    twin, sigmoid = twin_of(params), activation == "sigmoid"
    begin = 1 if h_0 is not None else 2    # a zero state adds nothing to step 1 and gets no gradient
    theta, mask = work.theta[:params.V * N].reshape(params.V, N), dropout and dropout.state

    h = forward(params, batch, h_0, begin, sigmoid, work, twin, mask)
    seen = h if dropout is None else h * dropout.read_out
    np.dot(params.U, seen.T, out=theta)
    J = twin.softmax_loss(theta, params.b_2, batch.cells)
    twin.product(theta, params.V, seen, out.U)
    np.sum(theta, axis=1, out=out.b_2)
    dz = work.dz[B:B + N]
    twin.product(theta.T, N, params.U, dz)
    if dropout is not None:
        dz *= dropout.read_out
    dh_0 = backward(params, batch, h_0, begin, sigmoid, work, twin, mask)
    recurrent = slice(batch.starts[begin], B + N)
    twin.product(work.dz[recurrent].T, params.D_h, work.h_prev[recurrent], out.W_h)
    table = twin.rows_by_symbol(batch.x, dz, params.d + 1)
    out.W_x[:] = table[:-1].T
    np.sum(table, axis=0, out=out.b_1)
    return J, out, dh_0


def forward(params, batch, h_0, begin, sigmoid, work, twin, mask):
    """Fill work.h and work.h_prev; return the states of blocks 1..T.

    Equations eq-1.1, eq-1.2, eq-row-form, eq-sigmoid-tanh.
    """
    B, end = len(batch.order), batch.starts[-1]
    half = params.W_h.dtype.type(0.5 if sigmoid else 1)
    W_hT = np.multiply(params.W_h.T, half, order="C")    # rows in one piece, as products want them
    twin.input_rows(batch.x, params.W_x, params.b_1, half, work.h[B:end])
    work.h[:B] = 0 if h_0 is None else h_0
    if h_0 is None:
        loops.f_in_place(work.h[B:2 * B], sigmoid)
    twin.forward_steps(work.h, work.h_prev, W_hT, mask, batch.starts, begin, sigmoid, work.step)
    return work.h[B:end]


def backward(params, batch, h_0, begin, sigmoid, work, twin, mask):
    """Turn work.dz from local gammas into dz; return dJ/dh_0 (B, D_h), None where h_0 is None.

    Equations eq-delta, eq-dz, eq-dh_0, eq-row-form.
    """
    B = len(batch.order)
    work.dz[:B] = 0
    twin.backward_steps(work.dz, work.h, params.W_h, mask, batch.starts, begin, sigmoid, work.step)
    if h_0 is None:
        loops.times_f_prime(work.dz[B:2 * B], work.h[B:2 * B], sigmoid)
        return None
    return work.dz[:B].copy()


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
    dtype = np.result_type(np.float32, *params)
    if dtype.kind != "f":
        raise ValueError(f"params: expected real numbers, got {dtype}")
    params = Params(*(np.ascontiguousarray(p, dtype) for p in params))
    activation_named(activation)
    if reduction not in ("sum", "mean"):
        raise ValueError(f"reduction: expected 'sum' or 'mean', got {reduction!r}")
    padded = checked_pad(params, xs, ys)
    batch = pack(padded, np.arange(len(xs)))
    rows = checked_states(params, h_0, len(xs))[batch.order]    # zeros too: their gradient is asked for
    with one_blas_thread():
        J, gradients, dh_0 = batch_gradients(params, batch, activation=activation, h_0=rows)
    dh_0 = dh_0[np.argsort(batch.order)] if np.ndim(h_0) == 2 else dh_0.sum(axis=0)
    scale = len(batch.x) if reduction == "mean" else 1
    return J / scale, Params(*(g / scale for g in gradients)), dh_0 / scale
