"""What the gradebook says on a class's cells, read in two queries: points, comments, penalties."""

from typing import NamedTuple

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)

UNCHANGED = "No response."      # nbgrader's comment on a cell that is as it was given out


class Mark(NamedTuple):
    """One cell's grade and comment."""

    maximum: float = 0
    auto: float | None = None       # points of the checks
    manual: float | None = None     # points of a grader, who has the last word
    extra: float = 0
    comment: str = ""               # a grader's
    unchanged: bool = False         # the cell is as it was given out

    @property
    def waiting(self): return self.auto is None and self.manual is None

    @property
    def points(self): return next((x for x in (self.manual, self.auto) if x is not None), 0) + self.extra


def marks_of(gradebook, problem_set, student=None):
    """Return {student: {grade id: Mark}} of all submissions of a set, or of one student's."""
    found = {}
    columns = (GradeCell.name, GradeCell.max_score, Grade.auto_score, Grade.manual_score, Grade.extra_credit)
    cells = submitted(gradebook, problem_set, student, *columns) \
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id).join(GradeCell, Grade.cell_id == GradeCell.id)
    for who, cell, maximum, auto, manual, extra in cells:
        found.setdefault(who, {})[cell] = Mark(maximum, auto, manual, extra or 0)
    columns = (SolutionCell.name, Comment.auto_comment, Comment.manual_comment)
    comments = submitted(gradebook, problem_set, student, *columns) \
        .join(Comment, Comment.notebook_id == SubmittedNotebook.id) \
        .join(SolutionCell, Comment.cell_id == SolutionCell.id)
    for who, cell, auto, manual in comments:
        marks = found.setdefault(who, {})
        marks[cell] = marks.get(cell, Mark())._replace(comment=manual or "", unchanged=auto == UNCHANGED)
    return found


def penalties_of(gradebook, problem_set, student=None):
    """Return {student: points that are taken off for late work}."""
    rows = submitted(gradebook, problem_set, student, SubmittedNotebook.late_submission_penalty)
    return {who: penalty or 0 for who, penalty in rows}


def submitted(gradebook, problem_set, student, *columns):
    """Return a query of columns of the submitted notebooks of a set, the student's name before them."""
    query = gradebook.db.query(SubmittedAssignment.student_id, *columns).select_from(SubmittedNotebook) \
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id) \
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id) \
        .filter(Assignment.name == problem_set)
    return query if student is None else query.filter(SubmittedAssignment.student_id == student)
