"""The chapter on the model says what is true: its numbers against a run in plain Python, and the errata."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from reading import all_tex, equations, plain

from rnn_ref.params import Params
from rnn_ref.unit import hidden_states, unit_step

ROOT = Path(__file__).parents[2]
X, Y = [0, 1, 2, 2, 1], [1, 2, 2, 1, 0]    # END a n n a, and what comes next


@pytest.fixture(scope="module")
def model(pages):
    return pages["model.html"]


@pytest.fixture(scope="module")
def params():
    """Return the parameters of the worked example, from the page's own cell, as lists."""
    source = (ROOT / "book" / "model.md").read_text(encoding="utf-8")
    [cell] = re.findall(r"^params = (Params\(.*?^\))", source, re.S | re.M)
    return [p.tolist() for p in eval(cell, {"Params": Params, "np": np})]


def plain_losses(params, f):
    """Return every J^(t) with loops and the math module alone: equations (1.1) to (3.2)."""
    W_h, W_x, b_1, U, b_2 = params
    h, losses = [0.0, 0.0], []
    for x, y in zip(X, Y, strict=True):
        z = [sum(W_h[i][j] * h[j] for j in range(2)) + W_x[i][x] + b_1[i] for i in range(2)]
        h = [f(z_i) for z_i in z]
        e = [math.exp(sum(U[i][j] * h[j] for j in range(2)) + b_2[i]) for i in range(3)]
        losses.append(-math.log(e[y] / sum(e)))
    return losses


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+\.\d*", text)]


def printed(model, start):
    """Return the numbers on the page's output lines that start so."""
    return [numbers(line[len(start):]) for line in plain(model).splitlines() if line.startswith(start)]


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def test_the_loss_of_each_step_is_what_plain_python_gives(model, params):
    lines = [line for line in plain(model).splitlines() if re.match(r"t = \d +reads .*J\^", line)]
    assert [numbers(line)[-1] for line in lines] == pytest.approx(plain_losses(params, sigmoid), abs=5e-5)


def test_the_losses_in_the_prose_are_what_plain_python_gives(model, params):
    prose = " ".join(plain(model).split())
    found = re.search(r"=\\\) ([\d.]+) nats with the sigmoid, and ([\d.]+) nats with tanh", prose)
    mean = re.search(r"instead, here ([\d.]+) nats", prose)
    by_sigmoid, by_tanh = (sum(plain_losses(params, f)) for f in (sigmoid, math.tanh))
    assert [float(n) for n in found.groups()] == pytest.approx([by_sigmoid, by_tanh], abs=5e-5)
    assert float(mean[1]) == pytest.approx(by_sigmoid / len(X), abs=5e-5)


def test_softmax_sums_over_j_and_the_misprint_gives_one_over_V(model):
    [right], [wrong] = printed(model, "sum over theta_j:"), printed(model, "sum over theta_i:")
    assert sum(right) == pytest.approx(1, abs=2e-4) and max(right) - min(right) > 0.1
    assert wrong == pytest.approx([1 / 3] * 3, abs=5e-5)


def test_softmax_and_loss_carry_the_right_index_and_the_right_sign(model):
    tex = {label: "".join(source.split()) for label, (_, source) in equations(model).items()}
    assert r"\frac{e^{\theta^{(t)}_i}}{\sum_{j=1}^{V}e^{\theta^{(t)}_j}}" in tex["eq-3.1"]
    assert "-" not in tex["eq-3.1"]
    assert tex["eq-3.2"].startswith(r"J^{(t)}=-\sum_{i=1}^{V}y^{(t)}_i\log\haty^{(t)}_i")
    assert tex["eq-3.3"] == r"J=\sum_{t=1}^{T}J^{(t)}"
    assert "W_x" in tex["eq-1.1"] and "f" in tex["eq-1.2"]


def test_a_nudge_of_W_h_moves_the_states_as_the_text_says(model):
    moves = [printed(model, f"h^({t}) moves by") for t in range(6)]
    assert moves[0] == [[0, 0]] and moves[1] == [[0, 0]]
    assert moves[2][0][0] != 0 and moves[2][0][1] == 0      # directly, the first component alone
    assert moves[3][0][1] != 0                              # through h^(2), the second one too


def test_equal_inputs_meet_different_states(params):
    W_h, W_x, b_1, _, _ = map(np.array, params)
    _, h = hidden_states(W_h, W_x, b_1, np.eye(3)[X], np.zeros(2))
    assert X[2] == X[3] and abs(h[3] - h[4]).max() > 0.04


def test_total_is_immediate_plus_what_comes_through_the_last_state(params):
    """Equation eq-total-immediate, for w = W_h[0, 1] and f = tanh, by central differences."""
    W_h, W_x, b_1, _, _ = map(np.array, params)
    one_hot, h_0, step = np.eye(3)[X], np.array([0.3, -0.2]), 1e-6
    up, down = W_h.copy(), W_h.copy()
    up[0, 1] += step
    down[0, 1] -= step

    def through(W, x, h):
        return unit_step(W, W_x, b_1, h, x, "tanh")[1]

    _, h = hidden_states(W_h, W_x, b_1, one_hot, h_0, "tanh")
    total = [(hidden_states(up, W_x, b_1, one_hot, h_0, "tanh")[1][t]
              - hidden_states(down, W_x, b_1, one_hot, h_0, "tanh")[1][t]) / (2 * step) for t in range(6)]
    for t in range(1, 6):
        x = one_hot[t - 1]
        immediate = (through(up, x, h[t - 1]) - through(down, x, h[t - 1])) / (2 * step)
        jacobian = np.diag(1 - h[t] ** 2) @ W_h
        assert total[t] == pytest.approx(immediate + jacobian @ total[t - 1], abs=1e-8)


@pytest.mark.parametrize("wrong, why", [
    (r"(?<!\\)\blog\b", "log is upright"),
    (r"(?<!\\)\btanh\b", "tanh is upright"),
    (r"\\mapsto", "a function between sets takes an arrow, not a maps-to"),
    (r"(?<!=1\})\^\{?t\b", "a time step stands in parentheses"),
    (r"\\tag|\\label", "numbers come from ids"),
    (r"\\times(?! ?(?:D_h|d|V|1)\b)", "no cross but between sizes"),
])
def test_no_formula_repeats_a_slip_of_notation(pages, wrong, why):
    for page in ("notation", "model", "dummies", "claim_1", "claim_2", "accumulation"):
        formulas = all_tex(pages[f"{page}.html"])
        assert len(formulas) > 50
        for tex in formulas:
            words_out = re.sub(r"\\text\w*\{.*?\}", "", tex)
            assert not re.search(wrong, words_out), f"{page}: {tex} ({why})"


def test_W_e_is_mentioned_in_the_dictionary_only(pages):
    uses = {page: sum("W_e" in tex for tex in all_tex(text)) for page, text in pages.items()}
    assert {page: n for page, n in uses.items() if n} == {"notation.html": 1}
