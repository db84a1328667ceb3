"""The check refuses every slip that could be made in a registered equation."""

import ast

import pytest

from book.equations.__main__ import main
from book.equations.entries import FOLDER, read
from book.equations.mutants import mutants, verdict

ENTRIES = read()


@pytest.mark.parametrize("label", ENTRIES)
def test_every_mutant_is_refused(label):
    count, _, unseen = verdict(ENTRIES[label])
    assert count and not unseen


def test_the_slips_of_a_right_side():
    found = set(mutants(ast.parse("U.T @ g[k] + S(f_prime(z[k]), k, 1, T)", mode="eval").body))
    assert found >= {
        "U.T @ g[k] - S(f_prime(z[k]), k, 1, T)",               # a sign
        "U @ g[k] + S(f_prime(z[k]), k, 1, T)",                 # a transpose
        "U.T @ g[k]", "S(f_prime(z[k]), k, 1, T)",              # a summand
        "g[k] + S(f_prime(z[k]), k, 1, T)",                     # a factor
        "U.T @ g[k + 1] + S(f_prime(z[k]), k, 1, T)",           # an index
        "U.T @ g[k - 1] + S(f_prime(z[k]), k, 1, T)",
        "U.T @ g[k] + S(f_prime(z[k]), k, 2, T)",               # a bound
        "U.T @ g[k] + S(f_prime(z[k]), k, 1, T - 1)",
        "U.T @ g[k] + S(f(z[k]), k, 1, T)",                     # f in the place of f'
        "g[k] @ U.T + S(f_prime(z[k]), k, 1, T)",               # the order of a product
    }
    assert set(mutants(ast.parse("D(a, b)", mode="eval").body)) == {"P(a, b)", "-D(a, b)"}


@pytest.mark.parametrize("label, right, wrong", [
    ("eq-1.1", "W_x @ x[t] + b_1", "W_x @ x[t] - b_1"),
    ("eq-softmax-jacobian", "yhat @ yhat.T", "yhat @ yhat"),
])
def test_a_slip_in_an_entry_makes_the_command_fail(label, right, wrong, tmp_path, capsys):
    page = f"{ENTRIES[label].page}.toml"
    text = (FOLDER / page).read_text(encoding="utf-8")
    (tmp_path / page).write_text(text, encoding="utf-8")
    arguments = ["check", label, "--registry", str(tmp_path)]
    assert main(arguments) == 0
    assert text.count(right) == 1
    (tmp_path / page).write_text(text.replace(right, wrong), encoding="utf-8")
    capsys.readouterr()
    assert main(arguments) == 1
    assert label in capsys.readouterr().out.splitlines()[0]
