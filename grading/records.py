"""The grades of students, read from the gradebook, with the reason for every lost point.

The reasons come from what the check cells printed into the autograded notebook.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from grading import reports
from grading.feedback_marks import marks_of, penalties_of
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
    penalty: float = 0  # points taken off for late work

    @property
    def total(self): return max(0, sum(points for points, _ in self.scores.values()) - self.penalty)

    @property
    def maximum(self): return sum(maximum for _, maximum in self.scores.values())


def records(course, gradebook, name, students, missing):
    """Return the Records of graded students; missing is {student: reason}, where there is no notebook."""
    marks, penalties = marks_of(gradebook, name), penalties_of(gradebook, name)
    return [record(student, name, marks[student], penalties[student], autograded_cells(course, name, student),
                   missing.get(student, "")) for student in students]


def record(student, name, marks, penalty, cells, missing):
    """Return one student's Record."""
    scores, losses, waiting = {}, [], []
    graded = [grade_id for grade_id, mark in marks.items() if mark.maximum]
    for grade_id in sorted(graded, key=lambda grade_id: place(grade_id, name)):
        mark, function = marks[grade_id], function_of(grade_id)
        points, maximum = scores.get(function, (0, 0))
        scores[function] = (points + mark.points, maximum + mark.maximum)
        if mark.waiting:
            waiting.append(function)
        if mark.points < mark.maximum:
            losses += why_lost(grade_id, mark, function, cells, missing)
    if penalty:
        losses.append(Loss("handing in on time", penalty, "", "handed in late"))
    return Record(student, scores, losses, waiting, penalty)


def autograded_cells(course, name, student):
    """Return the cells of a student's autograded notebook by grade id; {} where there is none."""
    path = Path(course.coursedir.format_path("autograded", student, name)) / f"{name}.ipynb"
    if not path.exists():
        return {}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in cells
            if "nbgrader" in cell["metadata"]}


def why_lost(grade_id, mark, function, cells, missing):
    """Return the Losses behind one mark that is below its maximum."""
    def all_of_it(reason):
        return [Loss(function, mark.maximum - mark.points, "", reason)]

    if mark.manual is not None:
        return all_of_it("graded by hand")
    if not cells:
        return all_of_it(missing)
    if mark.waiting:
        return all_of_it(WAITS)
    if cells[grade_id]["cell_type"] == "markdown":
        return all_of_it("nothing was written")
    own = cells[function]
    if "".join(own["source"]).startswith(MISSING):
        return all_of_it("its cell is not in the notebook that was handed in")
    stopped = stop_of(own)
    if stopped:
        return all_of_it(f"its cell {stopped}")
    stopped = stop_of(cells[grade_id])
    missed = reports.reasons(printed_by(cells[grade_id]))
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
