"""One long text in windows of equal shape: what truncated BPTT does to many streams at once, fast.

The text is a ring: B streams start on it at equal distances and read on at the same speed. The fast twin
of rnn_ref.truncated; a test holds the two equal.

    symbols  the text as integers  (L,)
    x, y     a window: one row a step, one column a stream; y is what follows x   (T, B)
    h        the streams' states, constants for the gradient of the next window   (B, D_h)
"""

import numpy as np

from rnn_ref import fast
from rnn_ref.batches import Batch
from rnn_ref.params import checked_symbols
from rnn_ref.threads import one_blas_thread


def window(symbols, B, T, number):
    """Return x and y of a window, numbered from 0, of each of B streams: after L steps each has read all.

    Shapes: symbols (L,); result two of (T, B). Equation eq-truncated.
    """
    L = len(symbols)
    steps = number * T + np.arange(T + 1)
    rows = symbols[(steps[:, None] + np.arange(B) * L // B) % L]
    return rows[:-1], rows[1:]


def packed(x, y):
    """Return a window as the Batch of B sequences of T symbols each. Shapes: x, y (T, B)."""
    (T, B), N = x.shape, x.size
    starts = np.arange(T + 2) * B
    return Batch(x.ravel(), y.ravel() * N + np.arange(N), starts, np.arange(B))


def gradients_of_window(params, x, y, h, *, activation="sigmoid", work=None, out=None):
    """Return J of a window and its gradients with h held constant; move h on to the window's last states.

    Shapes: x, y (T, B), h (B, D_h); J in nats, summed. Equation eq-truncated. Source: [Williams1990].
    """
    (T, B), work = x.shape, work or fast.buffers(params, x.size, x.shape[1])
    J, gradients, _ = fast.batch_gradients(params, packed(x, y), activation=activation, h_0=h, work=work,
                                           out=out)
    h[:] = work.h[T * B:T * B + B]
    return J, gradients


def text_loss(params, symbols, *, activation="sigmoid", h_0=None, K=1000):
    """Return J of all symbols but the first, one step after the other, and the state before the last.

    Shapes: symbols (L,), h_0 (1, D_h) or None for zeros; J in nats, summed; computed K steps at a time.
    Errors: ValueError names the argument that does not fit. Equations eq-3.2, eq-3.3.
    """
    symbols = checked_symbols("symbols", symbols, params.d)
    h = np.zeros((1, params.D_h), params.W_h.dtype) if h_0 is None else h_0.copy()
    work, J = fast.buffers(params, K, 1), 0.0
    with one_blas_thread():
        for first in range(0, len(symbols) - 1, K):
            rows = symbols[first:first + K + 1, None]
            J += gradients_of_window(params, rows[:-1], rows[1:], h, activation=activation, work=work)[0]
    return float(J), h
