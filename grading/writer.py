"""The one writer: what the workers found, into nbgrader's gradebook and the folder autograded.

Many submissions are one commit. The notebook follows its commit, and carries the fingerprint of all that
decided about the grade: so a fingerprint is proof that the gradebook has it.
"""

import os
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import (
    Comment,
    Grade,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.utils import parse_utc
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from grading.files import write_file
from grading.folders import shown

MANY, SECONDS = 64, 2.0     # a commit holds so many submissions, or those of so much time


class Grades(NamedTuple):
    """What is written of one student: text is the graded notebook, "" where nothing was handed in."""

    student: str
    text: str
    scores: dict        # grade id -> points, None where someone has to grade by hand
    comments: dict      # grade id of a student's cell -> nbgrader's comment, or None
    timestamp: str      # "" where it is not known


class Writer:
    """Collects what is graded and writes it; `flush` writes the rest."""

    def __init__(self, run):
        """run: the Run of grading.options; its gradebook opens with the first that is written."""
        self.run = run
        self.waiting, self.since, self.failed = [], time.monotonic(), {}

    def add(self, grades):
        self.waiting.append(grades)
        if len(self.waiting) >= MANY or time.monotonic() - self.since > SECONDS:
            self.flush()

    def flush(self):
        """Write what waits: all at once, or one by one where the gradebook refuses some of it."""
        waiting, self.waiting, self.since = self.waiting, [], time.monotonic()
        if not waiting:
            return
        try:
            self.write(waiting)
        except SQLAlchemyError:
            for one in waiting:
                try:
                    self.write([one])
                except SQLAlchemyError as problem:
                    self.failed[one.student] = f"the gradebook refused it: {reason(problem)}"

    def write(self, waiting):
        for one in waiting:
            shutil.rmtree(folder(self.run.course, "feedback", self.run.name, one.student), ignore_errors=True)
        try:
            record(self.run.book(), self.run.name, waiting)
        except SQLAlchemyError:
            self.run.book().db.rollback()
            raise
        for one in waiting:
            self.file(one)

    def file(self, one):
        """Write a graded notebook to its place, as nbgrader does; take it away where there is none."""
        where = folder(self.run.course, "autograded", self.run.name, one.student)
        shutil.rmtree(where, ignore_errors=True)        # with what a killed grader left half-written
        if one.text:
            if one.timestamp:
                write_file(where / "timestamp.txt", one.timestamp + "\n")
            path = where / f"{self.run.name}.ipynb"
            write_file(path, one.text)
            os.chmod(path, 0o664 if self.run.course.coursedir.groupshared else 0o444)


def reason(problem):
    """Return what a database said, in one line."""
    return shown(str(getattr(problem, "orig", None) or problem).split("\n")[0])[:200]


def folder(course, step, name, student):
    return Path(course.coursedir.format_path(step, student, name))


######## the gradebook

def record(book, name, waiting):
    """Set the automatic scores and comments of some students, and commit; what was given by hand stays."""
    notebook, graded = book.find_notebook(name, name), {one.student: one for one in waiting}
    enter(book, notebook, list(graded))
    names = {cell.id: cell.name for cell in [*notebook.grade_cells, *notebook.solution_cells]}
    rows = book.db.execute(
        select(SubmittedAssignment, SubmittedNotebook.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(SubmittedNotebook.notebook_id == notebook.id,
               SubmittedAssignment.student_id.in_(graded))).all()
    of = {}
    for submission, notebook_id in rows:
        of[notebook_id] = one = graded[submission.student_id]
        if one.timestamp:
            submission.timestamp = parse_utc(one.timestamp)
    for grade in book.db.scalars(select(Grade).where(Grade.notebook_id.in_(of))):
        auto = of[grade.notebook_id].scores[names[grade.cell_id]]
        nothing = not of[grade.notebook_id].text
        grade.auto_score = auto
        grade.needs_manual_grade = not nothing and (auto is None or grade.manual_score is not None)
    for comment in book.db.scalars(select(Comment).where(Comment.notebook_id.in_(of))):
        comment.auto_comment = of[comment.notebook_id].comments.get(names[comment.cell_id])
    book.db.commit()


def enter(book, notebook, students):
    """Give students a row, and an empty submission of the notebook, where they have none yet."""
    known = set(book.db.scalars(select(Student.id).where(Student.id.in_(students))))
    there = set(book.db.scalars(select(SubmittedAssignment.student_id).where(
        SubmittedAssignment.assignment_id == notebook.assignment_id,
        SubmittedAssignment.student_id.in_(students))))
    new = [student for student in students if student not in there]
    submissions = [{"id": new_uuid(), "assignment_id": notebook.assignment_id, "student_id": student}
                   for student in new]
    notebooks = [{"id": new_uuid(), "assignment_id": one["id"], "notebook_id": notebook.id}
                 for one in submissions]
    cells = {Grade: notebook.grade_cells, Comment: notebook.solution_cells}
    rows = {Student: [{"id": student} for student in new if student not in known],
            SubmittedAssignment: submissions, SubmittedNotebook: notebooks,
            **{kind: [{"id": new_uuid(), "notebook_id": one["id"], "cell_id": cell.id}
                      for one in notebooks for cell in cells[kind]] for kind in cells}}
    for kind, values in rows.items():
        if values:
            book.db.execute(insert(kind), values)
