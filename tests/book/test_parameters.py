"""The chapter on the other parameters: its numbers against a calculator, the boxes as wrong as it says."""

import re
from xml.etree import ElementTree

import calculator
import figures_parameters
import numpy as np
import pytest
from reading import all_tex, plain

from book import anna

PARAMS = [p.tolist() for p in anna.params]
H_0 = [0.5, -0.5]
AT = PARAMS, anna.x, anna.y, H_0


@pytest.fixture(scope="module")
def page(pages):
    return plain(pages["parameters.html"])


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+\.\d*(?:e[-+]\d+)?", text)]


def after(page, start, lines=1):
    """Return the numbers on the line that starts so, and on the following ones."""
    found = page.splitlines()
    [n] = [n for n, line in enumerate(found) if line.startswith(start)]
    return numbers(" ".join(found[n:n + lines]).removeprefix(start))


@pytest.mark.parametrize("k", range(1, 6))
def test_both_lists_are_the_derivatives_at_the_doors(page, k):
    dtheta, dz = (calculator.gradient_at(door, k, n, *AT, "tanh") for door, n in (("theta", 3), ("z", 2)))
    assert after(page, f"k = {k}  ") == pytest.approx([*dtheta, *dz], abs=5.1e-5)


def test_the_columns_of_the_gradient_of_W_x_are_sums_of_the_list(page):
    expected = calculator.gradient_of_parameter(PARAMS, 1, *AT[1:], "tanh")
    lines = page.splitlines()
    [n] = [n for n, line in enumerate(lines) if line.startswith("dW_x of the reference is the same: True")]
    assert [numbers(line) for line in lines[n - 2:n]] == [pytest.approx(row, abs=5.1e-5) for row in expected]


def test_the_biases_and_the_read_out_are_the_calculator_s(page):
    b_1, U, b_2 = (calculator.gradient_of_parameter(PARAMS, i, *AT[1:], "tanh") for i in (2, 3, 4))
    assert after(page, "db_1: ") == pytest.approx(b_1, abs=5.1e-5)
    assert after(page, "sum of the columns of dW_x:") == pytest.approx(b_1, abs=5.1e-5)
    assert after(page, "dU:  ") == pytest.approx([*U[0], *U[1], *U[2]], abs=5.1e-5)
    assert after(page, "db_2:") == pytest.approx(b_2, abs=5.1e-5)


def test_the_gradient_of_the_first_state_is_worked_out(pages):
    [tex] = [tex for tex in all_tex(pages["parameters.html"]) if r"_{W_h^{\mathsf T}}" in tex]
    expected = calculator.gradient_at("h_0", 0, 2, *AT, "tanh")
    assert numbers(tex)[-2:] == pytest.approx(expected, abs=5.1e-5)


@pytest.mark.parametrize("f", ["sigmoid", "tanh"])
def test_the_complex_step_agrees_with_all_six(page, f):
    errors = [float(e) for e in re.findall(r"\d+e[-+]\d+", line(page, f))]
    assert len(errors) == 6
    assert max(errors) < 1e-14


def line(page, f):
    [found] = [line for line in page.splitlines() if re.match(rf"{f} +W_h ", line)]
    return found


def test_two_boxes_hold_and_four_do_not(page):
    verdicts = {}
    for row in page.splitlines():
        if match := re.match(r"(\S+) +printed: (.+?) +put right: error (\S+)", row):
            verdicts[match[1]] = match[2]
            assert float(match[3]) < 1e-14
    undefined = {name for name, verdict in verdicts.items() if verdict == "not defined"}
    assert undefined == {"U", "delta^(1)", "W_x"}
    assert {name for name, verdict in verdicts.items() if "e-1" in verdict} == {"W_h", "b_1"}
    assert verdicts["b_2"] == "error 1e+00"


@pytest.mark.parametrize("f", ["sigmoid", "tanh"])
def test_without_the_immediate_term_the_gradient_is_as_wrong_as_the_page_says(page, f):
    """The copy that the loss's own step uses is what is missing."""
    right = np.array(calculator.gradient_of_parameter(PARAMS, 0, *AT[1:], f))
    missing = [[sum(calculator.effects_of_use(i, j, t, *AT, f)[t - 1] for t in range(1, 6))
                for j in range(2)] for i in range(2)]
    expected = np.linalg.norm(missing) / np.linalg.norm(right)
    assert after(page, f"{f:8} one term   relative error") == pytest.approx([expected], rel=0.06)
    assert after(page, f"{f:8} both terms relative error")[0] < 1e-14


def test_the_figure_shows_each_parameter_and_its_door():
    svg = ElementTree.fromstring(figures_parameters.doors())
    shown = ["".join(part.itertext()) for part in svg.iter("text")]
    below_z, below_theta = shown.index("dz(k)"), shown.index("dθ(k)")
    assert shown[below_theta + 1:] == ["Wh", "Wx", "b1", "h(0)", "x(k)", "U", "b2"]
    assert below_z < below_theta
