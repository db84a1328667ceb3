"""The shape table: every row against the real array, and both activations."""

import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from reading import plain

sys.path.append(str(Path(__file__).parents[2] / "book"))

import arrays

ROWS = [(name, *row) for name, table in arrays.TABLES.items() for row in table["rows"]]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_every_row_has_the_shape_of_its_array(activation):
    found = arrays.arrays(activation)
    wrong = [(code, shape, np.shape(eval(code, {}, found))) for _, _, code, shape, _ in ROWS
             if np.shape(eval(code, {}, found)) != arrays.value(shape)]
    assert not wrong and len(ROWS) > 50


def test_the_sizes_are_all_different_so_that_no_row_is_right_by_chance():
    sizes = arrays.sizes()
    assert all(a != b for a, b in combinations(sizes.values(), 2)), sizes


def test_the_sums_of_outer_products_are_the_gradients():
    found = arrays.arrays()
    dz, h, X, dtheta, gradients = (found[name] for name in ("dz", "h", "X", "dtheta", "gradients"))
    steps = range(1, len(dz) + 1)
    assert np.allclose(sum(np.outer(dz[k - 1], h[k - 1]) for k in steps), gradients.W_h)
    assert np.allclose(sum(np.outer(dz[k - 1], X[k - 1]) for k in steps), gradients.W_x)
    assert np.allclose(sum(np.outer(dtheta[k - 1], h[k]) for k in steps), gradients.U)
    assert np.allclose(found["delta"][1:] * found["f_prime"], dz)
    assert np.allclose(found["delta"][0], found["dh_0"])


def test_the_page_shows_every_row(pages):
    text = plain(pages["shapes.html"])
    assert all(code in text for _, _, code, _, _ in ROWS)
    assert "(13,)" in text and "(15,\N{NO-BREAK SPACE}4)" in text      # N, and B + N rows of D_h
