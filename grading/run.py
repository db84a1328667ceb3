"""Grade what a class handed in: intake, nbgrader's autograde, feedback, one student at a time.

    root/submitted/<student>/<ps>/<ps>.ipynb     read, never written
    root/autograded, root/feedback               written by nbgrader
    root/gradebook.db, root/.course_secret       made on first use
    root/build/grading-*                         the workspace, gone when it is done
"""

import contextlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from grading import intake
from grading.exercises import write_source
from grading.files import BadInput, write_file
from grading.folders import astray, check_name, find, shown, students_of
from grading.gradebook import api, generate_assignment, interrupted, why
from grading.lock import alone
from grading.records import NOT_HANDED_IN, read_record, zero


class Result(NamedTuple):
    """What grading a class came to; the sentences name a file and a reason."""

    records: list
    refused: dict       # student -> sentence, where the submission is no notebook: exit code 2
    failed: dict        # student -> sentence, where nbgrader could not finish: exit code 1
    notes: list         # sentences on what lies in the wrong place


def grade(name, root, student=None):
    """Grade one problem set of one student, or of all, and return the Result."""
    root = Path(root).resolve()
    students_of(root, name, student)        # before anything is written
    with alone(root):
        return grade_class(name, root, student)


def grade_class(name, root, student=None):
    """Grade with the course's lock held."""
    students, notes = students_of(root, name, student)
    result = Result([], {}, {}, notes)
    print(f"Grading {len(students)} submission{'s' * (len(students) != 1)} of {name} ...",
          file=sys.stderr, flush=True)
    with workspace_in(root) as workspace:
        inside = Path(workspace).relative_to(root)
        course = api(root, submitted_directory=str(inside / "submitted"),
                     release_directory=str(inside / "release"))
        write_source(name, root)
        generate_assignment(name, course)
        release = (root / inside / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8")
        for who in tqdm(students, disable=None, desc=f"grading {name}", unit="student"):
            grade_one(course, name, root, who, release, result)
    return result


@contextlib.contextmanager
def workspace_in(root):
    """Give a folder below root/build, because nbgrader's paths start at root; gone after the block.

    Those of graders that were killed go first: the lock says that no living one needs them.
    """
    build = root / "build"
    if build.exists() and not build.is_dir():
        raise BadInput(f"{build} is a file: move it away, the grader needs a folder of that name.")
    build.mkdir(exist_ok=True)
    for left in build.glob("grading-*"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(dir=build, prefix="grading-") as workspace:
            yield workspace
    finally:
        with contextlib.suppress(OSError):      # other things are built there too
            build.rmdir()


def grade_one(course, name, root, student, release, result):
    """Grade one student's notebook and add the outcome to result; no submission stops the others."""
    relative = shown(Path("submitted") / student / name / f"{name}.ipynb")
    try:
        check_name(student)
        path = find(root, student, name)
        hint = astray(root, student, name, path)
        result.notes.extend([f"{hint}."] * bool(hint))
        outcome, missing = {"success": True}, NOT_HANDED_IN.format(name=name) + f"; {hint}" * bool(hint)
        if path:
            taken = intake.read(path, release)
            result.notes.extend(f"{relative} {remark}." for remark in taken.remarks)
            outcome = autograde(course, name, student, taken.text)
        else:
            zero(course, name, student)
        if interrupted(outcome):
            raise KeyboardInterrupt
        if outcome["success"]:
            result.records.append(read_record(course, name, student, missing))
        else:
            result.failed[student] = f"{relative} could not be graded: {why(outcome)}"
    except BadInput as problem:
        result.refused[student] = f"{relative} {problem}."
    except Exception as problem:
        said = " ".join(f"{type(problem).__name__}: {problem}".split())[:200]
        result.failed[student] = f"{relative} could not be graded: {said}"


def autograde(course, name, student, taken):
    """Let nbgrader grade a taken-in notebook and write its feedback page; return its outcome."""
    where = Path(course.coursedir.root) / course.coursedir.submitted_directory
    write_file(where / student / name / f"{name}.ipynb", taken)
    outcome = course.autograde(name, student)
    return course.generate_feedback(name, student) if outcome["success"] else outcome
