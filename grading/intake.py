"""Take from a handed-in file what a student may write, and nothing else.

The file's structure is never trusted: from it come only the sources of the cells marked as the
student's, found by grade id. They go into a fresh copy of the release notebook, so a deleted,
copied, renamed or re-typed cell, and any nbgrader schema, old or new, can do no harm.
"""

import json
import os
import stat
from pathlib import Path

from grading.files import BadInput

LARGEST = 20_000_000        # bytes of a handed-in file, stored outputs included
LONGEST = 100_000           # characters of one cell
MISSING = "# This cell was not in the notebook that was handed in."


def read_bytes(path):
    """Return the bytes of a regular file of bounded size; BadInput says why it is none."""
    try:
        # Neither a symbolic link nor a pipe is followed or waited for.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        link = Path(path).is_symlink()
        raise BadInput("is a symbolic link" if link else f"cannot be opened ({error.strerror})") from None
    with open(handle, "rb", closefd=True) if regular(handle) else refuse(handle) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise BadInput(f"is larger than {LARGEST // 1_000_000} MB; clear its outputs and save it again")
    return data


def read_regular(path):
    """Return the text of a handed-in file; BadInput says why it is none."""
    data = read_bytes(path)
    if not data.strip():
        raise BadInput("is empty")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("is not text in UTF-8, so it is not a notebook") from None


def regular(handle):
    return stat.S_ISREG(os.fstat(handle).st_mode)


def refuse(handle):
    folder = stat.S_ISDIR(os.fstat(handle).st_mode)
    os.close(handle)
    raise BadInput("is a folder" if folder else "is not a regular file")


def cells_of(text):
    """Return the list of cells in a notebook's text; BadInput where it is not a notebook."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput("is not a complete JSON file, so it is not a notebook") from None
    if isinstance(notebook, dict):
        sheets = notebook.get("worksheets")     # version 3 keeps its cells one level down
        for holder in [notebook, *(sheets if isinstance(sheets, list) else [])]:
            if isinstance(holder, dict) and isinstance(holder.get("cells"), list):
                return [cell for cell in holder["cells"] if isinstance(cell, dict)]
    raise BadInput("is JSON, but has no cells, so it is not a notebook")


def source_of(cell):
    """Return a cell's source as text, or None where it has none that could be graded."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or len(source) > LONGEST:
        return None
    return source.encode("utf-8", "replace").decode()       # half a surrogate pair is not text


def claims(cell):
    """Return the ids a cell goes by: its grade id, and its cell id where an editor drops metadata."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    return [name for name in (grade_id, cell.get("id")) if isinstance(name, str)]


def take_in(text, release):
    """Return a copy of the release notebook, as text, with the student's sources in it.

    Of copies of one cell the last that differs from the stub counts. A cell that is not there is
    left as its stub, with a comment that says so.
    """
    taken = json.loads(release)
    mine = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in taken["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")}
    stubs, missing = {name: source_of(cell) for name, cell in mine.items()}, set(mine)
    for cell in cells_of(text):
        name = next((name for name in claims(cell) if name in mine), None)
        source = source_of(cell)
        if name is not None and source is not None:
            missing.discard(name)
            if source != stubs[name]:
                mine[name]["source"] = source
    for name in missing:
        if mine[name]["cell_type"] == "code":
            mine[name]["source"] = f"{MISSING}\n{stubs[name]}"
    return json.dumps(taken)
