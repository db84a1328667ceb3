"""Grade one notebook: the student's cells run in a box, the checks here, where no student's code ever runs.

To a check, a student's function is a name on the other side of a wire. What is checked, and what it is worth,
comes from the problem set's table alone.
"""

import contextlib
import io
import json
import time
from typing import NamedTuple

from grading.box.function import Held, plans
from grading.box.remote import Box
from grading.cells import as_python
from grading.checks.instances import keyed
from grading.checks.task import checker
from grading.marks import HIDDEN, UNGRADED, function_of, table_of

SECONDS = 60.0          # for one notebook


class Graded(NamedTuple):
    """One graded notebook: its text with outputs, the points of each check by grade id, what went wrong
    while its cells ran, in sentences, and the seconds that grading took."""

    text: str
    points: dict
    notes: list
    seconds: float


class Set(NamedTuple):
    """A problem set while a notebook is graded: its table, its checks, the box, and what is defined there."""

    tasks: dict
    check: callable
    progress: callable
    arrays: dict        # (function, hidden) -> the arrays of its failed checks that feedback draws
    box: Box
    defined: set


def grade_notebook(taken, name, key, parent, seconds=SECONDS):
    """Return what a taken-in notebook of problem set `name` earns, as a Graded.

    taken: the text of a notebook as intake gives it, a copy of the release with the student's sources in it.
    key: what its graded instances are drawn from, of grading.secret. parent: a warm box, of
    grading.box.parent; BadInput where it has ended. seconds: for all of it.
    """
    began, notebook, points = time.monotonic(), json.loads(taken), {}
    tasks = table_of(name).TASKS
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    with keyed(key), Box(parent, list(tasks), seconds) as box:
        here = Set(tasks, *checker(name, tasks, arrays := {}), arrays, box, set())
        for number, cell in enumerate(cells, 1):
            if is_check(cell):
                points[claim(cell)], outputs = judge(here, claim(cell), number)
            else:
                outputs = step(here, cell)
            cell.update(outputs=outputs, execution_count=number)
    return Graded(json.dumps(notebook), points, box.notes, time.monotonic() - began)


def mark(cell):
    """Return nbgrader's metadata of a cell, {} where it has none."""
    return cell["metadata"].get("nbgrader", {})


def claim(cell):
    """Return the id that a cell of a taken-in notebook goes by."""
    return mark(cell).get("grade_id") or cell.get("id")


def is_check(cell):
    return mark(cell).get("grade", False) and not mark(cell)["solution"]


######## what is done with a cell

def step(here, cell):
    """Return the outputs of a code cell that is no check."""
    source, ours = "".join(cell["source"]), not mark(cell)
    if ours and source.rstrip().endswith(".progress()"):
        return printed(reported(here.progress)[1])
    if ours and UNGRADED in cell["metadata"].get("tags", []):   # shows something, to a student who is there
        return []
    name = mark(cell).get("grade_id", "ready-made code")
    ran = here.box.run(name, as_python(source))
    if ran.defined is not None:
        here.defined.clear()
        here.defined.update(ran.defined)
    return printed(ran.printed) + stopped(ran.error)


def judge(here, grade_id, number):
    """Return the points of one check cell, and its outputs: report and points, as from a kernel.

    Beside the points stands how long it took, and the arrays that differ, for the feedback.
    """
    began = time.monotonic()
    task, hidden = here.tasks[function_of(grade_id)], grade_id.endswith(HIDDEN)
    if task.name not in here.defined:
        return 0, stopped(("NameError", f"name '{task.name}' is not defined"))
    held = {name: Held(here.box, name, plan) for name, plan in plans(here.tasks, task, hidden).items()
            if name in here.defined}
    points, report = reported(lambda: here.check(task.name, held.pop(task.name), hidden, **held))
    kept = {"seconds": round(time.monotonic() - began, 4), "arrays": here.arrays[task.name, hidden]}
    return points, [*printed(report), {"output_type": "execute_result", "execution_count": number,
                                       "metadata": {"bptt": kept}, "data": {"text/plain": str(points)}}]


def reported(work):
    """Return the value of work() and what it printed."""
    report = io.StringIO()
    with contextlib.redirect_stdout(report):
        return work(), report.getvalue()


def printed(text):
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


def stopped(error):
    if not error:
        return []
    name, message = error
    return [{"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}]
