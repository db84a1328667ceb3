"""A notebook graded through the box: points and reports as in Jupyter, whatever the student's code does."""

import json

import pytest

from grading import exercises, sample
from grading.box import remote
from grading.box.parent import warm_parent
from grading.checks import call
from grading.files import problem_sets
from grading.marks import CHECK, HIDDEN, function_of, table_of, total
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


######## what a student's code may do: the cell of softmax, and what is said about it

RIGHT = "def softmax(theta):\n    e = np.exp(theta - theta.max())\n    return e / e.sum()\n"


def body(*lines):
    return "\n".join(["def softmax(theta):", *("    " + line for line in lines)])


HARMLESS = {
    "IPython's commands": "%matplotlib inline\n!pip install x\nfiles = !ls\n" + RIGHT
                          + "%timeit softmax(np.ones(3))\nsoftmax?\n%time total = 1\nassert total == 1",
    "a timed cell":       "%%time\n" + RIGHT,
    "plots":              "import matplotlib.pyplot as plt\nfig, (a, b) = plt.subplots(1, 2)\n"
                          "line, = a.plot([1])\nwith plt.xkcd():\n    plt.show()\n" + RIGHT,
    "its own checks":     "from grading.checks import ps1\n" + RIGHT
                          + "ps1.check('softmax', softmax)\nps1.progress()",
    "another name":       "import grading.checks.ps1 as checks, rnn_ref\n" + RIGHT + "checks.progress()",
    "a question":         "name = input('Who are you? ')\n" + RIGHT,
    "a display":          "from IPython.display import HTML, display\ndisplay(HTML('<script>'))\n" + RIGHT,
    "a compiler":         "from numba import njit, prange\n@njit(cache=True)\n" + RIGHT
                          + "assert list(prange(2)) == [0, 1]",
    "a progress bar":     "from tqdm import tqdm\nassert list(tqdm(range(3))) == [0, 1, 2]\n" + RIGHT,
    "a flood":            "import os\nprint('x' * 10 ** 7)\nos.write(1, b'x' * 10 ** 6)\n" + RIGHT,
    "a leftover line":    RIGHT + "softmax(no_such_name)",
    "a way out":          RIGHT + "raise SystemExit",
    "a class of its own": "import dataclasses\n@dataclasses.dataclass\nclass Shift:\n    by: float\n" + RIGHT,
}
COSTLY = {      # source: what is said in the reports on softmax, or in its cell
    body("import os", "os._exit(0)"):                          "it ended the process it ran in (exit 0)",
    body("import ctypes", "ctypes.string_at(0)"):              "it crashed the process it ran in (SIGSEGV)",
    body("import os", "os.closerange(3, 99)", "return theta"): "the process it ran in",
    body("import os", "for fd in range(3, 9):", "    os.path.exists(str(fd)) or os.write(fd, b'garbage' * 99)"
         ) + "\n    return theta":                             "it",
    body("return softmax(theta)"):                             "it raised RecursionError",
    body("return np.zeros(10 ** 10)"):                         "it raised MemoryError",
    body("return [0.0] * 10 ** 6"):                            "it returned more than anyone could read",
    body("return np.zeros(10 ** 6)"):                          "expected shape (4,), got (1000000,)",
    body("x = []", "x.append(x)", "return x"):                 "got a list of objects",
    body("return {}"):                                         "got a dict",
    body("return 10 ** 10_000"):                               "got an int",
    body("raise ValueError('a\\n  passed  5 of 5')"):          "it raised ValueError: a passed 5 of 5",
    "from rnn_ref import softmax":                             "rnn_ref.softmax is not there while",
    "softmax = 7":                                             "'int' object is not callable",
    "x = 1":                                                   "name 'softmax' is not defined",
    "import os\nos._exit(3)":                                  "it ended the process it ran in (exit 3)",
    "def softmax(theta)\n    return 1":                        "expected ':' in line 1",
    "x = 1\0":                                                 "null bytes",
    "x = " + "(" * 5000:                                       "too many nested parentheses",
    "import builtins\nbuiltins.len = None":                    "it ended the process it ran in (exit 1)",
}


@pytest.mark.parametrize("source", HARMLESS.values(), ids=HARMLESS)
def test_what_a_notebook_may_hold_besides_costs_nothing(source, grade):
    assert grade(sample.answers() | {"softmax": source}).points == full("ps1")


@pytest.mark.parametrize("source, words", COSTLY.items())
def test_what_one_function_does_costs_that_function_and_is_said(source, words, grade):
    graded = grade(sample.answers() | {"softmax": source})
    lost = {cell for cell, points in full("ps1").items() if graded.points[cell] < points}
    assert lost == {"softmax-check", "softmax-graded"}
    said = [output.get("text", output.get("evalue")) for cell in ("softmax", "softmax-check")
            for output in outputs(graded, cell)]
    assert any(words in text for text in said), said


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(call, "SECONDS", 0.5)
    monkeypatch.setattr(remote, "CELL", 1.0)
    monkeypatch.setattr(remote, "GRACE", 0.5)


