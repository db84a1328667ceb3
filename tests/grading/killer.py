"""Grade a small class many times, each time killed at a random moment: a program of its own, for a test.

    python killer.py FOLDER COURSES KILLS SEED

It prints one JSON object: what the courses came to, and what a killed run left behind. All processes that a
killed run leaves become children of this one, so none can hide.
"""

import contextlib
import ctypes
import io
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import psutil
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from grading import sample, secret
from grading.exercises import release
from grading.export import export
from grading.files import write_file
from grading.gradebook import api
from grading.options import Options
from grading.run import grade

NAME = "ps1"
SUBREAPER = 36      # of prctl
PATIENCE = 20       # seconds for the processes of a killed run to end

runs = []           # process numbers


def make(root):
    """Write a class with the same secret each time."""
    root.mkdir()
    secret.make(root / secret.FILE, "7c" * 32)
    wrong = "def softmax(theta):\n    return np.exp(theta)\n"
    handed_in = {"ada": sample.answers(), "bob": {}, "cleo": sample.answers() | {"softmax": wrong},
                 "dan": sample.answers() | {"affine": "1 / 0"}, "eve": sample.answers() | {"why-tied": "So."}}
    for student, sources in handed_in.items():
        write_file(root / "submitted" / student / NAME / f"{NAME}.ipynb",
                   sample.filled_in(release(NAME), sources))
    (root / "submitted" / "fay").mkdir()
    write_file(root / "submitted" / "ada" / NAME / "timestamp.txt", "2030-01-01 10:00:00 UTC\n")


def run(root, seconds=None, **options):
    """Grade in a process of its own, which is killed after so many seconds; return how it ended, and when."""
    began, child = time.monotonic(), os.fork()
    if not child:
        code = 99
        with contextlib.suppress(Exception), open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
            result = grade(NAME, root, options=Options(**options))
            code = len(result.failed) + len(result.refused)
        os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    runs.append(child)
    return code, time.monotonic() - began


def left():
    """Return the command lines of the processes that a run leaves behind for long."""
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        found = psutil.Process().children(recursive=True)
        if not found or time.monotonic() > until:
            return [" ".join(process.cmdline()) for process in found]
        time.sleep(0.02)


def dump(root):
    """Return what a course holds, but its seconds: the export, the gradebook's rows, the graded notebooks."""
    with api(root).gradebook as book:
        columns = (SubmittedAssignment.student_id, BaseCell.name)
        grades = book.db.query(*columns, SubmittedAssignment.timestamp, Grade.auto_score, Grade.manual_score,
                               Grade.extra_credit, Grade.needs_manual_grade)
        comments = book.db.query(*columns, Comment.auto_comment, Comment.manual_comment)
        rows = [str(tuple(row)) for query, kind in ((grades, Grade), (comments, Comment))
                for row in query.join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
                .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
                .join(BaseCell, kind.cell_id == BaseCell.id)]
        return {"export": export(book, NAME, NAME)[0], "rows": sorted(rows),
                "students": book.db.query(Student).count(),
                "files": {path.relative_to(root).as_posix(): without_seconds(path)
                          for path in sorted((root / "autograded").rglob("*")) if path.is_file()},
                "top": sorted(path.name for path in root.iterdir())}


def without_seconds(path):
    text = path.read_text(encoding="utf-8")
    return timeless(json.loads(text)) if path.suffix == ".ipynb" else text


def timeless(value):
    if isinstance(value, dict):
        return {key: timeless(item) for key, item in value.items() if key != "seconds"}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def main(folder, courses, kills, seed):
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    folder, dice = Path(folder), random.Random(int(seed))
    for name in ("TMPDIR", "JOBLIB_TEMP_FOLDER"):
        os.environ[name] = str(folder / "temporary")
    (folder / "temporary").mkdir()
    make(folder / "undisturbed")
    code, fresh = run(folder / "undisturbed", jobs=1)
    _, again = run(folder / "undisturbed", jobs=1, again=True)
    wanted = dump(folder / "undisturbed")
    report = {"code": code, "wanted": wanted["export"], "killed": 0, "faults": []}
    for course in range(int(courses)):
        root = folder / f"course-{course}"
        make(root)
        for kill in range(int(kills)):
            options = {"jobs": dice.choice((1, 1, 1, 1, 2)), "again": kill > 0 and dice.random() < 0.5}
            code, _ = run(root, dice.uniform(0, again if kill else fresh), **options)
            report["killed"] += code == -signal.SIGKILL
            report["faults"] += [f"left behind: {line}" for line in left()]
        code, _ = run(root, jobs=1)
        found = dump(root) if code == 0 else {}
        report["faults"] += [f"{root.name}: exit code {code}"] * (code != 0)
        report["faults"] += [f"{root.name}: {part} differs" for part in found if found[part] != wanted[part]]
    report["faults"] += [f"left behind: {path}" for path in (folder / "temporary").rglob("*")]
    report["faults"] += [f"left behind: /dev/shm/{name}" for name in os.listdir("/dev/shm")
                         if any(f"-{run}-" in name or f"_{run}_" in name for run in runs)]
    return report


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):
        found = main(*sys.argv[1:])
    print(json.dumps(found))
