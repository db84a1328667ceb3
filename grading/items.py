"""How a class did on each check: pass rate, diagnoses, discrimination and time, as a page, CSV and JSON.

    root/autograded/<student>/<ps>/<ps>.ipynb     read: the checks' reports, and how long each cell took
    root/gradebook.db                             read: the points of questions that are graded by hand
    root/items/<ps>.html, root/items/<ps>.csv     written

The discrimination of a check is the point-biserial correlation of passing it with the rest score: the points
of all other checks of the set. That of a question is the correlation of its points with those of all checks.
"""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from grading import reports
from grading.export import csv_text
from grading.feedback import graded_students, notebook_of
from grading.feedback_marks import marks_of
from grading.feedback_page import read_notebook
from grading.files import source_of, write_file
from grading.gradebook import existing, opened
from grading.items_page import MOST, lines, page
from grading.lock import alone
from grading.marks import CHECK, HIDDEN, table_of
from grading.records import printed_by, stop_of

LONGEST = 160       # characters of one
WHERE = re.compile(r", first at .*$|, in the line `.*$")    # what differs from student to student
COUNTS = re.compile(r"\b\d+ of \d+ numbers")


class Item(NamedTuple):
    """One check, or one question, of a set: how the class did on it."""

    function: str
    label: str
    seen: bool              # whether students see the check before they hand in
    points: float
    students: int           # who are counted: those whose work the check ran on, or a grader has read
    rate: float             # the share that passed; of a question, the mean share of its points
    discrimination: float | None    # None where everyone did the same
    diagnoses: list         # (words, how many students), the commonest first
    milliseconds: float | None      # the median that the cell of the check took


def items(name, root, db=None):
    """Write the page and the CSV of a problem set; return its Items, and the number of students."""
    source_of(name)
    root = Path(root).resolve()
    students = graded_students(root, name)
    with alone(root):
        with opened(existing(root, db)) as gradebook:
            marks = marks_of(gradebook, name)
        answers = [answers_of(name, read_notebook(notebook_of(root, name, who))) for who in students]
        found = checks(name, answers) + questions(name, answers, [marks.get(who, {}) for who in students])
        write_file(root / "items" / f"{name}.html", page(name, found, [total(mine) for mine in answers]))
        write_file(root / "items" / f"{name}.csv", csv_text(lines(found)))
    return found, len(students)


######## what one student's notebook says

class Answer(NamedTuple):
    """What one check said of one student's function."""

    passed: bool
    points: float
    diagnosis: str
    seconds: float | None


def keys(name):
    """Return (function, ending of its cell, item) of each check of a set, in order."""
    return [(task.name, ending, item) for task in table_of(name).TABLE
            for ending, group in ((CHECK, task.visible), (HIDDEN, task.hidden)) for item in group]


def answers_of(name, notebook):
    """Return {(function, ending, label): Answer} of one graded notebook."""
    cells = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in notebook["cells"]
             if "nbgrader" in cell["metadata"]}
    read = {grade_id: reports.read(printed_by(cell)).entries for grade_id, cell in cells.items()
            if cell["cell_type"] == "code"}
    found = {}
    for function, ending, item in keys(name):
        cell, entries = cells[function + ending], read[function + ending]
        entry = next((entry for entry in entries if entry.label == item.label), None)
        stopped = stop_of(cells[function]) or stop_of(cell) or "gave no report"
        passed = entry is not None and entry.verdict == "passed"
        why = "" if passed else diagnosis(entry, entries) if entry else f"its cell {stopped}"
        answer = Answer(passed, item.points * passed, why[:LONGEST], seconds(cell))
        found[function, ending, item.label] = answer
    return found


def diagnosis(entry, entries):
    """Return why a check was missed, in words that are the same for all who made the same mistake."""
    named = next((e.details["mistake"] for e in entries if "mistake" in e.details), "")
    return named or COUNTS.sub("some numbers", WHERE.sub("", entry.sentence))


def seconds(cell):
    """Return how long a check cell took, None where that was not kept."""
    kept = [output["metadata"].get("bptt") for output in cell["outputs"] if "metadata" in output]
    found = kept[0].get("seconds") if kept and isinstance(kept[0], dict) else None
    return found if isinstance(found, float) else None


######## what the class did

def checks(name, answers):
    """Return the Item of each check."""
    totals = np.array([total(student) for student in answers])
    found = []
    for function, ending, item in keys(name):
        own = [student[function, ending, item.label] for student in answers]
        passed = np.array([answer.passed for answer in own], float)
        times = [1000 * answer.seconds for answer in own if answer.seconds is not None]
        why = Counter(answer.diagnosis for answer in own if not answer.passed)
        found.append(Item(function, item.label, ending == CHECK, item.points, len(own), float(passed.mean()),
                          correlation(passed, totals - item.points * passed), why.most_common(MOST),
                          float(np.median(times)) if times else None))
    return found


def questions(name, answers, marks):
    """Return the Item of each question, of those students whose answer has its points."""
    found = []
    for question, points in table_of(name).WRITTEN.items():
        graded = [(mine[question].points, total(student))
                  for student, mine in zip(answers, marks, strict=True)
                  if question in mine and not mine[question].waiting]
        earned, rest = np.array(graded).reshape(-1, 2).T
        rate = float(earned.mean() / points) if graded else 0.0
        found.append(Item(question, "graded by hand", True, points, len(graded), rate,
                          correlation(earned, rest), [], None))
    return found


def total(student):
    return sum(answer.points for answer in student.values())


def correlation(one, other):
    """Return the correlation of two lists of numbers, None where one of them is constant."""
    if len(one) < 2 or not np.ptp(one) or not np.ptp(other):
        return None
    return float(np.corrcoef(one, other)[0, 1])
