"""What a class handed in, ready to travel to the workers, and whether it has been graded before."""

from pathlib import Path
from typing import NamedTuple

from nbgrader.utils import parse_utc

from grading import intake
from grading.files import BadInput
from grading.fingerprints import checks, digest
from grading.folders import astray, check_name, find, shown, students_of
from grading.oracle import SECONDS
from grading.reading import read_bytes
from grading.secret import attempt_of, student_key

TIMESTAMP = "timestamp.txt"     # nbgrader's, beside the notebook: when it was handed in


class Submission(NamedTuple):
    """One student's work: the taken-in notebook as text, "" where there is none, and what belongs to it."""

    student: str
    text: str
    key: str            # the student's instances are drawn from it
    timestamp: str
    fingerprint: str    # of all that decides about the grade


def handed_in_by(root, name, student=None):
    """Return ({student: path or None}, {student: why the place cannot be read}, sentences).

    BadInput where no one in the whole class handed anything in.
    """
    students, notes = students_of(root, name, student)
    found, refused = looked_for(root, name, students)
    if not refused and not any(found.values()):
        everyone, others = looked_for(root, name, students_of(root, name)[0])
        if not others and not any(everyone.values()):
            near = [f" {hint}." for who in everyone if (hint := astray(root, who, name, None))]
            raise BadInput(f"No one handed in {name}: there is no "
                           f"{Path(root) / 'submitted'}/<student>/{name}/{name}.ipynb.{''.join(near)}")
    return found, refused, notes


def looked_for(root, name, students):
    """Return ({student: path or None}, {student: sentence})."""
    found, refused = {}, {}
    for student in students:
        try:
            check_name(student)
            found[student] = find(root, student, name)
        except BadInput as problem:
            refused[student] = f"{place(student, name)} {problem}."
    return found, refused


def place(student, name):
    """Return a handed-in notebook's place below the course's folder, as it can be printed."""
    return shown(Path("submitted") / student / name / f"{name}.ipynb")


def submission(root, name, student, path, trusted, secret, isolation, seconds=SECONDS):
    """Return (Submission, remarks) of what stands at path; BadInput where that is no notebook."""
    taken = intake.read(path, trusted)
    timestamp, remarks = handed_in_at(Path(root) / "submitted" / student / name / TIMESTAMP)
    decides = (secret, student, taken.text, timestamp, checks(), isolation, seconds)
    key = student_key(secret, student, attempt_of(taken.text))
    return Submission(student, taken.text, key, timestamp, digest(*decides)), taken.remarks + remarks


def handed_in_at(path):
    """Return (the text of a timestamp, remarks); "" where there is none or it is no time."""
    if not path.exists():
        return "", []
    try:
        text = read_bytes(path)[:100].decode("utf-8").strip()
        parse_utc(text)
        return text, []
    except (BadInput, ValueError, OverflowError, TypeError):
        return "", [f"has a {TIMESTAMP} beside it that is no time: it counts as handed in on time"]
