"""From solutions/<ps>/<ps>.py to the notebook a student gets, byte for byte the same every time.

jupytext reads the source, the marks become nbgrader's metadata, and nbgrader's own
generate_assignment takes the answers and the hidden checks out.
"""

import hashlib
import json
import tempfile
from pathlib import Path

import jupytext
import nbformat

from grading.files import COURSE, EXERCISES, source_of, write_file
from grading.gradebook import api, generate_assignment
from grading.marks import expand

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def fingerprint(text):
    """Return the sha256 of a source's text, which the notebook made from it carries."""
    return hashlib.sha256(text.encode()).hexdigest()


def source_notebook(name):
    """Return the instructor's notebook of a problem set: answers, hidden checks and all."""
    path = source_of(name)
    text = path.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    expand(notebook.cells, name)
    source = path.relative_to(COURSE).as_posix()
    notebook.metadata = {"kernelspec": KERNEL,
                         "bptt": {"source": source, "sha256": fingerprint(text)}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def write_source(name, root):
    """Write the instructor's notebook to root/source, where nbgrader looks for it."""
    write_file(Path(root) / "source" / name / f"{name}.ipynb",
               nbformat.writes(source_notebook(name)) + "\n")


def release(name):
    """Return the text of the notebook that students get, with no gradebook touched."""
    with tempfile.TemporaryDirectory() as root:
        write_source(name, root)
        generate_assignment(name, api(root), database=False)
        path = Path(root) / "exercises" / name / f"{name}.ipynb"
        return json_text(json.loads(path.read_text(encoding="utf-8")))


def json_text(notebook):
    """Return a notebook as text whose bytes depend on nothing but its content."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def generate(name):
    """Write exercises/<name>/<name>.ipynb and return its path."""
    path = EXERCISES / name / f"{name}.ipynb"
    write_file(path, release(name))
    return path


def stale(name):
    """Return a sentence where the committed notebook is not the one its source makes, or ""."""
    source, path = source_of(name), EXERCISES / name / f"{name}.ipynb"
    try:
        made_from = json.loads(path.read_text(encoding="utf-8"))["metadata"]["bptt"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        made_from = None
    if made_from == fingerprint(source.read_text(encoding="utf-8")):
        return ""
    return (f"{path.relative_to(COURSE)} was not made from {source.relative_to(COURSE)} as it "
            "stands: run make exercises.")
