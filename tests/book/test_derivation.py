"""The chapters of the derivation say what is true: their numbers against runs that share no code."""

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import figures_accumulation
import figures_derivation
import numpy as np
import pytest
from reading import plain

from book import anna, copies
from rnn_ref.params import Params

BOOK = Path(__file__).parents[2] / "book"
F = {"sigmoid": lambda z: 1 / (1 + math.exp(-z)), "tanh": math.tanh}
STEP = 1e-6


def plain_losses(W_of_step, f, h=(0.0, 0.0), first=1):
    """Return {t: J^(t)} with loops and the math module alone; step k uses the matrix W_of_step(k)."""
    _, W_x, b_1, U, b_2 = (p.tolist() for p in anna.params)
    losses = {}
    for t in range(first, len(anna.x) + 1):
        W, x, y = W_of_step(t), anna.x[t - 1], anna.y[t - 1]
        h = [f(sum(W[i][j] * h[j] for j in range(2)) + W_x[i][x] + b_1[i]) for i in range(2)]
        e = [math.exp(sum(U[i][j] * h[j] for j in range(2)) + b_2[i]) for i in range(3)]
        losses[t] = -math.log(e[y] / sum(e))
    return losses


def slope(t, f, moves):
    """Return dJ^(t)/dW_h by central differences, where only the matrices of the steps in `moves` move."""
    gradient = np.zeros((2, 2))
    for i, j in np.ndindex(2, 2):
        def at(step, i=i, j=j):
            moved = anna.params.W_h.copy()
            moved[i, j] += step
            return plain_losses(lambda k: moved if k in moves else anna.params.W_h, f)[t]
        gradient[i, j] = (at(STEP) - at(-STEP)) / (2 * STEP)
    return gradient


def numbers(text):
    return [float(n) for n in re.findall(r"-?(?:\d+\.\d*|\d+(?=e-))(?:e-\d+)?", text)]


def lines(pages, page, start):
    """Return the numbers of each line of a page that starts so."""
    found = [numbers(line[len(start):]) for line in plain(pages[page]).splitlines() if line.startswith(start)]
    assert found, f"{page} has no line that starts with {start!r}"
    return found


def test_the_example_is_that_of_the_model():
    [cell] = re.findall(r"^params = (Params\(.*?^\))", (BOOK / "model.md").read_text("utf-8"), re.S | re.M)
    for mine, theirs in zip(anna.params, eval(cell, {"Params": Params, "np": np}), strict=True):
        assert np.array_equal(mine, theirs)
    assert [anna.symbols[i] for i in anna.x] == ["END", "a", "n", "n", "a"]
    assert [anna.symbols[i] for i in anna.y] == ["a", "n", "n", "a", "END"]


@pytest.mark.parametrize("f", F)
def test_the_copies_of_the_pages_are_those_of_plain_loops(f):
    """Equations eq-copies, eq-4.1."""
    by_copy = copies.derivatives_by_copies(anna.params, anna.x, anna.y, f)
    for t in range(1, 6):
        for k in range(1, 6):
            assert by_copy[t - 1, k - 1] == pytest.approx(slope(t, F[f], {k}), abs=1e-8)


@pytest.mark.parametrize("f", F)
def test_a_measured_gamma_is_that_of_plain_loops_with_a_start_that_is_not_zero(f):
    """Equation eq-gamma-delta."""
    h = np.array([0.3, -0.2])
    states = [h]
    for x in anna.x:
        z = anna.params.W_h @ states[-1] + anna.params.W_x[:, x] + anna.params.b_1
        states.append(np.array([F[f](v) for v in z]))
    for k, t in ((0, 1), (1, 3), (2, 5)):
        got = copies.measured_gamma(k, t, anna.params, anna.x, anna.y, f, h)
        for i in range(2):
            e = STEP * np.eye(2)[i]
            up, down = (plain_losses(lambda _: anna.params.W_h, F[f], h_k, k + 1)[t]
                        for h_k in (states[k] + e, states[k] - e))
            assert got[i] == pytest.approx((up - down) / (2 * STEP), abs=1e-8)


def test_the_table_of_copies_has_the_largest_entries_and_zeros_after_the_diagonal(pages):
    """Equations eq-4.1, eq-late-copies."""
    for t, [row] in enumerate((lines(pages, "dummies.html", f"t = {t}  ") for t in range(1, 6)), start=1):
        expected = [abs(slope(t, F["sigmoid"], {k})).max() for k in range(1, 6)]
        assert row == pytest.approx(expected, abs=5.1e-5)
        assert row[t:] == [0] * (5 - t)


@pytest.mark.parametrize("f", F)
def test_dropping_the_second_term_is_as_wrong_as_the_page_says(pages, f):
    """Equation eq-tied-weight."""
    right = sum(slope(t, F[f], range(1, 6)) for t in range(1, 6))
    dropped = sum(slope(t, F[f], {t}) for t in range(1, 6))
    [[printed]] = lines(pages, "dummies.html", f"{f:8} relative error ")
    assert printed == pytest.approx(np.linalg.norm(dropped - right) / np.linalg.norm(right), abs=0.006)
    assert printed > 0.1


