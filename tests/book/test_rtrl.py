"""The chapter on the other bookkeeping: its numbers against a calculator, and what its figure counts."""

import re
from xml.etree import ElementTree

import calculator
import figures_rtrl
import numpy as np
import pytest
from reading import plain

from book import anna

PARAMS = [p.tolist() for p in anna.params]
H_0 = [0.5, -0.5]
PLACE = 0, 1    # W_h[1,2], counted from 1 on the page


@pytest.fixture(scope="module")
def page(pages):
    return plain(pages["rtrl.html"])


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+\.\d*(?:e[-+]\d+)?", text)]


def after(page, start):
    [line] = [line for line in page.splitlines() if line.startswith(start)]
    return numbers(line.removeprefix(start))


@pytest.mark.parametrize("t", range(1, 6))
def test_the_total_derivatives_are_the_complex_step_s(page, t):
    moved = [calculator.nudged(PARAMS[0], *PLACE), *PARAMS[1:]]
    h = calculator.states(moved, anna.x, anna.y, [0.0, 0.0], "sigmoid")[t]
    expected = [value.imag / calculator.STEP for value in h]
    assert after(page, f"dh^({t})/dW_h[1,2] =") == pytest.approx(expected, abs=5.1e-5)


def paths(f="tanh", place=PLACE):
    """Return p(k, s), a row for each loss s."""
    at = PARAMS, anna.x, anna.y, H_0
    return np.transpose([calculator.effects_of_use(*place, k, *at, f) for k in range(1, 6)])


def test_the_triangle_holds_what_each_use_does_to_each_loss(page):
    p = paths()
    for s in range(1, 6):
        assert after(page, f"s = {s} ") == pytest.approx([*p[s - 1, :s], p[s - 1].sum()], abs=5.1e-5)
        assert not p[s - 1, s:].any()
    assert after(page, "sums  ") == pytest.approx([*p.sum(axis=0), p.sum()], abs=5.1e-5)
    assert after(page, "dW_h[1,2] =") == pytest.approx([p.sum()], abs=5.1e-5)


@pytest.mark.parametrize("f", ["sigmoid", "tanh"])
def test_total_times_total_is_as_wrong_as_the_page_says(page, f):
    right, twice = np.zeros((2, 2)), np.zeros((2, 2))
    for place in np.ndindex(2, 2):
        p = paths(f, place)
        right[place] = p.sum()
        twice[place] = sum((s - k + 1) * p[s, k] for s in range(5) for k in range(s + 1))
    expected = np.linalg.norm(twice - right) / np.linalg.norm(right)
    assert after(page, f"{f:8} total total      relative error") == pytest.approx([expected], rel=0.05)
    assert expected > 0.1
    for name in ("total local", "immediate total"):
        assert after(page, f"{f:8} {name:16} relative error")[0] < 1e-14


@pytest.mark.parametrize("D_h", [2, 16, 64, 256])
def test_the_costs_are_counted(page, D_h):
    [line] = re.findall(rf"^ *{D_h}(?: +[\d,]+){{4}}$", page, re.M)
    row = [int(n.replace(",", "")) for n in line.split()]
    weights = D_h * D_h + D_h * 27 + D_h
    influence = D_h * weights                     # numbers in the matrix of all total derivatives
    assert row == [D_h, 3 * D_h * D_h, D_h * D_h + D_h * influence, 100 * D_h, influence]


def test_both_modes_print_the_same_number(page):
    [forward] = after(page, "forward mode, one direction:")
    [reverse] = after(page, "reverse mode, gradient * direction:")
    assert forward == pytest.approx(reverse, abs=1e-9) and forward


def test_the_figure_counts_each_path_once_for_each_state():
    svg = ElementTree.fromstring(figures_rtrl.bookkeepings(T=4))
    words = [part.text for part in svg.iter("text") if part.get("class") == "word"]
    assert words.count("•") == 20    # ten pairs, twice
    assert [w for w in words if w.isdigit()] == [f"{s - k + 1}" for s in range(1, 5) for k in range(1, s + 1)]
    boxes = [(float(part.get("width")), float(part.get("height"))) for part in svg.iter("rect")]
    assert [w for w, _ in boxes[:4]] == [h for _, h in boxes[4:]][::-1]    # rows grow, columns shrink
