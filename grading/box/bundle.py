"""The text of the modules that the box needs: it imports them from text, because it sees no file of ours."""

import ast
from pathlib import Path

from grading.files import COURSE

START = "grading.box.inside"


def bundle(runner):
    """Return {module name: source} of the box's own modules, the runner and what they import of `grading`."""
    sources, waiting = {}, [START, runner]
    while waiting:
        name = waiting.pop()
        path = place(name)
        if name in sources or path is None:
            continue
        package = path.name == "__init__.py"
        sources[name] = "" if package else path.read_text(encoding="utf-8")
        waiting += [name.rpartition(".")[0], *imported(sources[name])]
    return sources


def place(name):
    """Return the file of a module of this package; None for any other name."""
    if name.split(".")[0] != "grading":
        return None
    path = COURSE.joinpath(*name.split("."))
    return next(filter(Path.exists, (path / "__init__.py", path.with_suffix(".py"))), None)


def imported(source):
    """Return the names that a module's import statements mention; a function's name among them is no file."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
