"""Where the sources name an id: docstrings of the code, tests, cells of the problem sets."""

import ast
import re
from functools import cache

ID = re.compile(r"\beq-(?:\d+(?:\.\d+)+|[a-z]\w*(?:-\w+)*)")
CODE = ("rnn_ref", "benchmarks")


def python_files(folder):
    return sorted(folder.rglob("*.py"))


@cache
def mentions(folder):
    """Return {id: files} of every id that stands in a Python file below a folder."""
    found = {}
    for file in python_files(folder):
        for label in ID.findall(file.read_text(encoding="utf-8")):
            found.setdefault(label, []).append(file)
    return found


@cache
def functions(root):
    """Return {id: names} of the functions and classes whose docstrings name an id: rnn_ref.unit.unit_step."""
    found = {}
    for file in (file for folder in CODE for file in python_files(root / folder)):
        module = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            for label in dict.fromkeys(ID.findall(docstrings(node))):
                found.setdefault(label, []).append(f"{module}.{node.name}")
    return found


def docstrings(node):
    """Return the docstring of a function, or those of a class and its methods."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return ""
    inner = node.body if isinstance(node, ast.ClassDef) else []
    return "\n".join([ast.get_docstring(node) or "", *map(docstrings, inner)])


@cache
def tests(root):
    """Return {id: files} of the tests that name an id, beside the one that verifies every entry."""
    named = mentions(root / "tests")
    return {label: list(dict.fromkeys(str(file.relative_to(root / "tests")) for file in files))
            for label, files in named.items()}


@cache
def exercises(root):
    """Return {id: [(problem set, heading)]} of the exercises whose cells name an id."""
    found = {}
    for file in python_files(root / "solutions"):
        heading = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            heading = line.removeprefix("# ## ") if line.startswith("# ## ") else heading
            for label in ID.findall(line) if heading else ():
                found.setdefault(label, {})[file.stem, heading] = None
    return {label: list(places) for label, places in found.items()}


@cache
def shown_on(root):
    """Return {function: page} of the functions that a page shows with the `source` directive."""
    found = {}
    for file in sorted((root / "book").glob("*.md")):
        for name in re.findall(r"^\s*[`:]{3,}\{source\} (\S+)", file.read_text(encoding="utf-8"), re.M):
            found.setdefault(name, file.stem)
    return found