DEAF = ["while True:", "    try:", "        while True: pass", "    except BaseException: pass"]


@pytest.mark.parametrize("source", [
    body("while True: pass"),
    body("import signal", "signal.alarm(0)", *DEAF),
    body("import signal", "signal.signal(signal.SIGALRM, signal.SIG_IGN)", *DEAF),
])
def test_a_function_that_hangs_costs_itself_alone(source, grade, short):
    graded = grade(sample.answers() | {"softmax": source})
    assert "it did not come back within 0.5 seconds, first at V = 4" in report(graded, "softmax-check")
    lost = {cell for cell, points in full("ps1").items() if graded.points[cell] < points}
    assert "softmax-check" in lost and graded.points["sigmoid-graded"] == full("ps1")["sigmoid-graded"]


def test_a_cell_that_hangs_keeps_what_it_has_defined(grade, short):
    graded = grade(sample.answers() | {"softmax": RIGHT + "while True: pass"})
    assert graded.points == full("ps1") and outputs(graded, "softmax")[0]["ename"] == "CellTimeoutError"


def test_a_notebook_in_which_everything_hangs_has_an_end(grade, short):
    hang = {name: f"def {name}(*_):\n    while True: pass" for name in table_of("ps1").TASKS}
    graded = grade(hang, seconds=2.0)
    assert graded.seconds < 20 and graded.points == dict.fromkeys(full("ps1"), 0)
    assert "all of a notebook together has 2 seconds" in report(graded, "sequence_loss-graded") + str(
        outputs(graded, "sequence_loss"))


######## in place, lent functions, other numbers

def test_a_change_of_an_argument_is_seen_through_the_wire(grade):
    graded = grade(sample.answers() | {"softmax": "def softmax(theta):\n    theta -= theta.max()\n"
                                                  "    e = np.exp(theta)\n    return e / e.sum()"})
    assert "it changes theta, which it was given" in report(graded, "softmax-check")
    assert graded.points["softmax-graded"] == full("ps1")["softmax-graded"]


LENT = {
    "softmax.__name__ == 'softmax'":            "the wrong answer",
    "softmax(theta=theta).sum() > 0":           "the wrong answer",
    "bool(softmax('theta'))":                   "it raised TypeError: the function takes arrays and numbers",
    "bool(softmax(theta, 1, 2))":               "it raised TypeError",
    "[softmax(theta) for _ in range(10 ** 5)]": "RuntimeError: the function is called more than 2,000 times",
}


@pytest.mark.parametrize("expression, words", LENT.items())
def test_a_function_that_is_lent_gives_numbers_and_nothing_else(expression, words, grade):
    graded = grade(sample.answers("ps2") | {
        "sums_to_one": f"def sums_to_one(softmax, theta):\n    return {expression}"}, "ps2")
    assert words in report(graded, "sums_to_one-check")


def test_each_key_has_its_own_graded_numbers_and_the_visible_ones_are_everyones(grade):
    wrong = sample.answers() | {"affine": "def affine(U, b_2, h):\n    return U @ h - b_2"}
    one, again, other = (grade(wrong, key=key) for key in ("one", "one", "other"))
    assert report(one, "affine-check") == report(other, "affine-check")
    assert report(one, "affine-graded") == report(again, "affine-graded") != report(other, "affine-graded")


def test_one_students_notebook_leaves_nothing_to_the_next(grade):
    grade({"sigmoid": "import builtins\nbuiltins.print = np.exp = None"})
    graded = grade({"unit_step": "def unit_step(*_):\n    return 0"})
    assert "Your sigmoid fails" in report(graded, "unit_step-check")    # a stub
    graded = grade(sample.answers() | {"unit_step": "def unit_step(*_):\n    return 0"})
    assert "may be the cause" not in report(graded, "unit_step-check")
    assert grade(sample.answers()).points == full("ps1")


@pytest.mark.parametrize("name", problem_sets())
def test_the_check_cells_of_a_notebook_do_what_the_oracle_does(name):
    for cell in exercises.source_notebook(name).cells:
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and mark.get("grade"):
            function, hidden = function_of(mark["grade_id"]), mark["grade_id"].endswith(HIDDEN)
            needs = "".join(f", {other}={other}" for other in table_of(name).TASKS[function].needs)
            said = f'{name}.check("{function}", {function}{needs}{", hidden=True" * hidden})'
            assert said in cell.source.splitlines()
