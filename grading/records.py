"""One student's grades, read from the gradebook, with the reason for every lost point.

The reasons come from what the check cells printed into the autograded notebook.
"""

import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from grading import reports
from grading.intake import MISSING
from grading.marks import function_of, place

NOT_HANDED_IN = "no {name}.ipynb was handed in"
WAITS = "waits for a manual grade"


class Loss(NamedTuple):
    """Points lost in one function: how many, what was checked ("" for all of it), and why."""

    function: str
    points: float
    label: str
    reason: str


class Record(NamedTuple):
    student: str
    scores: dict        # function -> (points, maximum), in the notebook's order
    losses: list
    waiting: list       # functions and questions that no one has graded yet

    @property
    def total(self): return sum(points for points, _ in self.scores.values())

    @property
    def maximum(self): return sum(maximum for _, maximum in self.scores.values())


def read_record(course, name, student, missing):
    """Return the Record of one graded student; missing is the reason where there is no notebook."""
    cells = autograded_cells(course, name, student)
    scores, losses, waiting = {}, [], []
    with course.gradebook as gradebook:
        grades = {g.name: g for g in gradebook.find_submission_notebook(name, name, student).grades}
        for grade_id in sorted(grades, key=lambda grade_id: place(grade_id, name)):
            grade, function = grades[grade_id], function_of(grade_id)
            points, maximum = scores.get(function, (0, 0))
            scores[function] = (points + grade.score, maximum + grade.max_score)
            if grade.manual_score is None and grade.auto_score is None:
                waiting.append(function)
            if grade.score < grade.max_score:
                losses += why_lost(grade, function, cells, missing)
    return Record(student, scores, losses, waiting)


def autograded_cells(course, name, student):
    """Return the cells of a student's autograded notebook by grade id; {} where there is none."""
    path = folder(course, "autograded", name, student) / f"{name}.ipynb"
    if not path.exists():
        return {}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in cells
            if "nbgrader" in cell["metadata"]}


def why_lost(grade, function, cells, missing):
    """Return the Losses behind one grade that is below its maximum."""
    def all_of_it(reason):
        return [Loss(function, grade.max_score - grade.score, "", reason)]

    if grade.manual_score is not None:
        return all_of_it("graded by hand")
    if not cells:
        return all_of_it(missing)
    if grade.auto_score is None:
        return all_of_it(WAITS)
    if grade.cell.cell_type == "markdown":
        return all_of_it("nothing was written")
    own = cells[function]
    if "".join(own["source"]).startswith(MISSING):
        return all_of_it("its cell is not in the notebook that was handed in")
    stopped = stop_of(own)
    if stopped:
        return all_of_it(f"its cell {stopped}")
    stopped = stop_of(cells[grade.name])
    missed = reports.reasons(printed_by(cells[grade.name]))
    if missed and not stopped:
        return [Loss(function, *loss) for loss in missed]
    return all_of_it(f"its check cell {stopped or 'gave no reason'}")


def printed_by(cell):
    return "".join("".join(output["text"]) for output in cell["outputs"]
                   if output["output_type"] == "stream" and output["name"] == "stdout")


def stop_of(cell):
    """Return how a cell stopped, in words that follow "its cell", or "" where it ran to its end."""
    errors = [output for output in cell["outputs"] if output["output_type"] == "error"]
    if not errors:
        return ""
    if any(error["ename"] == "CellTimeoutError" for error in errors):
        return "did not come to an end within the time limit"
    message = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", errors[0]["evalue"]).split())
    return f"stopped with {errors[0]['ename']}: {message[:160]}".removesuffix(": ")


def zero(course, name, student):
    """Give a student who handed nothing in 0 points; what a grader entered by hand stays."""
    with course.gradebook as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(name, student)
        for grade in gradebook.find_submission_notebook(name, name, student).grades:
            grade.auto_score, grade.needs_manual_grade = 0, False
        gradebook.db.commit()
    for step in ("autograded", "feedback"):     # of a file that was there the last time
        shutil.rmtree(folder(course, step, name, student), ignore_errors=True)


def folder(course, step, name, student):
    return Path(course.coursedir.format_path(step, student, name))
