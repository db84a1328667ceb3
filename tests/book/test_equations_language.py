"""The language of the registry: what it prints, what it computes, and its two derivatives."""

import ast

import numpy as np
import pytest

from book.equations.__main__ import main
from book.equations.check import agree, failures, holds
from book.equations.dimensions import factors, shape_tex
from book.equations.display import normal
from book.equations.draws import instances, scopes
from book.equations.entries import entry, read
from book.equations.functions import Wrong
from book.equations.shapes import Shapes
from book.equations.tex import Printer
from book.equations.values import Instance, parsed
from book.equations.world import World, worlds

LETS = {"a": "vector V", "b": "vector V", "A": "matrix V x D_h", "c": "number", "m_hat": "sequence D_h"}
PRINTED = {
    "h[t-1]": r"h^{(t-1)}",
    "gamma[t, k-1]": r"\gamma_t^{(k-1)}",
    "W_h[k]": r"W_h^{(k)}",
    "h[t][i]": r"h^{(t)}_i",
    "dz[k]": r"\mathrm d z^{(k)}",
    "J[t]": r"J^{(t)}",
    "m_hat[t]": r"\hat m^{(t)}",
    "U.T @ dtheta[t]": r"U^{\mathsf T}\, \mathrm d\theta^{(t)}",
    "dz[k] @ h[k-1].T": r"\mathrm d z^{(k)}\, \bigl(h^{(k-1)}\bigr)^{\mathsf T}",
    "delta[k] * f_prime(z[k])": r"\delta^{(k)} \circ f'\bigl(z^{(k)}\bigr)",
    "W_h.T @ (delta[k] * f_prime(z[k]))":
        r"W_h^{\mathsf T}\, \bigl(\delta^{(k)} \circ f'\bigl(z^{(k)}\bigr)\bigr)",
    "(W_h @ h[k]) * z[k]": r"\bigl(W_h\, h^{(k)}\bigr) \circ z^{(k)}",
    "c * a": r"c\, a",
    "a * b": r"a \circ b",
    "2 * c * 3": r"2\, c \cdot 3",
    "-(a + b)": "-(a + b)",
    "a - (b - a)": "a - (b - a)",
    "a - b - a": "a - b - a",
    "(a + b) @ a.T": r"(a + b)\, a^{\mathsf T}",
    "S(a[i] * b[i], i, 1, V)": r"\sum_{i=1}^{V} a_i\, b_i",
    "S(a[i], i, 1, V) * c": r"\bigl(\sum_{i=1}^{V} a_i\bigr)\, c",
    "S(a[i] + b[i], i, 1, V)": r"\sum_{i=1}^{V} (a_i + b_i)",
    "Prod(D(h[s], h[s-1]), s, k+1, t)":
        r"\prod_{s=k+1}^{t} \frac{\mathrm d h^{(s)}}{\mathrm d h^{(s-1)}}",
    "P(h[t], W_h[k])": r"\frac{\partial h^{(t)}}{\partial W_h^{(k)}}",
    "exp(-c) / (1 + exp(-c))": r"\frac{e^{-c}}{1 + e^{-c}}",
    "1 - tanh(c)**2": r"1 - \tanh^2(c)",
    "f(z[t])[i]": r"f\bigl(z^{(t)}\bigr)_i",
    "-log(yhat[t][at(y[t])])": r"-\log \hat y^{(t)}_{[y^{(t)}]}",
    "softmax(a)": r"\operatorname{softmax}(a)",
    "A[i, j]": "A_{ij}",
    "delta_ij(i, j)": "I_{ij}",
    "norm(a)": r"\lVert a \rVert",
    "c**(t - k)": "c^{t-k}",
}


@pytest.fixture(scope="module", params=["sigmoid", "tanh"])
def world(request):
    return World(request.param, 0)


@pytest.mark.parametrize("expression", PRINTED)
def test_what_is_printed(expression):
    assert normal(Printer(Shapes(LETS))(parsed(expression))) == normal(PRINTED[expression])


