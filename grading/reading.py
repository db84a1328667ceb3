"""From the bytes of a handed-in file to its cells: what is damaged is read as far as it goes.

Every function that mends something returns a remark beside its result: words that follow the
file's name in a sentence, "" where nothing was wrong.
"""

import io
import json
import os
import re
import stat
import zipfile
from pathlib import Path

from grading.files import BadInput

LARGEST = 150_000_000       # bytes of a handed-in file, stored outputs included
HEAVIEST = 10_000_000       # characters of it without its stored outputs
MARKS = 4_000_000           # brackets and strings in stored outputs; a hundred megabytes of lines have fewer
BRACKETS = 200_000          # in that text: what they stand for takes far more memory than they do
TRIES = 500                 # places in a broken file where a cell may begin
ZIP = b"PK\x03\x04"

OUTPUTS = re.compile(r'"outputs"\s*:\s*(?=\[)')
MARK = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]]', re.S)     # a string, ended or not, or a bracket
CELL = re.compile(r'\{\s*"(?:cell_type|metadata|id|source|execution_count|attachments)"\s*:')
CONFLICT = {"<<<<<<<": "first", "=======": "second", ">>>>>>>": ""}     # how a line begins, and what follows


######## the file

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
        raise too_large(LARGEST)
    return data


def read_regular(path):
    """Return the bytes of a handed-in file; BadInput says why it is none."""
    data = read_bytes(path)
    if not data.strip():
        raise BadInput("is empty")
    return data


def regular(handle):
    return stat.S_ISREG(os.fstat(handle).st_mode)


def refuse(handle):
    folder = stat.S_ISDIR(os.fstat(handle).st_mode)
    os.close(handle)
    raise BadInput("is a folder" if folder else "is not a regular file")


def too_large(limit):
    return BadInput(f"is larger than {limit // 1_000_000} MB; clear its outputs and save it again")


######## its text

def unpacked(data):
    """Return the bytes of the one notebook in a zip archive; other bytes come back as they are."""
    if not data.startswith(ZIP):
        return data, ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist()
                     if name.lower().endswith(".ipynb") and not hidden(name)]
            inside = archive.open(names[0]).read(HEAVIEST + 1) if len(names) == 1 else b""
    except Exception:       # zipfile has many, and a damaged archive finds them all
        names, inside = [], b""
    if len(inside) > HEAVIEST:
        raise too_large(HEAVIEST)
    if len(names) != 1 or not inside.strip():
        raise BadInput("is a zip archive without one notebook in it: unpack it")
    return inside, "is a zip archive: the notebook in it was graded"


def hidden(name):
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def decoded(data):
    """Return bytes as text: UTF-8, UTF-16 and UTF-32 are known, anything else is Windows-1252."""
    coding = json.detect_encoding(data)
    try:
        return data.decode(coding), "" if coding.startswith("utf-8") else f"is in {coding.upper()}"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:        # cut in the middle of a character
            return data[:error.start].decode(coding), ""
    return data.decode("cp1252", "replace"), "is not in UTF-8: it was read as Windows-1252"


def without_outputs(text):
    """Return a notebook's text with [] in the place of its stored outputs, in one pass."""
    parts, start, marks = [], 0, 0
    while found := OUTPUTS.search(text, start):
        parts += [text[start:found.end()], "[]"]
        depth, start = 0, len(text)
        for mark in MARK.finditer(text, found.end()):
            marks += 1
            depth += {"[": 1, "]": -1}.get(mark.group(), 0)
            if depth == 0 or marks > MARKS:
                start = mark.end()
                break
        if marks > MARKS:
            raise too_large(HEAVIEST)
    return "".join([*parts, text[start:]])


######## its cells

def cells_of(text):
    """Return (cells, remark) of a notebook's text; BadInput where it is not a notebook."""
    merged = first_sides(text) if "<<<<<<<" in text else text
    light = without_outputs(merged)
    if len(light) > HEAVIEST:
        raise too_large(HEAVIEST)
    if light.count("{") + light.count("[") > BRACKETS:
        raise BadInput(f"has more than {BRACKETS:,} brackets in it, so it is not a notebook")
    try:
        cells, remark = cells_in(json.loads(light)), "has merge conflicts: the first side of each was graded"
        return cells, remark if merged != text else ""
    except (ValueError, RecursionError):
        return whole_cells(light), "is not a complete JSON file: the cells that are whole were graded"


def cells_in(notebook):
    """Return the list of cells of what JSON gave; BadInput where it has none."""
    if isinstance(notebook, dict):
        sheets = notebook.get("worksheets")     # version 3 keeps its cells one level down
        for holder in [notebook, *(sheets if isinstance(sheets, list) else [])]:
            if isinstance(holder, dict) and isinstance(holder.get("cells"), list):
                return [cell for cell in holder["cells"] if isinstance(cell, dict)]
    raise BadInput("is JSON, but has no cells, so it is not a notebook")


def whole_cells(text):
    """Return the cells that a damaged notebook still has; BadInput where there is none."""
    cells, start, decoder = [], 0, json.JSONDecoder()
    for _ in range(TRIES):
        found = CELL.search(text, start)
        if not found:
            break
        try:
            cell, start = decoder.raw_decode(text, found.start())
            cells += [cell] * ("cell_type" in cell)
        except (ValueError, RecursionError):
            start = found.end()
    if not cells:
        raise BadInput("is not a complete JSON file, so it is not a notebook")
    return cells


def first_sides(text):
    """Return a text without git's merge marks, and of each conflict the first side."""
    kept, side = [], ""
    for line in text.splitlines(keepends=True):
        if line[:7] in CONFLICT:
            side = CONFLICT[line[:7]]
        elif side != "second":
            kept.append(line)
    return "".join(kept)
