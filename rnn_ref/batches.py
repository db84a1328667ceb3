"""Many sequences of unequal length in one array, without padding.

Sequences are sorted by length, longest first, and stored step after step: the rows of step t are the
sequences that still run, so the first of the rows before them hold the same sequences one step earlier.

    N = sum of the lengths    B sequences    T_max steps of the longest
"""

from typing import NamedTuple

import numpy as np

from rnn_ref.params import checked_numbers, checked_symbols


class Padded(NamedTuple):
    """All sequences in rectangles, from which batches are cut."""

    x: np.ndarray        # (T_max, n_sequences)
    y: np.ndarray
    lengths: np.ndarray  # (n_sequences,)


class Batch(NamedTuple):
    """Packed sequences: the block of rows of step 1, then that of step 2, and so on."""

    x: np.ndarray         # (N,)
    cells: np.ndarray     # (N,)       where y stands in a (V, N) array read as one row
    starts: np.ndarray    # (T + 2,)   first row of each block; block 0, of B rows, is for h_0
    order: np.ndarray     # (B,)       which sequence each row of block 1 is


def pad(xs, ys):
    """Return xs and ys, lists of (T,) integer arrays, as one Padded.

    Errors: ValueError names the argument that does not fit.
    """
    if len(xs) != len(ys) or len(xs) == 0:
        raise ValueError(f"ys: expected as many sequences as xs, at least one, got {len(ys)} for {len(xs)}")
    lengths = np.array([len(x) for x in xs])
    x, y = np.zeros((2, lengths.max(), len(xs)), dtype=np.intp)
    for i, n in enumerate(lengths):
        x[:n, i], y[:n, i] = xs[i], ys[i]
    return Padded(x, y, lengths)


def pack(padded, which):
    """Return the Batch of the sequences numbered in which, longest first."""
    lengths = padded.lengths[which]
    order = np.argsort(-lengths, kind="stable")
    lengths, which = lengths[order], which[order]
    runs = np.arange(lengths[0])[:, None] < lengths
    starts = np.cumsum([0, len(which), *runs.sum(axis=1)])
    T, N = lengths[0], starts[-1] - len(which)
    cells = padded.y[:T, which][runs] * N + np.arange(N)
    return Batch(padded.x[:T, which][runs], cells, starts, order)


def checked_pad(params, xs, ys):
    """Return Padded sequences after checking each; ValueError names the sequence that does not fit."""
    if len(xs) != len(ys):
        raise ValueError(f"ys: expected {len(xs)} sequences, one for each of xs, got {len(ys)}")
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        checked_symbols(f"xs[{i}]", x, params.d)
        checked_symbols(f"ys[{i}]", y, params.V, length=len(x))
    return pad(xs, ys)


def checked_states(params, h_0, B):
    """Return h_0 as (B, D_h); ValueError names the shapes that it may have."""
    h_0 = np.zeros(params.D_h) if h_0 is None else checked_numbers("h_0", h_0)
    if np.iscomplexobj(h_0):
        raise ValueError(f"h_0: expected real numbers, got {h_0.dtype}")
    if h_0.shape not in ((params.D_h,), (B, params.D_h)):
        raise ValueError(f"h_0: expected shape ({params.D_h},) or ({B}, {params.D_h}), got {h_0.shape}")
    return np.broadcast_to(h_0, (B, params.D_h)).astype(params.W_h.dtype)