@pytest.mark.parametrize("one, other", [
    (r"f\bigl(z^{(t)}\bigr) .", r"f(z^{ (t) })"),
    (r"\begin{aligned} a &= b, \\ c &= \tfrac{1}{2} \end{aligned}", r"a = b \qquad c = \frac 1 2"),
    (r"\sum_{t=1}^{T} x", r"\sum_{t = 1}^T x"),
])
def test_looks_do_not_matter(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize("one, other", [
    ("a + b", "a - b"), (r"W_h^{\mathsf T} x", "W_h x"), ("x_{ij}", "x_{ji}"), ("h^{(t-1)}", "h^{(t)}"),
    (r"\mathrm d h", r"\partial h"), (r"\sum_{t=1}^{T}", r"\sum_{t=0}^{T}"), ("(a + b) c", "a + b c"),
])
def test_meaning_does(one, other):
    assert normal(one) != normal(other)


def value(world, expression, lets=None, **scope):
    return Instance(world, lets)(expression, scope)


def column(*numbers):
    return np.array(numbers, float)[:, None]


@pytest.mark.parametrize("expression, by_hand", [
    ("a.T @ b", 1 * 3 + 2 * -1), ("a @ b.T", [[3, -1], [6, -2]]), ("a * b", [[3], [-2]]),
    ("A @ a", [[5], [11]]), ("A.T @ a", [[7], [10]]), ("A[1, 2]", 2), ("a[2]", 2),
    ("S(k * a[k], k, 1, 2)", 5), ("S(1, k, 3, 2)", 0), ("Max(b[k], k, 1, 2)", 3), ("max(b)", 3),
    ("Prod(k * A, k, 1, 2)", [[14, 20], [30, 44]]), ("norm(column)", 5), ("diag(a)", [[1, 0], [0, 2]]),
    ("7 if a[1] == 1 else 8", 7), ("abs(b[2])", 1), ("at(one_hot)", 2), ("delta_ij(1, 2)", 0),
    ("a[1] / a[2] - 2**3", -7.5),
])
def test_numbers_by_hand(world, expression, by_hand):
    lets = {"a": column(1, 2), "b": column(3, -1), "A": np.array([[1.0, 2], [3, 4]]),
            "column": column(3, 4), "one_hot": column(0, 1)}
    assert agree(value(world, expression, lets), np.array(by_hand, float))


def test_the_product_grows_from_right_to_left(world):
    assert agree(value(world, "Prod(W_h + k * I, k, 1, 2)"), value(world, "(W_h + 2 * I) @ (W_h + I)"))


def test_the_activation_and_its_derivative(world):
    by_hand = {"sigmoid": (1 / (1 + np.exp(-0.3)), np.exp(-0.3) / (1 + np.exp(-0.3)) ** 2),
               "tanh": (np.tanh(0.3), 1 / np.cosh(0.3) ** 2)}[world.activation]
    assert agree(value(world, "f(0.3)"), by_hand[0]) and agree(value(world, "f_prime(0.3)"), by_hand[1])
    assert agree(value(world, "D(f(c), c)", {"c": 0.3}), by_hand[1])
    assert agree(value(world, "D(f_prime(c), c)", {"c": 0.3}),
                 by_hand[1] * (1 - 2 * by_hand[0] if world.activation == "sigmoid" else -2 * by_hand[0]))


@pytest.mark.parametrize("expression, known", [
    ("D(a.T @ a, a)", "2 * a"), ("D(A @ a, a)", "A"), ("D(a.T @ A @ b, A)", "a @ b.T"),
    ("D(c**3, c)", "3 * c**2"), ("D(log(c), c)", "1 / c"), ("D(exp(c) * a, c)", "exp(c) * a"),
    ("D(norm(a), a)", "a / norm(a)"), ("D(A[1, 2] * a[1], a[1])", "A[1, 2]"), ("P(a * a, a)", "2 * diag(a)"),
])
def test_known_derivatives(world, expression, known):
    lets = {"a": column(1, 2), "b": column(3, -1), "A": np.array([[1.0, 2], [3, 4]]), "c": 1.7}
    assert agree(value(world, expression, lets), value(world, known, lets))


def test_what_the_loss_does_not_see_has_no_derivative(world):
    assert not value(world, "gamma[2, 3]").any() and not value(world, "D(J[2], W_h[3])").any()
    assert not value(world, "D(J, delta_free)", {"delta_free": 0.4})


def test_total_and_immediate_differ_where_a_path_leads_through_a_state(world):
    assert agree(value(world, "P(h[2], h[1])"), value(world, "D(h[2], h[1])"))
    assert not value(world, "P(h[3], h[1])").any() and value(world, "D(h[3], h[1])").any()
    immediate, total = (value(world, f"{d}(h[3], b_1)") for d in "PD")
    assert agree(immediate, value(world, "diag(f_prime(z[3]))")) and not agree(immediate, total)
    assert agree(value(world, "P(J[2], h[2])"), value(world, "gamma[2, 2]"))


def test_the_immediate_derivative_holds_abbreviations_at_other_steps(world):
    given = {"c[]": ("t", {0: parsed("h[0]")}, parsed("2 * c[t-1] + 3 * h[t]"))}
    instance = Instance(world, {}, given)
    assert agree(instance("P(c[3], c[2])"), 2 * np.eye(3)) and agree(instance("D(c[3], c[1])"), 4 * np.eye(3))
    assert not instance("P(c[3], c[1])").any()


def test_a_copy_is_moved_alone_and_the_tied_parameter_everywhere(world):
    each = sum(value(world, f"D(J, W_h[{k}])") for k in range(1, 5))
    assert agree(each, value(world, "D(J, W_h)"))
    assert agree(value(world, "D(J, W_h[1, 2])"), value(world, "D(J, W_h)")[0, 1])


def test_the_world_is_generic():
    for world in worlds():
        sizes = list(world.sizes.values())
        W_h = world.parameters["W_h"]
        assert len(set(sizes)) == len(sizes) and world.sizes["T"] >= 4 and all(world.h_0)
        assert not agree(W_h, W_h.T) and abs(np.linalg.eigvals(W_h)).max() == pytest.approx(1)
        assert len(set(world.x)) > 1 < len(set(world.y))
    assert {world.activation for world in worlds()} == {"sigmoid", "tanh"}


@pytest.mark.parametrize("expression", [
    "h[t]", "h[9]", "W_h @ x[1]", "W_h + b_1", "nothing", "D(D(J, h[1]), h[1])", "D(z[1], W_h)", "gamma[1]",
    "h[1][4]", "softmax(W_h)", "W_h.S", "lambda: 1", "a b", "J[1.5]", "1 / 0",
    "S(J[t], t, 1)", "S(J[1], 3, 1, T)", "S(J[t], t, low=1, high=T)", "f(z[1], 2)", "D(J)",
    "Prod(z[t], t, 1, T)",
])
def test_what_says_nothing_is_refused(world, expression):
    with pytest.raises(Wrong):
        value(world, expression)


def test_tolerances():
    exact = column(1, 1e-3)
    assert agree(exact, exact + 1e-14) and not agree(exact, exact + column(2e-12, 0))
    assert not agree(exact, exact + column(0, 3e-13)) and not agree(exact, exact.T)
    assert not agree(np.array(np.nan), np.array(np.nan))
    assert holds("<=", 1.0, 1.0) and not holds("<", 1.0, 1.0) and holds(">=", 2.0, 1.0)


@pytest.mark.parametrize("fields, named", [
    ({"left": "J"}, "right"), ({"left": "J", "right": "J", "wrong": 1}, "wrong"),
    ({"left": "J", "right": "J", "for": "t up to T"}, "for"),
    ({"left": "J", "right": "J", "relation": "~~"}, "~~"),
    ({"left": "J", "right": "J", "relation": "->"}, "->"), ({"left": "J", "right": "J +"}, "J +"),
])
def test_an_entry_that_cannot_be_read_is_named(fields, named):
    with pytest.raises(Wrong) as error:
        entry("eq" "-x", "page", {"says": "Something."} | fields)
    assert str(error.value).startswith("eq" "-x: ") and named in str(error.value)


@pytest.mark.parametrize("key, value", [
    ("for", "t in 1..T+"), ("for", 3), ("right", 5), ("right", [5]), ("left", 5), ("says", 5), ("let", "a"),
    ("let", {"a": ""}), ("let", {"a": 1}), ("boxed", "no"), ("tolerance", "x"), ("equivalent", "x"),
    ("also", [{"left": "J", "right": "J", "lef": "J"}]),
])
def test_a_value_of_another_kind_is_named(key, value):
    with pytest.raises(Wrong) as error:
        entry("eq" "-x", "page", {"says": "Something.", "left": "J", "right": "J", key: value})
    assert str(error.value).startswith("eq" "-x: ")


@pytest.mark.parametrize("text, named", [
    ('"eq-' 'x" = 3', "eq-" "x: expected a table"), ("x = [", "page.toml: "), ("# \udcff", "page.toml: "),
])
def test_a_file_that_cannot_be_read_is_named(text, named, tmp_path):
    (tmp_path / "page.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Wrong, match=named):
        read(tmp_path)


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(Wrong, match="nowhere: expected a folder"):
        read(tmp_path / "nowhere")


def test_a_folder_without_entries_is_no_success(tmp_path, capsys):
    assert main(["check", "--registry", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: no file of this folder has an entry\n"


@pytest.mark.parametrize("fields", [{"for": "t in 1..t"}, {"let": {"a": "funny 3"}}])
def test_what_cannot_be_drawn_is_named(fields):
    [sentence] = failures(entry("eq-" "x", "page", {"says": "A.", "left": "J", "right": "J"} | fields))
    assert sentence.startswith("eq-" "x: ") and sentence.count("eq-" "x") == 1


ENTRIES = read()
BIG = {"S", "Prod", "Max"}


def bound(node):
    """Return {index: an expression for its lowest value} of the sums inside of a node's statement."""
    return {call.args[1].id: call.args[2] for call in ast.walk(node)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in BIG}


@pytest.mark.parametrize("label", [label for label, entry in ENTRIES.items() if entry.boxed])
def test_the_shapes_under_the_factors_are_those_of_the_arrays(label):
    shown = ENTRIES[label]
    instance, substitute = next(instances(shown))
    scope = next(scopes(shown, instance))
    for statement in shown.statements:
        for side in filter(None, (statement.left, *statement.rights)):
            for index, low in reversed(bound(side).items()):
                scope.setdefault(index, instance(low, dict.fromkeys(bound(side), 1) | scope))
    found = factors(shown)
    assert found
    for node, shape in found:
        if isinstance(node, ast.Name) and node.id in scope:
            continue
        real = np.shape(instance(substitute.visit(node) if substitute.replaced else node, scope))
        stated = tuple(int(instance(size)) for size in shape)
        assert real == stated, f"{ast.unparse(node)}: {shape_tex(shape)}"
