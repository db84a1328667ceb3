"""One generic instance for all tests of the reference: special sizes hide bugs."""

from typing import NamedTuple

import numpy as np
import pytest

import rnn_ref


class Instance(NamedTuple):
    """D_h=5, d=3, V=7, B=4, unequal lengths; h_0 nonzero; W_h not symmetric, spectral radius near 1."""

    params: rnn_ref.Params
    xs: list
    ys: list
    h_0: np.ndarray    # (B, D_h)
    activation: str


def generic(activation, seed, lengths=(6, 4, 1, 9)):
    rng = np.random.default_rng(seed)
    params = rnn_ref.init_params(5, 7, 3, activation=activation, seed=seed)
    params = rnn_ref.Params(*(p + 0.1 * rng.standard_normal(p.shape) for p in params))
    xs, ys = ([rng.integers(0, size, n) for n in lengths] for size in (3, 7))
    return Instance(params, xs, ys, rng.uniform(0.1, 0.9, (len(lengths), 5)), activation)


@pytest.fixture(params=["sigmoid", "tanh"])
def activation(request):
    return request.param


@pytest.fixture(params=range(3))
def instance(request, activation):
    return generic(activation, request.param)
