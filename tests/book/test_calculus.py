"""The chapter on calculus says what is true: its claims on random functions, its numbers worked out again."""

import math
import re
from xml.etree import ElementTree

import figures_calculus
import numpy as np
import pytest
from reading import plain

from rnn_ref.gradcheck import central_differences, complex_step

DRAW = np.random.default_rng(4)
A, B, C = DRAW.standard_normal((3, 2)), DRAW.standard_normal((4, 3)), DRAW.standard_normal(4)


@pytest.fixture(scope="module")
def lines(pages):
    return plain(pages["calculus.html"]).splitlines()


def number_after(lines, start):
    [found] = [line[len(start):] for line in lines if line.startswith(start)]
    return float(found)


def jacobian(f, at):
    return np.array([complex_step(lambda a, i=i: f(a)[i], at) for i in range(len(f(at)))])


def u(x):
    return np.tanh(A @ x)


def v(u):
    return np.exp(0.3 * (B @ u))


def test_paths_add_up():
    def L(x, u):
        return x * np.exp(u[0]) + u[1] * u[2] * np.cosh(x)

    def us(x):
        return np.array([np.tanh(x), x * x, np.exp(-x)])

    x = np.array(0.7)
    immediate, by_u = complex_step(lambda x: L(x, us(0.7)), x), complex_step(lambda u: L(0.7, u), us(0.7))
    du = [complex_step(lambda x, i=i: us(x)[i], x) for i in range(3)]
    total = complex_step(lambda x: L(x, us(x)), x)
    assert total == pytest.approx(immediate + by_u @ np.array(du), rel=1e-13)
    assert abs(total - immediate) > 0.1    # the paths matter


def test_jacobians_multiply_forward_and_their_transposes_back():
    x = np.array([0.4, -0.3])
    whole = jacobian(lambda x: v(u(x)), x)
    assert np.allclose(whole, jacobian(v, u(x)) @ jacobian(u, x), rtol=1e-13, atol=0)
    gradient = complex_step(lambda x: C @ v(u(x)), x)
    by_u = complex_step(lambda u: C @ v(u), u(x))
    assert np.allclose(gradient, jacobian(u, x).T @ by_u, rtol=1e-13, atol=0)


def test_the_gradient_of_a_matrix_that_is_used_once_is_an_outer_product():
    a, b = np.array([0.2, -1.1]), np.array([0.5, 0.1, -0.4])
    by_z = complex_step(lambda z: C @ v(np.tanh(z)), A @ a + b)
    by_W = complex_step(lambda W: C @ v(np.tanh(W @ a + b)), A)
    by_b = complex_step(lambda b: C @ v(np.tanh(A @ a + b)), b)
    assert np.allclose(by_W, np.outer(by_z, a), rtol=1e-13, atol=0)
    assert np.allclose(by_b, by_z, rtol=1e-13, atol=0)


def test_the_pencil_and_paper_table(pages):
    rows = [[plain(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", pages["calculus.html"], re.S)]
    found = [[int(n) for n in row[1:4]] for row in rows if len(row) == 5]
    w, T, h = 2, 3, [1, 2, 4, 8]
    total_h, total_J = [0], [0] * (T + 2)
    for t in range(1, T + 1):
        total_h.append(h[t - 1] + w * total_h[t - 1])
    for t in range(T, 0, -1):
        total_J[t] = 1 + w * total_J[t + 1]
    assert found == [h[1:], h[:-1], total_h[1:], [1] * T, total_J[1:-1]]


def test_two_products_are_right_and_the_others_count_wrong(lines):
    true = 1 + 2 * 2 + 3 * 2 ** 2    # d(w + w^2 + w^3) / dw at w = 2
    assert number_after(lines, "local     x total     =") == true
    assert number_after(lines, "total     x immediate =") == true
    paths = [(k, t, 2 ** (t - 1)) for t in (1, 2, 3) for k in range(1, t + 1)]
    twice = sum((t - k + 1) * worth for k, t, worth in paths)
    assert number_after(lines, "total     x total     =") == twice != true
    assert number_after(lines, "each t - k + 1 times:") == twice
    assert number_after(lines, "local     x immediate =") == sum(p for k, t, p in paths if k == t) != true


def test_in_the_network_the_right_pairings_agree_and_the_wrong_one_does_not(lines):
    found = [re.fullmatch(r"(sigmoid|tanh) +(\w+ \w+) +relative error (\S+)", line) for line in lines]
    errors = {match.groups()[:2]: float(match[3]) for match in found if match}
    assert len(errors) == 6
    for (_, pairing), error in errors.items():
        assert error > 0.05 if pairing == "total total" else error < 1e-13
    assert number_after(lines, "total total with T = 1: ") < 1e-13
    [zeros] = [line for line in lines if line.startswith("dW_h with h_0 = 0 too:")]
    assert {float(n) for n in zeros.partition(":")[2].split()} == {0.0}


def test_the_error_of_a_central_difference():
    w, step = 0.6, 1e-2
    assert central_differences(lambda w: w ** 3, w, step) - 3 * w ** 2 == pytest.approx(step ** 2, rel=1e-9)
    error = central_differences(np.exp, w, step) - math.exp(w)
    assert step ** 2 / 6 * math.exp(w - step) < error < step ** 2 / 6 * math.exp(w + step)


def test_the_error_of_the_complex_step():
    w, step = 0.6, 0.1
    series = 5 * w ** 4 - step ** 2 / 6 * 60 * w ** 2 + step ** 4 / 120 * 120
    assert complex_step(lambda w: w ** 5, w, step) == pytest.approx(series, rel=1e-14)


def test_the_figure_of_the_step_shows_a_valley_and_a_floor():
    central, complexes = (dict(zip(np.log10(figures_calculus.STEPS).round(1), errors, strict=True))
                          for errors in figures_calculus.step_errors())
    assert central[-1] / central[-3] == pytest.approx(1e4, rel=0.2)       # the second power of the step
    assert complexes[-1] / complexes[-3] == pytest.approx(1e4, rel=0.2)
    assert -7 < min(central, key=central.get) < -4                        # the bottom of the valley
    assert central[-11] > 100 * central[-7] and min(central.values()) > 1e-12
    assert max(error for step, error in complexes.items() if step <= -9) < 1e-14


def test_the_marks_of_the_figure_stand_at_their_errors():
    svg = ElementTree.fromstring(figures_calculus.step_size())
    places = [[tuple(map(float, p.split(","))) for p in line.get("points").split()]
              for line in svg.iter("polyline")]
    for line, errors in zip(places, figures_calculus.step_errors(), strict=True):
        (_, y_left), (_, y_right) = line[0], line[-1]
        powers = [math.log10(errors[0]), math.log10(errors[-1])]
        slope = (y_right - y_left) / (powers[1] - powers[0])
        for (_, y), error in zip(line, errors, strict=True):
            assert y == pytest.approx(y_left + slope * (math.log10(error) - powers[0]), abs=0.2)
    assert len(list(svg.iter("g"))) == 2 * len(figures_calculus.STEPS)


def test_the_figure_of_two_paths_has_the_numbers_of_its_caption():
    texts = [part.text for part in ElementTree.fromstring(figures_calculus.two_paths()).iter("text")]
    assert "3 · 4 + 4 · 6 = 36" in texts and "L = u₁u₂ = 24" in texts
    assert complex_step(lambda x: 3 * x * (x * x), 2.0) == pytest.approx(36, rel=1e-14)
