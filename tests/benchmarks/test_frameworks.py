"""python -m benchmarks.frameworks: the numbers of today's PyTorch and JAX, where they are installed."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.frameworks import __main__ as program
from benchmarks.frameworks.by_rnn_ref import by_rnn_ref
from benchmarks.frameworks.examples import EXAMPLES
from rnn_ref import relative_error

STORED = json.loads((Path(__file__).parents[2] / "book/data/frameworks.json").read_text(encoding="utf-8"))
TOLERANCE = 1e-12    # norm-relative
CASES = [(way, activation) for way in program.WAYS for activation in way.activations]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("way", "activation"), CASES, ids=lambda part: getattr(part, "name", part))
def test_a_framework_computes_what_we_do_and_what_is_stored(way, activation, name):
    pytest.importorskip({"by_torch": "torch", "by_jax": "jax"}[way.module])
    example = EXAMPLES[name]()
    found = program.compute(way, example, activation)
    assert program.worst(found, by_rnn_ref(*example, activation, way.reduction)) < TOLERANCE
    [stored] = [result for kept in STORED["examples"] if kept["name"] == name for result in kept["results"]
                if (result["by"], result["activation"]) == (way.name, activation)]
    for key, value in found.items():
        assert relative_error(value, np.array(stored[key])) < TOLERANCE, key


def test_the_largest_error_counts_the_second_bias_as_the_first():
    expected = {"J": 2.0, "b_1": np.array([1.0, 2.0])}
    assert program.worst({"J": 2.0, "bias_hh_l0": np.array([1.0, 2.0])}, expected) == 0
    assert program.worst({"J": 2.0, "bias_hh_l0": np.array([1.0, 3.0])}, expected) > 0.1
    assert program.worst({"J": 2.2}, expected) == pytest.approx(0.1)


@pytest.fixture
def one_way(monkeypatch):
    """Let the program know a single way, which needs no framework."""
    way = program.Way("rnn_ref itself", "by_rnn_ref", "by_rnn_ref", ("tanh",), "sum")
    monkeypatch.setattr(program, "WAYS", (way,))


def test_what_is_written_is_what_was_computed_to_the_last_digit(one_way, tmp_path, capsys):
    assert program.main(["--json", str(tmp_path / "out.json")]) == 0
    assert "differs from rnn_ref by 0e+00" in capsys.readouterr().out
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert set(written) == {"versions", "sources", "examples"}
    example = EXAMPLES["generic"]()
    for key, value in by_rnn_ref(*example, "tanh").items():
        assert np.array_equal(written["examples"][1]["results"][0][key], value)
    assert np.array_equal(written["examples"][1]["params"]["W_h"], example.params.W_h)


def test_a_missing_framework_gets_one_sentence_and_exit_code_2(monkeypatch, capsys):
    def missing(module):
        raise ModuleNotFoundError("No module named 'torch'", name="torch")
    monkeypatch.setattr(program, "import_module", missing)
    assert program.main([]) == 2
    assert capsys.readouterr().err == "benchmarks.frameworks: needs torch: pip install -e .[peers]\n"


def test_a_folder_that_does_not_exist_gets_one_sentence_and_exit_code_2(one_way, tmp_path, capsys):
    assert program.main(["--json", str(tmp_path / "none" / "out.json")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("benchmarks.frameworks: ") and error.count("\n") == 1
