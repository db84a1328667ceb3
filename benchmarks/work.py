"""The work that every peer does: the same batches of names, from the same parameters."""

from typing import NamedTuple

import numpy as np

from rnn_ref import data
from rnn_ref.params import Params, init_params

RATE = 1e-5    # of plain gradient descent on the summed loss: small, so that a long run stays tame
SIZES = ((1, 50), (1, 100), (32, 50), (32, 100), (32, 256), (256, 100), (256, 512))    # (B, D_h)
NAMES = {1: 128, 32: 256, 256: 512}    # how many names a pass runs over, by batch size


class Work(NamedTuple):
    """Batches and starting parameters. A batch is (xs, ys), two lists of (T,) integer arrays."""

    B: int
    D_h: int
    params: Params
    batches: list
    rate: float


class Running(NamedTuple):
    """A peer at work: what it offers to the clock and to the check."""

    train: callable         # () -> summed loss, after one update a batch
    parameters: callable    # () -> Params as they are now


def make_work(names, B, D_h, how_many=None, rate=RATE):
    """Return the Work of that size on the first names of a fixed random order.

    Errors: BadInput where there are fewer names than one batch needs.
    """
    how_many = min(how_many or NAMES.get(B, 8 * B), len(names)) // B * B
    if how_many == 0:
        raise data.BadInput(f"the names file has {len(names)} names, a batch of {B} needs more")
    alphabet = data.alphabet_of(names)
    order = np.random.default_rng(0).permutation(len(names))[:how_many]
    xs, ys = data.encode([names[i] for i in order], alphabet)
    batches = [(xs[i:i + B], ys[i:i + B]) for i in range(0, how_many, B)]
    params = init_params(D_h, len(alphabet), activation="tanh", seed=0, dtype=np.float32)
    return Work(B, D_h, params, batches, rate)


def characters(work):
    """Return the number of symbols of one pass, end symbols included: N, summed over the batches."""
    return sum(len(x) for xs, _ in work.batches for x in xs)


def names_of(work):
    """Return the number of names of one pass."""
    return len(work.batches) * work.B


def rectangle(xs, ys, filler=0):
    """Return xs and ys of one batch as (T, B), filled up to its longest, and where they are real, (T, B)."""
    lengths = np.array([len(x) for x in xs])
    real = np.arange(lengths.max())[:, None] < lengths
    x, y = np.zeros(real.shape, int), np.full(real.shape, filler)
    for b, n in enumerate(lengths):
        x[:n, b], y[:n, b] = xs[b], ys[b]
    return x, y, real


def copied(params, dtype=None):
    """Return a copy of the parameters, which a peer may move."""
    return Params(*(np.array(p, dtype or p.dtype) for p in params))
