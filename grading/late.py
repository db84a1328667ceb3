"""Late work: the table of penalties in grading/course.toml, as nbgrader's plug-in.

    [late]
    minutes_of_grace = 15
    penalties = [[24, 10], [72, 25], [168, 50]]     # up to so many hours late, so many percent are lost
    after = 100                                     # percent, later than that

A day in `due` ends at midnight where the grader runs. A student's extension in the gradebook counts.
"""

from datetime import UTC, datetime, time, timedelta

from nbgrader.api import MissingEntry, SubmittedAssignment
from nbgrader.plugins import LateSubmissionPlugin

from grading.checks.course import COURSE, day


def percent_lost(seconds_late, policy):
    """Return the percent of the score that work loses which is so many seconds late."""
    late = seconds_late - 60 * policy.get("minutes_of_grace", 0)
    if not policy or late <= 0:
        return 0
    return next((percent for hours, percent in policy["penalties"] if late <= 3600 * hours),
                policy.get("after", 100))


def due(problem_set):
    """Return the moment a set is due, as nbgrader keeps it: UTC without a zone; None where no day is set."""
    last = day(problem_set, "due")
    if last is None:
        return None
    midnight = datetime.combine(last + timedelta(days=1), time())
    return midnight.astimezone(UTC).replace(tzinfo=None)


class LatePolicy(LateSubmissionPlugin):
    """The penalty of grading/course.toml, in points."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score * percent_lost(total_seconds_late, COURSE.get("late", {})) / 100


def apply(gradebook, problem_set, policy=None):
    """Set the penalties of all submissions of a set anew, from the scores as they are now; commit.

    Points by hand come after the automatic ones, and a penalty is a share of both.
    """
    policy = COURSE.get("late", {}) if policy is None else policy
    try:
        assignment = gradebook.find_assignment(problem_set)
    except MissingEntry:
        return
    assignment.duedate = due(problem_set) or assignment.duedate
    submissions = gradebook.db.query(SubmittedAssignment).filter_by(assignment_id=assignment.id)
    for submission in submissions:
        share = percent_lost(submission.total_seconds_late, policy) / 100
        for notebook in submission.notebooks if share or submission.late_submission_penalty else ():
            notebook.late_submission_penalty = share * notebook.score or None
    gradebook.db.commit()
