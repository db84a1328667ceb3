"""Each compiled function equals its NumPy twin; numba is a development dependency, so this always runs."""

import numpy as np
import pytest

from rnn_ref import loops
from rnn_ref.batches import pack, pad

compiled = pytest.importorskip("rnn_ref.compiled")
tiles = pytest.importorskip("rnn_ref.tiles")

RNG = np.random.default_rng(0)
LENGTHS = [9, 7, 7, 4, 4, 3, 1, 1, 1]    # blocks of 9, 6, 6, 5, 3, 3, 3, 1 and 1: every kind of band
XS = [RNG.integers(0, 6, n) for n in LENGTHS]
BATCH = pack(pad(XS, XS), np.arange(9))
ROWS, N = BATCH.starts[-1], len(BATCH.x)


def normal(*shape):
    return RNG.standard_normal(shape).astype(np.float32)


def both(function, arrays, *rest):
    """Run both twins on copies of the arrays and return the two results."""
    results = []
    for module in (loops, compiled):
        copies = [None if a is None else a.copy() for a in arrays]
        returned = getattr(module, function)(*copies, *rest)
        results.append([c for c in copies if c is not None] + ([] if returned is None else [returned]))
    return zip(*results, strict=True)


WEIGHTS = normal(13, 6), normal(13)    # W_x, b_1


@pytest.mark.parametrize("D_h", [1, 4, 13, 50, 112])    # none is a multiple of a vector's lanes but 112
@pytest.mark.parametrize("sigmoid", [False, True])
@pytest.mark.parametrize("masked", [False, True])
def test_the_steps_forward_and_backward(D_h, sigmoid, masked):
    mask = normal(9, D_h) if masked else None
    W, h, dz = normal(D_h, D_h) * np.float32(D_h**-0.5), normal(ROWS, D_h), normal(ROWS, D_h)
    zeros, step = np.zeros((ROWS, D_h), np.float32), np.zeros((9, D_h), np.float32)
    end = BATCH.starts[-1]
    for first in (1, 3):
        rest = BATCH.starts, first, sigmoid, step
        for numpy, numba in list(both("forward_steps", (h, zeros, W, mask), *rest))[:2]:
            np.testing.assert_allclose(numba[:end], numpy[:end], atol=3e-6)
        for numpy, numba in list(both("backward_steps", (dz, h, W, mask), *rest))[:1]:
            np.testing.assert_allclose(numba[:end], numpy[:end], rtol=1e-4, atol=1e-4 * np.abs(numpy).max())


@pytest.mark.parametrize("n", range(1, 20))    # bands of 8, 4, 2 and 1 rows, together and alone
@pytest.mark.parametrize("M", [1, 7, 16, 33, 50, 112])
def test_the_product_is_that_of_its_definition(n, M):
    for A in (normal(n + 1, 9), normal(9, n + 1).T):
        W, out = normal(9, M), np.full((n + 1, M), np.float32(7))
        compiled.product(A, n, W, out)
        expected = [[sum(a * float(W[k, j]) for k, a in enumerate(row)) for j in range(M)]
                    for row in A[:n].tolist()]
        np.testing.assert_allclose(out[:n], expected, rtol=1e-5, atol=1e-5)
        assert np.all(out[n:] == 7)


@pytest.mark.parametrize("rows", [8, 4, 2, 1])
@pytest.mark.parametrize("registers", [16, 32])
def test_the_sums_of_a_tile_leave_registers_for_the_factors(rows, registers, monkeypatch):
    monkeypatch.setattr(tiles, "REGISTERS", registers)
    C = tiles.vectors_for(rows)
    assert C >= 1
    assert rows * C + C + 1 <= registers


def test_the_input_rows():
    x = np.array([0, 5, 6, 2, 6])    # 6 is no input
    out = np.zeros((5, 13), np.float32)
    results = []
    for module in (loops, compiled):
        rows = out.copy()
        module.input_rows(x, *WEIGHTS, np.float32(0.5), rows)
        results.append(rows)
    np.testing.assert_allclose(results[1], results[0], rtol=1e-6)


def test_the_softmax_loss_and_its_gradient():
    theta, b_2 = 5 * normal(6, N), normal(6)
    for numpy, numba in both("softmax_loss", (theta, b_2), BATCH.cells):
        np.testing.assert_allclose(numba, numpy, rtol=1e-5, atol=1e-6)


def test_the_rows_by_symbol():
    for numpy, numba in both("rows_by_symbol", (BATCH.x, normal(N, 7)), 6):
        np.testing.assert_allclose(numba, numpy, rtol=1e-5, atol=1e-5)


def test_the_fitted_tanh_is_as_close_as_it_says():
    z = np.linspace(-30, 30, 1_000_001, dtype=np.float32)
    fitted = z.copy()
    compiled.tanh_of_sum(fitted, np.zeros_like(z))
    assert np.abs(fitted - np.tanh(z.astype(float))).max() < 5e-7
