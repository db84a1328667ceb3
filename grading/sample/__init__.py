"""A class of made-up hand-ins, one for each way a hand-in can be: the table is students.toml."""

import json
import re
import shutil
import tomllib
from pathlib import Path

from grading import lock, secret
from grading.exercises import release, source_notebook
from grading.files import COURSE, BadInput, write_file

ROOT = COURSE / "build" / "sample"      # a course root of its own
NAME = "ps1"
TABLE = Path(__file__).with_name("students.toml")
SECRET = "5a" * 32      # the same for everyone: the sample's grades read the same everywhere


def students():
    """Return the table: name -> {start: "solution", "stub" or "nothing"; cell: source}."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def answers(name=NAME):
    """Return a set's worked answers: cell id -> source, without the lines that mark them for nbgrader."""
    return {cell.id: re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.MULTILINE).rstrip()
            for cell in source_notebook(name).cells if cell.metadata.get("nbgrader", {}).get("solution")}


def filled_in(stub, sources):
    """Return the text of a notebook with the sources of some cells, by cell id, put in."""
    notebook = json.loads(stub)
    for cell in notebook["cells"]:
        cell["source"] = sources.get(cell["id"], cell["source"])
    return json.dumps(notebook)


def prepared(root):
    """Make the folder of a class where there is none, and return its full path.

    BadInput where root is something else.
    """
    root = Path(root)
    if root.is_symlink():
        raise BadInput(f"{root} is a symbolic link: name the folder itself.")
    if root.exists() and not root.is_dir():
        raise BadInput(f"{root} is a file: name a new folder.")
    root.mkdir(parents=True, exist_ok=True)
    if not is_sample(root) and any(path.name != lock.FILE for path in root.iterdir()):
        raise BadInput(f"{root} holds something other than a sample class: name a new folder.")
    return root.resolve()


def make(root=ROOT):
    """Write the class to root/submitted, from nothing."""
    root = prepared(root)
    for path in root.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in (secret.FILE, lock.FILE):
            path.unlink()
    secret.make(root / secret.FILE, SECRET)     # stays: a class cut short is known as one
    stub, start = release(NAME), {"solution": answers(), "stub": {}}
    for student, entry in students().items():
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        if entry["start"] != "nothing":
            text = filled_in(stub, start[entry["start"]] | entry)
            write_file(folder / f"{NAME}.ipynb", text)


def is_sample(root):
    """Return whether a folder is a sample class: its secret is the one everyone knows."""
    return secret.read(root / secret.FILE) == SECRET
