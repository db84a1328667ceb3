"""Grade one notebook: the student's cells run in a box, the checks here, where no student's code ever runs.

Check cells come from our own source of the problem set, never from what was handed in. To them a student's
function is a name on the other side of a wire.
"""

import contextlib
import hashlib
import io
import json
import time
from types import SimpleNamespace
from typing import NamedTuple

from grading.box.function import Held, plans
from grading.box.remote import Box
from grading.cells import as_python, steps
from grading.checks.instances import keyed
from grading.checks.task import checker
from grading.intake import LONGEST
from grading.marks import table_of

SECONDS = 60.0          # for one notebook


class Graded(NamedTuple):
    """One graded notebook: its text with outputs, the points of each check by grade id, what went wrong
    while its cells ran, in sentences, and the seconds that grading took."""

    notebook: str
    points: dict
    notes: list
    seconds: float


def grade_notebook(taken, name, key, parent, seconds=SECONDS):
    """Return what a taken-in notebook of problem set `name` earns, as a Graded.

    taken: the text of a notebook as intake gives it. key: what its graded instances are drawn from, of
    grading.secret. parent: a warm box, of grading.box.parent. seconds: time for all of it.
    """
    began, notebook = time.monotonic(), json.loads(taken)
    cells = {claim(cell): cell for cell in notebook["cells"]}
    with keyed(key), Box(parent, list(table_of(name).TASKS), seconds) as box:
        points = grade_cells(cells, name, box)
    return Graded(json.dumps(notebook), points, box.notes, time.monotonic() - began)


def claim(cell):
    """Return the id that a taken-in cell goes by."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id")


def attempt_of(taken, name):
    """Return the sha256 of a student's code in a taken-in notebook: the same work has the same one."""
    cells = {claim(cell): text_of(cell) for cell in json.loads(taken)["cells"]}
    own = [(step.cell, cells.get(step.cell)) for step in steps(name) if step.kind == "solution"]
    return hashlib.sha256(json.dumps(own).encode()).hexdigest()


def text_of(cell):
    """Return a cell's source as one text."""
    return "".join(cell["source"])


######## the steps of a notebook

def grade_cells(cells, name, box):
    """Take a problem set's steps in order, write each one's outputs into its cell, and return the points."""
    tasks, points, defined, arrays = table_of(name).TASKS, {}, (), {}
    check, progress = checker(name, tasks, arrays)
    checks = {name: SimpleNamespace(check=check, progress=progress)}
    for number, step in enumerate(steps(name), 1):
        cell = cells.get(step.cell, {"source": ""})
        if step.kind in ("given", "solution"):
            ran = run(box, step, text_of(cell))
            defined, outputs = ran.defined or defined, printed(ran.printed) + stopped(ran.error)
        else:
            began = time.monotonic()
            value, outputs = judge(step, checks, functions(box, step, tasks, defined), number)
            keep(outputs, time.monotonic() - began, arrays.get((step.function, step.hidden), {}))
            if step.kind == "check":
                points[step.cell] = value
        cell.update(outputs=outputs, execution_count=number)
    return points


def run(box, step, source):
    """Return the Ran of a cell: of the student's source, or of ours where the cell comes ready."""
    if step.kind == "given":
        return box.run(step.cell, step.source)
    return box.run(step.cell, as_python(source[:LONGEST]))


def functions(box, step, tasks, defined):
    """Return the student's functions that a check cell mentions, as far as they are defined, by name."""
    if step.kind == "progress":
        return {}
    found = plans(tasks, tasks[step.function], step.hidden, step.others)
    return {name: Held(box, name, plan) for name, plan in found.items() if name in defined}


def judge(step, checks, functions, number):
    """Return the points that a check cell gives, 0 where a function is missing, and its outputs."""
    report = io.StringIO()
    try:
        with contextlib.redirect_stdout(report):
            value = eval(step.source, checks | functions)
    except NameError as error:
        return 0, stopped(("NameError", str(error)))
    return value, printed(report.getvalue()) + given(value, number)


######## outputs, as a kernel gives them

def printed(text):
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


def given(value, number):
    if value is None:
        return []
    return [{"output_type": "execute_result", "execution_count": number, "metadata": {},
             "data": {"text/plain": str(value)}}]


def keep(outputs, seconds, arrays):
    """Note beside a check's points how long it took, and the arrays that the feedback draws."""
    for output in outputs:
        if "metadata" in output:
            output["metadata"]["bptt"] = {"seconds": round(seconds, 4), "arrays": arrays}


def stopped(error):
    if not error:
        return []
    name, message = error
    return [{"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}]
