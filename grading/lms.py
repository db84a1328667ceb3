"""How learning platforms name the files of a download, and two plug-ins for nbgrader's zip_collect.

    lastfirst_LATE_1234_5678_ps1.ipynb                      Canvas: user 1234, attachment 5678
    First Last_1234_assignsubmission_file_/ps1.ipynb        Moodle: participant 1234
    First Last_1234_assignsubmission_file_ps1.ipynb         Moodle, without folders
    someone/ps1.ipynb, someone/ps1/ps1.ipynb                a folder for each student

A student's name here is what both platforms can be told again: the name and the number, `lastfirst_1234`.
"""

import re
from pathlib import Path
from typing import NamedTuple

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from grading.archives import entries
from grading.files import BadInput, write_bytes

CANVAS = re.compile(
    r"(?:.*/)?(?P<name>[^/_]+)(?P<late>_LATE)?_(?P<number>\d+)_(?P<attempt>\d+)_(?P<file>[^/]+)")
MOODLE = re.compile(r"(?:.*/)?(?P<name>[^/]+)_(?P<number>\d+)_assignsubmission_file_?/?(?P<file>[^/]+)")
FOLDER = re.compile(r"(?:.*/)?(?P<name>[^/]+)/(?P<file>[^/]+)")
SKIPPED = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints|\.[^/]*)(/|$)")


class Entry(NamedTuple):
    """A file of a download: whose it is, which attempt, and whether the platform calls it late."""

    student: str
    attempt: tuple      # grows from one to the next
    late: bool
    path: str


def entry_of(path, problem_set):
    """Return the Entry that a path within a download stands for, or None where it is no hand-in of the set.

    A browser or a platform may have numbered the file: `ps1-2.ipynb`, `ps1 (2).ipynb`.
    """
    own = re.compile(rf"{re.escape(problem_set)}(?:[-_ ]*\((\d+)\)|[-_ ](\d+))?\.ipynb", re.IGNORECASE)
    inside = path.replace(f"/{problem_set}/", "/")
    for pattern in () if SKIPPED.search(path) else (CANVAS, MOODLE, FOLDER):
        hit = pattern.fullmatch(inside)
        named = hit and own.fullmatch(hit["file"])
        if named:
            parts = hit.groupdict()
            student = f"{hit['name']}_{hit['number']}" if "number" in parts else hit["name"]
            attempt = int(parts.get("attempt") or 0), int(named[1] or named[2] or 0)
            return Entry(student, attempt, bool(parts.get("late")), path)
    return None


def platform_number(student):
    """Return the (name, number) that a platform knows a student by, ("", "") where it is not in the name."""
    hit = re.fullmatch(r"(?:(?P<name>.*)_)?(?P<number>\d+)", student)
    return (hit["name"] or "", hit["number"]) if hit else ("", "")


def last_attempts(paths, problem_set):
    """Return the Entry of each student's last attempt, by student, and the paths that are no hand-in."""
    last, strange = {}, []
    for path in sorted(paths):
        entry = entry_of(path, problem_set)
        if entry is None:
            strange.append(path)
        elif entry.student not in last or entry.attempt >= last[entry.student].attempt:
            last[entry.student] = entry
    return last, strange


######## nbgrader's plug-ins

class LastAttempts(ExtractorPlugin):
    """Extract each student's last attempt, as <student>/<set>.ipynb: notebooks of bounded size, no more."""

    def extract(self, archive_path, extracted_path):
        problem_set, self.refused = self.parent.coursedir.assignment_id, []
        found = entries(archive_path)
        for student, entry in last_attempts(found, problem_set)[0].items():
            try:
                write_bytes(Path(extracted_path, student, f"{problem_set}.ipynb"), found[entry.path]())
            except BadInput as problem:
                self.refused.append(f"{entry.path}: {problem}.")


class Students(FileNameCollectorPlugin):
    """Read the student from the path that LastAttempts has made."""

    def collect(self, submitted_file):
        path, problem_set = Path(submitted_file), self.parent.coursedir.assignment_id
        return {"student_id": path.parent.name, "file_id": problem_set}
