"""Grades as CSV: plain, for Canvas's gradebook import, for Moodle's grade import or grading worksheet.

Each format is a function of the rows, and a plug-in of nbgrader's export command. A score is never more
than two decimals, as the platforms keep it, and a penalty for late work is already taken off.
"""

import csv
import io
from typing import NamedTuple

from nbgrader.api import (
    BaseCell,
    Grade,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.plugins import ExportPlugin

from grading import late
from grading.files import BadInput, write_file
from grading.lms import platform_number
from grading.marks import function_of, place


class Row(NamedTuple):
    """One student's grade in one set."""

    student: str
    score: float        # with the penalty taken off
    maximum: float
    penalty: float
    waiting: bool       # for a manual grade
    points: dict        # function or question -> points


def rows(gradebook, problem_set):
    """Return the Rows of a set, by student; BadInput where the gradebook does not know the set."""
    late.apply(gradebook, problem_set)
    try:
        assignment = gradebook.find_assignment(problem_set)
    except MissingEntry:
        raise BadInput(f"The gradebook has no {problem_set}: run `python -m grading grade {problem_set}` "
                       "first.") from None
    points = points_of(gradebook, assignment, problem_set)
    submissions = gradebook.db.query(SubmittedAssignment).filter_by(assignment_id=assignment.id)
    return [Row(s.student_id, max(0.0, s.score - s.late_submission_penalty), s.max_score,
                s.late_submission_penalty, bool(s.needs_manual_grade), points.get(s.student_id, {}))
            for s in sorted(submissions, key=lambda s: s.student_id)]


def points_of(gradebook, assignment, problem_set):
    """Return {student: {function: points}}, functions in the order of the notebook."""
    found = gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.score) \
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id) \
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id).join(BaseCell, Grade.cell_id == BaseCell.id) \
        .filter(SubmittedAssignment.assignment_id == assignment.id)
    points = {}
    for student, cell, score in sorted(found, key=lambda row: (row[0], place(row[1], problem_set))):
        own = points.setdefault(student, {})
        own[function_of(cell)] = own.get(function_of(cell), 0) + score
    return points


######## formats: (problem set, its title, rows) -> lines of cells

def plain(problem_set, title, rows):
    """One line a student: total, maximum, penalty, whether a grade by hand is missing, each function."""
    functions = list(dict.fromkeys(f for row in rows for f in row.points))
    head = ["student", "total", "maximum", "late_penalty", "waits", *functions]
    return [head, *([harmless(row.student), number(row.score), number(row.maximum), number(row.penalty),
                     "yes" if row.waiting else "", *(number(row.points.get(f, 0)) for f in functions)]
                    for row in rows)]


def canvas(problem_set, title, rows):
    """Canvas, "Import grades": it finds a student by its own number, else by the login, else by the name."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    maximum = ["    Points Possible", "", "", "", "", number(rows[0].maximum) if rows else ""]
    lines = []
    for row in rows:
        name, canvas_id = platform_number(row.student)
        login = "" if canvas_id else row.student
        lines.append([name or row.student, canvas_id, "", login, "", number(row.score)])
    return [head, maximum, *lines]


def moodle(problem_set, title, rows):
    """Moodle: "Upload grading worksheet" where the names are those of its download, else "Import: CSV file".

    You tell the import which column says who it is: the email address where every name is one, or the user.
    """
    if rows and all(platform_number(row.student)[1] for row in rows):
        head = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]
        return [head, *([f"Participant {platform_number(row.student)[1]}", platform_number(row.student)[0],
                         number(row.score), number(row.maximum), "-"] for row in rows)]
    who = "Email address" if rows and all("@" in row.student for row in rows) else "Username"
    return [[who, title], *([row.student, number(row.score)] for row in rows)]


FORMATS = {"plain": plain, "canvas": canvas, "moodle": moodle}


def number(x):
    """Return points as text with at most two decimals: 7, 87.5."""
    return f"{x:.2f}".rstrip("0").rstrip(".")


def harmless(text):
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def csv_text(lines):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def export(gradebook, problem_set, title, style="plain"):
    """Return the text of one export and how many students still wait for a manual grade."""
    found = rows(gradebook, problem_set)
    return csv_text(FORMATS[style](problem_set, title, found)), sum(row.waiting for row in found)


######## nbgrader's plug-ins: nbgrader export --exporter grading.export.Canvas --assignment '["ps1"]'

class Plain(ExportPlugin):
    """A CSV file for each set that is asked for; all that the gradebook has if none is."""

    style = "plain"

    def export(self, gradebook):
        names = [str(name) for name in self.assignment] or [a.name for a in gradebook.assignments]
        for name in names:
            text, _ = export(gradebook, name, name, self.style)
            write_file(self.to if self.to and len(names) == 1 else f"{name}-{self.style}.csv", text)


class Canvas(Plain):
    """The same for Canvas."""

    style = "canvas"


class Moodle(Plain):
    """The same for Moodle."""

    style = "moodle"
