"""The reference itself, used as rnn_ref.train uses it: reused buffers, gradients in one flat vector."""

from unittest.mock import patch

import numpy as np

from benchmarks.work import Running, copied
from rnn_ref import fast, optimise
from rnn_ref.batches import pack, pad
from rnn_ref.threads import one_blas_thread


def compiled(work, threads=one_blas_thread):
    """With the loops compiled by numba for few sequences, where it is installed."""
    w, params = optimise.flatten(work.params)
    g = np.empty_like(w)
    gradients = optimise.views(g, params)
    batches = [pack(pad(xs, ys), np.arange(len(xs))) for xs, ys in work.batches]
    buffers = fast.buffers(params, max(len(batch.x) for batch in batches), work.B)
    state = optimise.sgd_start(w)

    def train():
        total = 0.0
        with threads():
            for batch in batches:
                J, _, _ = fast.batch_gradients(params, batch, activation="tanh", work=buffers, out=gradients)
                optimise.sgd_step(w, g, state, 0, work.rate)
                total += J
        return total
    return Running(train, lambda: copied(params))


def numpy_only(work, threads=one_blas_thread):
    """The same without numba, as where it is not installed."""
    running = compiled(work, threads)

    def train():
        with patch.object(fast, "compiled", lambda: None):
            return running.train()
    return running._replace(train=train)
