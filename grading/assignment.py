"""A problem set as the grader sees it: a notebook with every check and no answer, known to the gradebook."""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums, LockCells

from grading.exercises import source_notebook
from grading.files import BadInput, write_file
from grading.gradebook import generate_assignment

STEPS = (LockCells, ClearSolutions, ClearOutput, ComputeChecksums)      # nbgrader's, in its order


class Assignment(NamedTuple):
    """A problem set, ready to take a student's sources in."""

    source: str         # the instructor's notebook, with the answers
    text: str           # the same without them
    stubs: dict         # grade id of a student's cell -> its source as given out
    graded: tuple       # grade ids of the cells that have points
    cells: dict         # grade id of each marked cell -> (nbgrader's checksum, points or None)


def assignment_of(name, config):
    """Return the Assignment that a problem set's source makes."""
    notebook = source_notebook(name)
    source = nbformat.writes(notebook) + "\n"
    for step in STEPS:
        notebook, _ = step(config=config).preprocess(notebook, {})
    marked = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    marks = {grade_id: cell.metadata.nbgrader for grade_id, cell in marked.items()}
    return Assignment(
        source, nbformat.writes(notebook),
        {grade_id: cell.source for grade_id, cell in marked.items() if marks[grade_id].solution},
        tuple(grade_id for grade_id, mark in marks.items() if mark.grade),
        {grade_id: (mark.checksum, mark.points if mark.grade else None) for grade_id, mark in marks.items()})


def register(name, root, course, book, assignment):
    """Return the gradebook, which now knows the Assignment; nothing is done where it knew it before."""
    path = root / "source" / name / f"{name}.ipynb"     # for nbgrader's own commands, and for formgrader
    if not path.is_file() or path.read_text(encoding="utf-8") != assignment.source:
        write_file(path, assignment.source)
    if known(book, name) != assignment.cells:
        before = course.coursedir.release_directory
        with workspace_in(root) as workspace:       # the exercises in root stay as they are
            course.coursedir.release_directory = str(workspace.relative_to(root))
            try:
                generate_assignment(name, course)
            finally:
                course.coursedir.release_directory = before
        book.db.expire_all()
    return book


def known(book, name):
    """Return the cells of the problem set that the gradebook knows; {} where it does not know it."""
    try:
        notebook = book.find_notebook(name, name)
    except MissingEntry:
        return {}
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    return {cell.name: (cell.checksum, points.get(cell.name)) for cell in notebook.source_cells}


def build_of(root):
    """Return the path of root/build; BadInput where that is a file."""
    build = Path(root) / "build"
    if build.exists() and not build.is_dir():
        raise BadInput(f"{build} is a file: move it away, the grader needs a folder of that name.")
    return build


@contextlib.contextmanager
def workspace_in(root):
    """Give a folder below root/build, because nbgrader's paths start at root; gone after the block.

    Those of graders that were killed go first: the lock says that no living one needs them.
    """
    build = build_of(root)
    build.mkdir(exist_ok=True)
    for left in build.glob("grading-*"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(dir=build, prefix="grading-") as workspace:
            yield Path(workspace)
    finally:
        with contextlib.suppress(OSError):      # other things are built there too
            build.rmdir()
