"""How to grade, and what grading came to."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from grading.assignment import Assignment
from grading.oracle import SECONDS


class Options(NamedTuple):
    """How to grade: processes here or a dask scheduler, the database, and what to do all the same."""

    jobs: int = 0               # 0: one on each core
    scheduler: str | None = None
    db: str | None = None       # SQLAlchemy's URL; None: gradebook.db in the course's folder
    isolation: str = "required"
    seconds: float = SECONDS    # that one notebook may take
    again: bool = False         # also what was graded already from the same bytes
    wait: bool = True           # for another grader to end, instead of BadInput
    keep: bool = False          # the processes, for the next call


class Result(NamedTuple):
    """What grading a class came to; the sentences name a file and a reason."""

    records: list
    refused: dict       # student -> sentence, where what was handed in cannot be read as a notebook
    failed: dict        # student -> sentence, where grading did not come to an end
    notes: list         # sentences on what lies in the wrong place, or was mended
    layers: list        # of isolation, in words
    same: list          # students who were graded before from the same bytes


class Run(NamedTuple):
    """What stays the same while a class is graded."""

    name: str
    root: Path
    course: object      # nbgrader's API
    book: Callable      # opens nbgrader's Gradebook, which then knows the problem set
    assignment: Assignment
    options: Options
    result: Result
