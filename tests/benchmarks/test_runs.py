"""The two commands behind the chapters "Training" and "A long text" run, and the stored files are theirs."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import long_text, training
from rnn_ref import read_names
from rnn_ref.dropout import Rates
from rnn_ref.text import DEFAULT

DATA = Path(__file__).parents[2] / "book" / "data"


def stored(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def shape(value):
    """Return what a result looks like without its numbers: keys, and the shape of the first of a list."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [shape(value[0])]
    return "number" if isinstance(value, int | float) else type(value).__name__


@pytest.fixture
def quick(monkeypatch):
    """Let every run take a moment."""
    monkeypatch.setattr(long_text, "SMALL", long_text.SMALL._replace(D_h=4, updates=2))
    monkeypatch.setattr(long_text, "STEPS", 150)
    monkeypatch.setattr(training, "BASE", training.BASE._replace(D_h=4, epochs=1))
    monkeypatch.setattr(training, "UNAIDED", training.UNAIDED._replace(D_h=4, epochs=1))
    monkeypatch.setattr(training, "SPLITS", range(1))


def test_the_run_on_a_text_gives_what_is_stored(quick):
    letters = np.random.default_rng(0).choice(list("abcd \n"), 6000)
    results = long_text.measure("".join(letters), DEFAULT._replace(D_h=6, updates=5))
    assert shape(results) == shape(stored("long_text"))
    assert len(results["losses"]) == 5 and results["reach"][0] == 1
    assert [row["temperature"] for row in results["temperatures"]] == list(long_text.TEMPERATURES)
    assert stored("long_text")["recipe"] == json.loads(json.dumps(DEFAULT._asdict()))


def test_the_runs_of_training_give_what_is_stored(quick):
    results = training.measure(read_names()[::40])
    assert shape(results) == shape(stored("training"))
    assert [row | {"loss": 0} for row in results["rates"]] == \
        [row | {"loss": 0} for row in stored("training")["rates"]]


def test_each_means_against_overfitting_is_the_default_recipe_s():
    assert training.UNAIDED._replace(**training.HELD_BACK["all three"]) == training.RECIPES["default"]
    assert training.UNAIDED.dropout == Rates()
    assert training.UNAIDED.average == training.UNAIDED.weight_decay == 0


def test_a_missing_text_is_one_sentence(tmp_path, capsys):
    arguments = ["--text", str(tmp_path / "none.txt"), "--json", str(tmp_path / "out.json")]
    assert long_text.main(arguments) == 2
    assert "none.txt" in capsys.readouterr().err
