"""A notebook graded through the box: points and reports as in Jupyter, whatever the student's code does."""

import json

import pytest

from grading import exercises, sample
from grading.box.parent import warm_parent
from grading.files import problem_sets
from grading.marks import CHECK, HIDDEN, table_of, total
from grading.oracle import grade_notebook


@pytest.fixture(scope="module")
def parent():
    with warm_parent() as parent:
        yield parent


@pytest.fixture(scope="module")
def grade(parent):
    """Return a function that grades a notebook of a set with the sources of some cells put in."""
    releases = {name: exercises.release(name) for name in problem_sets()}

    def graded(sources, name="ps1", key="a student's key", **settings):
        return grade_notebook(sample.filled_in(releases[name], sources), name, key, parent, **settings)
    return graded


def full(name):
    """Return all points of a set by grade id."""
    return {task.name + ending: total(items) for task in table_of(name).TABLE
            for ending, items in ((CHECK, task.visible), (HIDDEN, task.hidden))}


@pytest.mark.parametrize("name", problem_sets())
def test_worked_solutions_get_full_marks_and_stubs_none(name, grade):
    solved, stub = grade(sample.answers(name), name), grade({}, name)
    assert solved.points == full(name) and not solved.notes
    assert stub.points == dict.fromkeys(full(name), 0) and not stub.notes


def outputs(graded, cell):
    (found,) = (c for c in json.loads(graded.text)["cells"] if c.get("id") == cell)
    return found["outputs"]


def report(graded, cell):
    return "".join(output.get("text", "") for output in outputs(graded, cell))


def test_a_check_cell_has_its_report_and_its_points(grade):
    graded = grade(sample.answers() | {"affine": "def affine(U, b_2, h):\n    return U @ h - b_2"})
    assert graded.points["affine-graded"] == 0 < graded.points["affine-check"]
    stream, result = outputs(graded, "affine-check")
    assert stream["text"].startswith("affine: visible checks, ") and "mistake" in stream["text"]
    assert result["data"]["text/plain"] == str(graded.points["affine-check"])


def test_a_missed_check_keeps_the_arrays_for_the_feedback_and_its_time(grade):
    graded = grade(sample.answers() | {"unit_step": "def unit_step(W_h, W_x, b_1, h_prev, x):\n"
                                                    "    z = W_h.T @ h_prev + W_x @ x + b_1\n"
                                                    "    return z, 1 / (1 + np.exp(-z))"})
    kept = outputs(graded, "unit_step-check")[-1]["metadata"]["bptt"]
    name, expected, got = kept["arrays"]["z and h on random numbers"]
    assert name == "z" and len(expected) == len(got) == 2 and expected != got and kept["seconds"] > 0
    right = outputs(graded, "sigmoid-check")[-1]["metadata"]["bptt"]
    assert right["arrays"] == {}


@pytest.mark.parametrize("before", [
    "%timeit -n1 -r 1 np.exp(1)", "%prun -s cumulative np.exp(1)", "%%time", "!ls\nfiles = !ls\nnp.exp?",
    "import sys\nsys.stdout.close()\nsys.stdout = None"])
def test_what_a_notebook_may_do_costs_nothing(before, grade):
    source = sample.answers()["affine"]
    assert grade(sample.answers() | {"affine": f"{before}\n\n{source}"}).points == full("ps1")


def test_the_checks_that_a_cell_calls_give_nothing_back(grade):
    asks = ("def {0}(*arguments):\n    from grading.checks import ps1\n"
            "    return ps1.TASKS['{0}'].reference(*arguments)")
    graded = grade({task.name: asks.format(task.name) for task in table_of("ps1").TABLE})
    assert graded.points == dict.fromkeys(full("ps1"), 0)
