"""The stored numbers of PyTorch and JAX are ours to twelve digits; the calculation by hand is right."""

import copy
import json
import re
import sys
from pathlib import Path

import calculator
import numpy as np
import pytest
from reading import all_tex, plain

from benchmarks.frameworks.__main__ import WAYS, fingerprints, listed
from benchmarks.frameworks.examples import EXAMPLES
from book import anna
from rnn_ref import Params, relative_error, sequence_gradients

BOOK = Path(__file__).parents[2] / "book"
STORED = json.loads((BOOK / "data" / "frameworks.json").read_text(encoding="utf-8"))
TOLERANCE = 1e-12    # norm-relative
RESULTS = [(example["name"], n) for example in STORED["examples"] for n in range(len(example["results"]))]


@pytest.fixture(scope="module")
def page(pages):
    return pages["frameworks.html"]


@pytest.fixture(scope="module")
def elsewhere():
    """Return the module that the page imports from its own folder."""
    sys.path.insert(0, str(BOOK))
    try:
        import elsewhere
        yield elsewhere
    finally:
        sys.path.remove(str(BOOK))


def example(name):
    [found] = [found for found in STORED["examples"] if found["name"] == name]
    return found


def ours(name, activation, reduction):
    """Return J and its gradients by the readable code, one sequence at a time."""
    data = example(name)
    params = Params(**{field: np.array(values) for field, values in data["params"].items()})
    runs = [sequence_gradients(params, np.array(x), np.array(y), activation=activation, h_0=np.array(h))
            for x, y, h in zip(data["xs"], data["ys"], data["h_0"], strict=True)]
    scale = sum(map(len, data["xs"])) if reduction == "mean" else 1
    found = {field: sum(getattr(g, field) for _, g, _ in runs) / scale for field in Params._fields}
    J, _, dh_0 = zip(*runs, strict=True)
    return found | {"J": sum(J) / scale, "h_0": np.array(dh_0) / scale}


@pytest.mark.parametrize(("name", "n"), RESULTS)
def test_a_stored_result_is_that_of_the_readable_code(name, n):
    result = example(name)["results"][n]
    expected = ours(name, result["activation"], result["reduction"])
    assert set(expected) <= set(result)
    for key, value in expected.items():
        assert relative_error(np.array(result[key]), value) < TOLERANCE, key
    if "bias_hh_l0" in result:
        assert relative_error(np.array(result["bias_hh_l0"]), expected["b_1"]) < TOLERANCE


def test_every_way_is_stored_for_every_example_and_activation():
    wanted = {(way.name, activation, way.reduction) for way in WAYS for activation in way.activations}
    for name in EXAMPLES:
        assert {(r["by"], r["activation"], r["reduction"]) for r in example(name)["results"]} == wanted


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_stored_inputs_are_those_of_today_s_code(name):
    for key, value in listed(EXAMPLES[name]()).items():
        assert example(name)[key] == value, "run python -m benchmarks.frameworks --json again"


def test_the_stored_numbers_come_from_today_s_code():
    assert STORED["sources"] == fingerprints(), "run python -m benchmarks.frameworks --json again"


def test_the_generic_example_is_generic():
    data = example("generic")
    (D_h, d), V = np.shape(data["params"]["W_x"]), len(data["params"]["U"])
    assert len({D_h, d, V}) == 3 and len(set(map(len, data["xs"]))) == len(data["xs"]) > 1
    assert np.all(np.array(data["h_0"]) != 0)


def test_the_page_s_comparison_sees_a_wrong_tenth_digit(elsewhere, page):
    result = copy.deepcopy(example("generic")["results"][0])
    assert max(elsewhere.errors("generic", result).values()) < TOLERANCE
    result["U"][0][1] *= 1 + 1e-9
    assert elsewhere.errors("generic", result)["U"] > 1e-11
    assert "all agree to 12 digits: True" in plain(page)


def matrices(tex):
    """Return the entries of every matrix of a display."""
    return [[float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", body)]
            for body in re.findall(r"\\begin\{bmatrix\}(.*?)\\end\{bmatrix\}", tex, re.S)]


def shown(page, start):
    """Return the last matrix of the formula that starts so, up to the next formula."""
    [tex] = [tex for tex in all_tex(page) if start in tex and "bmatrix" in tex]
    formula = tex.split(start)[1].split(r"\\[6pt]")[0]
    return matrices(formula)[-1]


PARAMS = [p.tolist() for p in anna.params]
BY_HAND = [0, 1], [1, 0], [0.5, -0.5], "tanh"


@pytest.mark.parametrize(("number", "name"), list(enumerate(["W_h", "W_x", "b_1", "U", "b_2"])))
def test_the_calculation_by_hand_ends_where_a_calculator_does(page, number, name):
    expected = calculator.gradient_of_parameter(PARAMS, number, *BY_HAND)
    got = shown(page, rf"\frac{{\mathrm d J}}{{\mathrm d {name}}} &\approx")
    assert got == pytest.approx(np.ravel(expected), abs=5.1e-5)


@pytest.mark.parametrize(("start", "name", "t"), [
    (r"\mathrm d\theta^{(2)} &=", "theta", 2), (r"\mathrm d\theta^{(1)} &=", "theta", 1),
    (r"\mathrm d z^{(2)} &\approx", "z", 2), (r"\mathrm d z^{(1)} &\approx", "z", 1),
    (r"\frac{\mathrm d J}{\mathrm d h^{(0)}} &=", "h_0", 0)])
def test_every_step_by_hand_is_the_calculator_s(page, start, name, t):
    expected = calculator.gradient_at(name, t, 3 if name == "theta" else 2, PARAMS, *BY_HAND)
    assert shown(page, start) == pytest.approx(expected, abs=5.1e-5)


def test_the_sum_of_the_losses_is_on_the_page(page):
    J = sum(calculator.losses(PARAMS, *BY_HAND)).real
    assert f"{J:.4f} nats" in plain(page)


def test_the_tabs_show_the_code_that_was_run(page):
    tabs = plain(page)
    for file in ("by_torch", "by_jax", "by_rnn_ref"):
        source = (BOOK.parent / "benchmarks" / "frameworks" / f"{file}.py").read_text(encoding="utf-8")
        functions = re.findall(r"^def (\w+)", source, re.M)
        assert functions and all(f"def {name}(" in tabs for name in functions if name != "tensor")
