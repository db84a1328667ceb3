"""Take from a handed-in file what a student may write, and nothing else.

The file's structure is never trusted: from it come only the sources of the cells marked as the
student's, found by grade id. They go into a fresh copy of the release notebook, so a deleted,
copied, renamed or re-typed cell, and any nbgrader schema, old or new, can do no harm. A cell that
lost its marks is found by the function it defines, or by the question above it.
"""

import json
import re
from itertools import pairwise
from typing import NamedTuple

from grading.files import BadInput
from grading.reading import cells_of, decoded, read_regular, unpacked

LONGEST = 100_000           # characters of one cell
MISSING = "# This cell was not in the notebook that was handed in."
ELSEWHERE = "# This function stands in another cell."


class Taken(NamedTuple):
    """A fresh copy of the release notebook with the student's sources in it, as text.

    Remarks are words that follow the file's name: what was wrong with it and how it was read.
    """

    text: str
    remarks: list


def read(path, release):
    """Return what is Taken from the file at path; BadInput says why it is no notebook."""
    data, packed = unpacked(read_regular(path))
    text, coded = decoded(data)
    del data        # a file may be large
    return take_in(text, release, [remark for remark in (packed, coded) if remark])


def take_in(text, release, remarks=()):
    """Return what is Taken from the text of a notebook; BadInput where it is not a notebook.

    Of copies of one cell the last that differs from the stub counts. A cell that is not there is
    left as its stub, with a comment that says so. The remarks, after those that the caller has, stand in the
    notebook's metadata, too: the feedback shows them.
    """
    cells, remark = cells_of(text)
    release = json.loads(release)
    mine = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in release["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")}
    stubs = {name: source_of(cell) for name, cell in mine.items()}
    marked, unmarked = by_name(cells, stubs)
    written = {name: sources[-1] for name, sources in marked.items() if sources}
    found = {**of_functions(mine, written, unmarked), **of_questions(release["cells"], stubs, written, cells)}
    if remark and not marked and not found:
        raise BadInput("is not a complete JSON file, so it is not a notebook")
    for name, cell in mine.items():
        if name in written or name in found:
            cell["source"] = written.get(name, found.get(name))
        elif name not in marked and cell["cell_type"] == "code":
            cell["source"] = f"{MISSING}\n{stubs[name]}"
    where = [f"has {name} in a cell that is not its own: it was graded all the same" for name in found]
    remarks = [*remarks, *[remark] * bool(remark), *where]
    if remarks:
        release["metadata"].setdefault("bptt", {})["remarks"] = remarks
    return Taken(json.dumps(release), remarks)


def by_name(cells, stubs):
    """Return ({name: sources that differ from its stub}, code that is in no marked cell)."""
    marked, unmarked = {}, []
    for cell in cells:
        name, source = next((name for name in claims(cell) if name in stubs), None), source_of(cell)
        if source is not None and name is not None:
            marked.setdefault(name, []).extend([source] * (source != stubs[name]))
        elif source is not None and cell.get("cell_type") == "code":
            unmarked.append(source)
    return marked, unmarked


def of_functions(mine, written, unmarked):
    """Return {name: source} of the functions whose own cell is empty, from other cells that define them."""
    found, before = {}, []
    for name, cell in mine.items():
        if cell["cell_type"] != "code":
            continue
        sources = [source for source in (*written.values(), *unmarked) if defines(source, name)]
        if name not in written and any(defines(source, name) for source in before):
            found[name] = ELSEWHERE         # its stub would undo the function
        elif name not in written and sources:
            found[name] = sources[-1]
        before.append(written.get(name, found.get(name, "")))
    return found


def defines(source, name):
    """Return whether a cell gives a name a value, outside of any function."""
    return re.search(rf"^(?:def[ \t]+{name}\b|{name}[ \t]*(?::[^=\n]+)?=(?!=))", source, re.M) is not None


def of_questions(given, stubs, written, cells):
    """Return {name: text} of written answers without marks: the text after what stands before the answer."""
    found = {}
    for before, own in pairwise(given):
        mark = own["metadata"].get("nbgrader", {})
        if own["cell_type"] != "markdown" or not mark.get("solution") or mark["grade_id"] in written:
            continue
        for question, answer in pairwise(cells):
            text = source_of(answer)
            if (source_of(question) == source_of(before) and text and answer.get("cell_type") == "markdown"
                    and not any(claim in stubs for claim in claims(answer))):
                found[mark["grade_id"]] = text
    return found


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
