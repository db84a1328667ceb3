"""Problem set 4: its training loop learns with room to spare, and its last cell trains with what is there."""

import contextlib
import io
import json
import re
import time

import numpy as np
import pytest

from grading import files, sample
from grading.checks import ps4, trainer
from grading.checks import training as reference
from grading.checks import training_instances as on
from grading.checks.instances import KEY
from grading.selftest.mutants import MARK
from grading.selftest.run import solved
from rnn_ref import read_names
from rnn_ref.gradcheck import central_differences, relative_error


def answers(name):
    """Return the worked function cells of a problem set, by name."""
    text = files.source_of(name).read_text(encoding="utf-8")
    cells = re.findall(r'# %% solution="(\w+)"\n(.*?)(?=\n# %%)', text, re.S)
    return {function: MARK.sub("", cell) for function, cell in cells}


def released(name):
    return (files.EXERCISES / name / f"{name}.ipynb").read_text(encoding="utf-8")


@pytest.fixture
def neighbors(tmp_path, monkeypatch):
    """Return a function that puts notebooks of sets 1 and 3 beside the place in which the cell runs."""
    (tmp_path / "ps4").mkdir()
    monkeypatch.chdir(tmp_path / "ps4")
    monkeypatch.delenv(KEY, raising=False)

    def put(**sources):
        for name, cells in sources.items():
            (tmp_path / name).mkdir()
            (tmp_path / name / f"{name}.ipynb").write_text(sample.filled_in(released(name), cells))
    return put


def last_cell(functions):
    """Run the last cell of code of the notebook that students get, and return what it prints."""
    cells = [cell for cell in json.loads(released("ps4"))["cells"] if cell["cell_type"] == "code"]
    out, space = io.StringIO(), {"np": np, "trainer": trainer} | functions
    with contextlib.redirect_stdout(out):
        exec("".join(cells[-1]["source"]), space)
    return out.getvalue().splitlines()


def are_new_names(lines):
    letters = all(re.fullmatch("[a-z]+", line) for line in lines)
    return letters and len(set(lines)) == 10 and not set(lines) & set(read_names())


######## the training loop

def test_the_gradient_that_the_loop_is_given_is_the_slope_of_its_loss():
    [case] = on.names(np.random.default_rng(1))
    for x in on.EXAMPLES[:2]:
        J, g = on.loss_of_name(case.arguments[0], x)
        slope = central_differences(lambda w, x=x: on.loss_of_name(w, x)[0], case.arguments[0])
        assert np.isfinite(J) and relative_error(g, slope) < 1e-7


def test_the_loop_learns_the_names_from_any_start_with_room_to_spare():
    for seed in range(40):
        [case] = on.names(np.random.default_rng(seed))
        began = time.process_time()
        w, _ = reference.train(*case.arguments)
        assert time.process_time() - began < 0.5
        assert on.loss_of_names(w) < on.LOSS - 0.3
        assert on.loss_of_names(case.arguments[0]) > on.LOSS + 0.3


def test_the_notebook_carries_what_the_checks_train_on():
    space = {}
    sources = ["".join(cell["source"]) for cell in json.loads(released("ps4"))["cells"]]
    exec(next(source for source in sources if source.startswith("NAMES =")), space)
    assert tuple(space["NAMES"]) == on.NAMES
    w, x = np.random.default_rng(0).standard_normal((2, 3))
    for own, theirs in zip(space["pull"](w, x), on.pull(w, x), strict=True):
        assert np.array_equal(own, theirs)


######## the last cell

def test_it_trains_with_the_students_own_functions(neighbors):
    neighbors(ps1=answers("ps1"), ps3=answers("ps3"))
    began = time.process_time()
    lines = last_cell(solved("ps4"))
    assert time.process_time() - began < 30
    assert lines[0].startswith("Training on 1,318 names") and are_new_names(lines[-10:])
    losses = [float(re.search(r": (\d\.\d+) nats", line)[1]) for line in lines if line.startswith("epoch")]
    assert losses == sorted(losses, reverse=True) and losses[-1] < 2.2 and losses[0] < np.log(27)


def test_it_uses_functions_of_the_neighbors_and_not_the_courses(neighbors):
    neighbors(ps1=answers("ps1"), ps3=answers("ps3"))
    own = trainer.functions(train=reference.train)
    for name in (*trainer.NEEDED["ps1"], *trainer.NEEDED["ps3"]):
        assert getattr(own, name).__code__.co_filename.endswith(".ipynb"), name


@pytest.mark.parametrize("beside, said", [
    ({}, ["../ps1/ps1.ipynb is not there, so the course's own are used.",
          "../ps3/ps3.ipynb is not there, so the course's own is used."]),
    ({"ps1": {}, "ps3": {}}, [
        "../ps1/ps1.ipynb has no finished hidden_states, affine, softmax and sequence_loss, so the course's "
        "own are used.",
        "../ps3/ps3.ipynb has no finished sequence_gradients, so the course's own is used."]),
    ({"ps1": answers("ps1") | {"affine": "def affine(U, b_2, h):\n    return U @ h - b_2"},
      "ps3": answers("ps3") | {"accumulate": "%matplotlib inline\ndef accumulate(:"}}, [
        "../ps1/ps1.ipynb has no finished affine, so the course's own is used.",
        "../ps3/ps3.ipynb has no finished sequence_gradients, so the course's own is used."]),
])
def test_it_says_what_is_missing_and_trains_all_the_same(neighbors, monkeypatch, beside, said):
    monkeypatch.setattr(trainer, "SECONDS", 1.5)
    neighbors(**beside)
    space = {}
    for cell in json.loads(released("ps4"))["cells"]:
        if cell["cell_type"] == "code" and cell["id"] in ps4.TASKS:
            exec("".join(cell["source"]), {"np": np}, space)
    lines = last_cell(space)
    assert lines[0] == ("This notebook has no finished initialize, train and sample, "
                        "so the course's own are used.")
    assert lines[1:3] == said and lines[3].startswith("Training on") and are_new_names(lines[-10:])


def test_a_file_that_is_no_notebook_counts_as_unfinished(tmp_path):
    for text in ("", "[]", '{"cells": [{}]}', '{"cells": 3}'):
        (tmp_path / "ps1.ipynb").write_text(text)
        assert trainer.functions_in(tmp_path / "ps1.ipynb").keys() <= {"np"}


def test_it_does_nothing_while_a_notebook_is_graded(neighbors, monkeypatch):
    monkeypatch.setenv(KEY, "a student's")
    assert last_cell({}) == []


def test_a_slow_function_gets_fewer_updates(monkeypatch):
    monkeypatch.setattr(trainer, "SECONDS", 0.05)
    examples, epochs = trainer.affordable(lambda w, x: time.sleep(0.001), None, list(range(1000)))
    assert epochs == 1 and 10 <= len(examples) <= 60


def test_the_worked_source_passes_everything_and_warns_of_nothing(neighbors, capfd):
    neighbors()
    text = files.source_of("ps4").read_text(encoding="utf-8")
    exec(compile(text.rpartition("# %% ungraded=true")[0], "ps4", "exec"), {"__name__": "ps4"})
    out, err = capfd.readouterr()
    assert out.count("  passed") == sum(len(t.visible + t.hidden) for t in ps4.TABLE)
    assert "missed" not in out and err == ""
