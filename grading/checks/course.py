"""What the checks know of the course around them: the book's chapters, and grading/course.toml."""

import tomllib
from datetime import date
from pathlib import Path

from grading.files import BadInput

FILE = Path(__file__).parents[1] / "course.toml"
KEYS = ("title", "due", "solutions")
LATE = ("minutes_of_grace", "penalties", "after")


def read(file):
    """Return what stands in course.toml; BadInput where it is no TOML or cannot be."""
    try:
        course = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:       # of TOML, of UTF-8, or a day that no calendar has
        raise BadInput(f"{file} cannot be read: {str(problem).rstrip('.')}.") from None
    for name, entry in course.items():
        judge = fault_of_late if name == "late" else fault_of
        if fault := (judge(entry) if isinstance(entry, dict) else "" if name == "book" else "is unknown"):
            raise BadInput(f"{file}: [{name}] {fault}.")
    return course


def fault_of(entry):
    """Return what is wrong with one set's entry, or ""."""
    unknown = [key for key in entry if key not in KEYS]
    if unknown:
        return f"has {unknown[0]!r}, expected one of {', '.join(KEYS)}"
    due, solutions = entry.get("due"), entry.get("solutions")
    if type(due) is type(solutions) is date and solutions < due:
        return f"shows the solutions on {solutions}, before the work is due on {due}"
    return ""


def fault_of_late(policy):
    """Return what is wrong with the table of late penalties, or ""."""
    def numbers(*values):
        return all(type(x) in (int, float) and x >= 0 for x in values)

    unknown, rows = [key for key in policy if key not in LATE], policy.get("penalties")
    if unknown:
        return f"has {unknown[0]!r}, expected one of {', '.join(LATE)}"
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 2 and numbers(*row)
                                             for row in rows):
        return "needs penalties, a list of [hours late, percent lost] such as [[24, 10], [72, 25]]"
    hours, percents = [row[0] for row in rows], [row[1] for row in rows] + [policy.get("after", 100)]
    if hours != sorted(set(hours)):
        return "has hours in penalties that do not grow"
    if not numbers(*percents, policy.get("minutes_of_grace", 0)) or percents != sorted(percents) \
            or percents[-1] > 100:
        return "has percents that fall, or are not between 0 and 100"
    return ""


COURSE = read(FILE)
BOOK = COURSE["book"]       # with which every link into the book begins

CHAPTERS = {    # page: title; a test compares it with the book
    "model":        "The model",
    "calculus":     "The calculus we need",
    "softmax":      "Softmax and cross-entropy",
    "dummies":      "Trick one: dummy variables",
    "claim_1":      "Claim 1",
    "claim_2":      "Claim 2",
    "accumulation": "Trick two: accumulating gradients",
    "parameters":   "The other parameters",
    "batches":      "Batches",
    "training":     "Training",
    "dinosaurs":    "Dinosaurs",
    "vanishing":    "Vanishing and exploding gradients",
    "long_text":    "A long text",
    "rtrl":         "The other bookkeeping",
}


def day(problem_set, what):
    """Return the day that course.toml gives for "due" or "solutions", or None.

    Errors: ValueError names the line that is no date.
    """
    found = COURSE.get(problem_set, {}).get(what)
    if found is not None and type(found) is not date:
        raise ValueError(f"{FILE.name}, [{problem_set}], {what}: expected a date such as 2027-03-31 without "
                         f"quotes, got {found!r}")
    return found
