"""The two examples: one short name that fits on paper, and a generic batch in which no two sizes agree."""

from typing import NamedTuple

import numpy as np

from book import anna
from rnn_ref.params import Params


class Example(NamedTuple):
    """Everything that a way to compute gradients needs, but the activation."""

    params: Params
    xs: list
    ys: list
    h_0: np.ndarray    # (B, D_h)


def by_hand():
    """Return the network of the book's chapter "The model" on the name "a", from a state that is not zero."""
    return Example(anna.params, [np.array([0, 1])], [np.array([1, 0])], np.array([[0.5, -0.5]]))


def generic(D_h=4, d=5, V=3, lengths=(6, 2, 7), seed=0):
    """Return random parameters, sequences of unequal lengths and a first state for each of them."""
    rng = np.random.default_rng(seed)
    shapes = Params((D_h, D_h), (D_h, d), (D_h,), (V, D_h), (V,))
    params = Params(*(rng.uniform(-1, 1, shape) for shape in shapes))
    xs, ys = ([rng.integers(0, size, n) for n in lengths] for size in (d, V))
    return Example(params, xs, ys, rng.uniform(-1, 1, (len(lengths), D_h)))


EXAMPLES = {"by hand": by_hand, "generic": generic}
