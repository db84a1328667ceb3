"""What the checks know of the course around them: the book's chapters, and grading/course.toml."""

import tomllib
from datetime import date
from pathlib import Path

from grading.files import BadInput

FILE = Path(__file__).parents[1] / "course.toml"


def read(file):
    """Return what stands in course.toml; BadInput where it is no TOML, with the line."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:       # of TOML, of UTF-8, or a day that no calendar has
        raise BadInput(f"{file} cannot be read: {str(problem).rstrip('.')}.") from None


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
