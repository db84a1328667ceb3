"""Seconds a character over T, D_h and B, the memory that a batch takes, and what a second thread does."""

import tracemalloc

import numpy as np

from benchmarks.clock import ratio, rounds, seconds_of
from benchmarks.peers import ours
from benchmarks.work import make_work, names_of
from rnn_ref import fast
from rnn_ref.batches import pack, pad
from rnn_ref.params import init_params
from rnn_ref.threads import controller, one_blas_thread

V = 27
GRID = {    # one size varies, as (T, D_h, B)
    "T":   [(T, 100, 32) for T in (10, 30, 100, 300, 1000)],
    "D_h": [(13, D_h, 32) for D_h in (25, 50, 100, 200, 400, 800)],
    "B":   [(13, 100, B) for B in (1, 4, 16, 64, 256, 1024)],
}
QUICK = {"T": [(10, 25, 4), (30, 25, 4)]}
MEMORY = ((32, 13, 100), (32, 1000, 100), (256, 13, 512))    # (B, T, D_h)


def batch_of(B, T, D_h):
    """Return float32 parameters and a batch of B random sequences, all of T symbols."""
    x, y = np.random.default_rng(0).integers(0, V, (2, B, T))
    params = init_params(D_h, V, activation="tanh", dtype=np.float32)
    return params, pack(pad(list(x), list(y)), np.arange(B))


def pass_of(B, T, D_h):
    """Return a task: forward and backward over one batch."""
    params, batch = batch_of(B, T, D_h)
    work = fast.buffers(params, B * T, B)

    def task():
        with one_blas_thread():
            fast.batch_gradients(params, batch, activation="tanh", work=work)
    return task


def measure(grid, how_many, seconds):
    """Return {what varies: [{T, D_h, B, us_per_character}]}."""
    sizes = [size for line in grid.values() for size in line]
    spent = rounds({(T, D_h, B): pass_of(B, T, D_h) for T, D_h, B in sizes}, how_many, seconds)
    return {what: [{"T": T, "D_h": D_h, "B": B,
                    "us_per_character": seconds_of(spent[T, D_h, B]) / (B * T) * 1e6}
                   for T, D_h, B in line] for what, line in grid.items()}


def bound(B, N, D_h):
    """Return the bytes that a float32 pass over N characters may take, but for a multiple of B D_h.

    Four rows of D_h and two of V a character, and one number: states, deltas, logits and room to work.
    """
    return N * (4 * D_h + 2 * V + 1) * 4


def memory(B, T, D_h):
    """Return how many bytes the buffers have, how many a pass takes at its peak, and the bound."""
    params, batch = batch_of(B, T, D_h)
    fast.batch_gradients(params, batch, activation="tanh")    # what is loaded once is not the pass's
    tracemalloc.start()
    try:
        work = fast.buffers(params, B * T, B)
        fast.batch_gradients(params, batch, activation="tanh", work=work)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return {"B": B, "T": T, "D_h": D_h, "buffers": sum(a.nbytes for a in work), "peak": peak,
            "bound": bound(B, B * T, D_h)}


def two_threads(names, size, how_many, seconds, limit=None):
    """Return the names a second on the wall with one BLAS thread and with two, NumPy only."""
    work = make_work(names, *size, limit)
    spent = rounds({
        "one": ours.numpy_only(work).train,
        "two": ours.numpy_only(work, lambda: controller().limit(limits=2, user_api="blas")).train,
    }, how_many, seconds)
    one, two = (names_of(work) / seconds_of(spent[which], "wall") for which in ("one", "two"))
    return {"B": work.B, "D_h": work.D_h, "one_thread": one, "two_threads": two,
            "two_take": ratio(spent["two"], spent["one"], "wall")}
