"""The readable reference: one name at a time, one step at a time, every array in double precision."""

import numpy as np

from benchmarks.work import Running, copied
from rnn_ref.bptt import sequence_gradients
from rnn_ref.threads import one_blas_thread


def per_name(work):
    """rnn_ref.sequence_gradients for each name of a batch; their sum moves the parameters."""
    params = copied(work.params, np.float64)

    def train():
        total = 0.0
        with one_blas_thread():
            for xs, ys in work.batches:
                parts = [sequence_gradients(params, x, y, activation="tanh")
                         for x, y in zip(xs, ys, strict=True)]
                total += sum(J for J, _, _ in parts)
                for p, *gradients in zip(params, *(g for _, g, _ in parts), strict=True):
                    p -= work.rate * sum(gradients)
        return total
    return Running(train, lambda: params)
