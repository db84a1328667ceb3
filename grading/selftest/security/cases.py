"""The cases: tables in tests/grading/attacks and tests/grading/faults, one a hand-in.

    tries           what it does, in one sentence that follows its name
    set             the problem set; ps1 without it
    once, every     code before the first cell; before every cell
    each            the source of every function's cell, {name} being the function
    cells           sources of some cells, by name
    before, after   code before and behind the answer in some cells; `wraps`: code inside the function
    notebook        a change of the file: a function of notebooks.py, encodings.py or places.py
    files           files beside the notebook
    student         the folder's name; copies: how many students hand the same in
    pages           it is looked at as the formgrader shows it, too
    dangerous       harms the machine where there is no isolation, so it runs only where there is

An attack starts from the stub, a fault from the worked answers. What must hold:

    allows          "visible": it may earn the points of the visible checks, which anyone can look up
    second          another hand-in of the same student, after the first was graded
    loses           function -> words in the reason; every other function earns all of its points
    partial, keeps  functions of `loses` that earn a part; that earn so many points
    refused         words of the sentence that refuses it; remark: of the sentence that says what is wrong
    nothing         words of the reason where nothing was handed in

Words are regular expressions. @ROOT@, @PORT@, @WRONG@ and so on stand for what classroom.py says.
"""

import tomllib
from types import MappingProxyType
from typing import NamedTuple

from grading.files import COURSE, BadInput

TESTS = COURSE / "tests" / "grading"
FOLDERS = {"attack": TESTS / "attacks", "fault": TESTS / "faults"}
NOTHING = MappingProxyType({})


class Case(NamedTuple):
    """One hostile or faulty hand-in, and what must hold."""

    kind: str
    name: str
    tries: str
    set: str = "ps1"
    once: str = ""
    every: str = ""
    each: str = ""
    cells: dict = NOTHING
    before: dict = NOTHING
    after: dict = NOTHING
    wraps: dict = NOTHING
    notebook: str = ""
    files: dict = NOTHING
    student: str = ""
    copies: int = 1
    pages: bool = False
    dangerous: bool = False
    allows: str = ""
    second: dict = NOTHING
    loses: dict = NOTHING
    partial: tuple = ()
    keeps: dict = NOTHING
    refused: str = ""
    remark: str = ""
    nothing: str = ""


def load(names=()):
    """Return the cases, or those of the given names; BadInput where there are none of that name."""
    found = [Case(kind, name, **entry) for kind, folder in FOLDERS.items()
             for path in sorted(folder.glob("*.toml"))
             for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()]
    if not found:
        raise BadInput(f"{FOLDERS['attack']} has no cases: the security test needs the course's tests.")
    unknown = set(names) - {case.name for case in found}
    if unknown:
        raise BadInput(f"There is no case {', '.join(sorted(unknown))} in {TESTS}.")
    return [case for case in found if not names or case.name in names]
