"""Grade what a class handed in: intake, nbgrader's autograde, feedback, one student at a time.

    root/submitted/<student>/<ps>/<ps>.ipynb     read, never written
    root/autograded, root/feedback               written by nbgrader
    root/gradebook.db, root/.course_secret       made on first use
"""

import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from grading import intake
from grading.checks.instances import KEY
from grading.exercises import write_source
from grading.files import BadInput, source_of, write_file
from grading.gradebook import api, generate_assignment, interrupted, why
from grading.records import read_record, zero
from grading.secret import course_secret, student_key

NAME = re.compile(r"\w[\w.@+ -]*")      # nbgrader reads a student's name as a pattern


class Result(NamedTuple):
    """What grading a class came to; the sentences name a file and a reason."""

    records: list
    refused: list       # submissions that are no notebooks: exit code 2
    failed: list        # submissions nbgrader could not finish: exit code 1


def handed_in(root, name, student=None):
    """Return the names of the students' folders; BadInput where there are none, or not that one."""
    source_of(name)
    folder = Path(root) / "submitted"
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}: put each notebook at "
                       f"{folder}/<student>/{name}/{name}.ipynb.")
    students = sorted(path.name for path in folder.iterdir()
                      if path.is_dir() and not path.name.startswith("."))
    if student is not None and student not in students:
        raise BadInput(f"{folder} has no folder of a student {student!r}.")
    if not students:
        raise BadInput(f"{folder} has no student's folder in it.")
    return [student] if student is not None else students


def grade(name, root, student=None):
    """Grade one problem set of one student, or of all, and return the Result."""
    root = Path(root).resolve()
    students, secret = handed_in(root, name, student), course_secret(root)
    result = Result([], [], [])
    (root / "build").mkdir(exist_ok=True)
    # Below the root, because nbgrader's paths start there; gone when the block ends.
    with tempfile.TemporaryDirectory(dir=root / "build", prefix="grading-") as workspace:
        inside = Path(workspace).relative_to(root)
        course = api(root, submitted_directory=str(inside / "submitted"),
                     release_directory=str(inside / "release"))
        write_source(name, root)
        generate_assignment(name, course)
        release = (root / inside / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8")
        for who in tqdm(students, disable=None, desc=f"grading {name}", unit="student"):
            with kernel_environment(student_key(secret, who), workspace):
                grade_one(course, name, root, who, release, result)
    return result


@contextlib.contextmanager
def kernel_environment(key, workspace):
    """Set what the kernels started in the block see: the student's key, and no one's IPython files."""
    changes = {KEY: key, "IPYTHONDIR": os.path.join(workspace, "ipython")}
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def grade_one(course, name, root, student, release, result):
    """Grade one student's notebook and add the outcome to result; no submission stops the others."""
    relative = Path("submitted") / student / name / f"{name}.ipynb"
    try:
        if not NAME.fullmatch(student):
            raise BadInput("stands in a folder whose name is not made of letters, digits and . _ @ + -")
        if any(path.is_symlink() for path in list((root / relative).parents)[:2]):
            raise BadInput("stands in a folder that is a symbolic link")
        if os.path.lexists(root / relative):
            taken = intake.take_in(intake.read_regular(root / relative), release)
            outcome = autograde(course, name, student, taken)
        else:
            zero(course, name, student)
            outcome = {"success": True}
    except BadInput as problem:
        result.refused.append(f"{relative} {problem}.")
        return
    if interrupted(outcome):
        raise KeyboardInterrupt
    if not outcome["success"]:
        result.failed.append(f"{relative} could not be graded: {why(outcome)}")
        return
    result.records.append(read_record(course, name, student))


def autograde(course, name, student, taken):
    """Let nbgrader grade a taken-in notebook and write its feedback page; return its outcome."""
    where = Path(course.coursedir.root) / course.coursedir.submitted_directory
    write_file(where / student / name / f"{name}.ipynb", taken)
    outcome = course.autograde(name, student)
    return course.generate_feedback(name, student) if outcome["success"] else outcome


def feedback(name, root):
    """Write the feedback pages of a problem set again, and return how many there are."""
    source_of(name)
    root = Path(root).resolve()
    students = sorted(path.parent.parent.name
                      for path in root.glob(f"autograded/*/{name}/{name}.ipynb"))
    if not students:
        raise BadInput(f"{root / 'autograded'} has no graded {name}: run "
                       f"`python -m grading grade {name}` first.")
    course = api(root)
    for student in tqdm(students, disable=None, desc=f"feedback {name}", unit="page"):
        outcome = course.generate_feedback(name, student)
        if not outcome["success"]:
            raise BadInput(f"The feedback of {student} could not be written: {why(outcome)}")
    return len(students)