@pytest.mark.parametrize("f", F)
def test_without_the_local_term_only_the_last_loss_is_walked_back(pages, f):
    """Equation eq-delta."""
    right = sum(slope(t, F[f], range(1, 6)) for t in range(1, 6))
    [[printed]] = lines(pages, "accumulation.html", f"{f:8} relative error ")
    error = np.linalg.norm(slope(5, F[f], range(1, 6)) - right) / np.linalg.norm(right)
    assert printed == pytest.approx(error, abs=0.006)


@pytest.mark.parametrize("f", F)
def test_the_gradient_of_the_walk_is_that_of_plain_loops(pages, f):
    """Equations eq-dW_h, eq-dz."""
    [[*printed, apart]] = lines(pages, "accumulation.html", f"{f:8} dW_h = ")
    right = sum(slope(t, F[f], range(1, 6)) for t in range(1, 6))
    assert printed == pytest.approx(right.ravel().tolist(), abs=5.1e-5)
    assert apart < 1e-12


def test_the_walk_by_hand_prints_one_loss_of_each_copy(pages):
    """Equations eq-gamma-local, eq-5.2, eq-6.2."""
    tex = pages["claim_2.html"]
    for k in (3, 2):
        block = re.search(rf"k = {k}: \\quad &amp;.*?\\approx \\begin{{bmatrix}}(.*?)\\end", tex, re.S)[1]
        assert numbers(block) == pytest.approx(slope(3, F["sigmoid"], {k}).ravel().tolist(), abs=5.1e-5)


def test_the_walk_of_all_losses_adds_the_local_term_to_what_was_handed_in(pages):
    """Equations eq-delta, eq-dz."""
    rows = {k: [float(n) for n in row] for k, *row in re.findall(
        r"^([1-5])" + r" +(-?\d\.\d{4})" * 8, plain(pages["accumulation.html"]), re.M)}
    assert sorted(rows) == list("12345")
    for local_1, local_2, in_1, in_2, delta_1, delta_2, *_ in rows.values():
        assert [delta_1, delta_2] == pytest.approx([local_1 + in_1, local_2 + in_2], abs=2e-4)
    for k in range(1, 5):    # what step k is handed is W_h^T dz of step k + 1
        assert rows[str(k)][2:4] == pytest.approx(list(anna.params.W_h.T @ rows[str(k + 1)][6:]), abs=2e-4)


def test_the_cost_is_counted(pages):
    """Equation eq-cost."""
    text = plain(pages["accumulation.html"]).splitlines()
    for T in (5, 10, 100):
        [line] = [line for line in text if line.startswith(f"T = {T:3}  ")]
        [counted] = re.findall(r"by one +(\d+) .*= +(\d+)\).*walk +(\d+)", line)
        assert [int(n) for n in counted] == [T * (T + 1) // 2, T * (T + 1) // 2, T]


@pytest.mark.parametrize("draw", [
    figures_derivation.copies_of_one_matrix, figures_derivation.path_of_one_copy,
    figures_derivation.two_ways_of_a_state, figures_accumulation.two_orders_of_a_sum,
    figures_accumulation.bookkeeping_times,
])
def test_a_figure_is_well_formed_and_takes_its_colors_from_the_stylesheet(draw):
    svg = ElementTree.fromstring(draw())
    assert svg.tag == "svg" and len(svg) > 5
    assert not any("fill" in part.attrib or "style" in part.attrib for part in svg.iter())


def boxes(svg, cls):
    return [part for part in svg.iter("rect") if part.get("class") == cls]


@pytest.mark.parametrize("t", [1, 3, 4])
def test_copies_after_the_loss_are_dashed(t):
    svg = ElementTree.fromstring(figures_derivation.copies_of_one_matrix(T=4, t=t))
    assert len(boxes(svg, "box dashed")) == 4 - t and len(boxes(svg, "box")) == t


@pytest.mark.parametrize("T", [2, 4])
def test_both_orders_visit_the_same_cells(T):
    """Equation eq-exchange."""
    svg = ElementTree.fromstring(figures_accumulation.two_orders_of_a_sum(T))
    assert len(boxes(svg, "box unit")) == 2 * T * (T + 1) // 2


def test_the_line_of_one_by_one_is_twice_as_steep():
    svg = ElementTree.fromstring(figures_accumulation.bookkeeping_times())
    points = [[tuple(map(float, point.split(","))) for point in line.get("points").split()]
              for line in svg.iter("polyline")]
    apart, together = ((line[0][1] - line[-1][1]) / (line[-1][0] - line[0][0]) for line in points)
    assert apart / together == pytest.approx(2, rel=0.15)
