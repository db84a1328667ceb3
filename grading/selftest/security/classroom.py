"""Build a class: the cases of one problem set as hand-ins, with good students before and after each."""

import json
from functools import cache
from typing import NamedTuple

import numpy as np

from grading import exercises, sample
from grading.checks.expected import cases_of, expect
from grading.checks.report import total
from grading.files import COURSE
from grading.marks import table_of
from grading.sample import filled_in
from grading.selftest.security.encodings import ENCODINGS, text
from grading.selftest.security.notebooks import NOTEBOOKS
from grading.selftest.security.places import PLACES, at
from grading.selftest.security.world import SECONDS

BETWEEN = 4         # cases between two good students
FULL, HALF, STUB = "good-full", "good-half", "good-stub"
STUB_SEAT = "000-stub"
WRONG = "np.full((2, 3, 4, 5), 7.25)"       # an answer that no check takes, not even one that looks at shapes
LINES = "\n\n\n"
release, answers = cache(exercises.release), cache(sample.answers)       # both take a while


class Seat(NamedTuple):
    """One student of the class: the folder's name, the case, or which good student it is."""

    student: str
    case: object = None
    good: str = ""


def seats(cases):
    """Return the Seats of a class in the order in which it is graded, as far as names can tell."""
    found = [Seat("!first", good=FULL), Seat(STUB_SEAT, good=STUB), Seat("good-000", good=FULL),
             Seat("~last", good=FULL)]
    number = 0
    for case in cases:
        for copy in range(case.copies):
            number += 1
            found.append(Seat(case.student or f"{number:03d}-{case.name}{f'-{copy}' if copy else ''}", case))
            if number % BETWEEN == 0:
                found.append(Seat(f"{number:03d}-~good", good=FULL if number % (2 * BETWEEN) else HALF))
    return sorted(found)


def full(name):
    """Return {function: points} of a problem set, without what is graded by hand."""
    return {task.name: total(task.visible + task.hidden) for task in table_of(name).TASKS.values()}


def spoiled(name):
    """Return the function that the good student who has not done everything has left out."""
    return list(table_of(name).TASKS)[-1]


def hand_in(seat, name, world):
    """Put one student's work into the course."""
    folder = world.root / "submitted" / seat.student
    if seat.good:
        sources = {} if seat.good == STUB else dict(answers(name))
        if seat.good == HALF:
            del sources[spoiled(name)]
        elif seat.good == FULL:
            first = next(iter(sources))
            sources[first] = f"{world.private}\n{sources[first]}"
        at("{set}/{set}.ipynb")(folder, name, filled_in(release(name), sources).encode(), world)
        return
    put(seat, sources_of(seat.case, name), name, world)


def hand_in_again(seat, name, world, feedback):
    """Put in the second work of a case that has one, which knows the feedback on the first."""
    case = seat.case._replace(**{"once": "", "each": "", "cells": {}, **seat.case.second})
    put(seat, sources_of(case, name), name, world, feedback)


def put(seat, sources, name, world, feedback=""):
    """Write the notebook with these sources, and what lies beside it, the way the case wants it."""
    case, folder = seat.case, world.root / "submitted" / seat.student
    notebook = json.loads(filled_in(release(name), sources))
    NOTEBOOKS.get(case.notebook, lambda same: None)(notebook)
    words = words_of(seat, name, world, feedback)
    data = ENCODINGS.get(case.notebook, lambda same: text(same).encode())(inserted(notebook, words))
    PLACES.get(case.notebook, at("{set}/{set}.ipynb"))(folder, name, data, world)
    for path, content in case.files.items():
        at(f"{{set}}/{path}")(folder, name, inserted(content, words).encode(), world)


######## the cells

def sources_of(case, name):
    """Return the sources of a case's cells, by name."""
    given = {cell["id"]: "".join(cell["source"]) for cell in json.loads(release(name))["cells"]}
    functions = list(table_of(name).TASKS)
    sources = dict(answers(name)) if case.kind == "fault" else {}
    if case.each:
        sources |= {function: case.each.replace("{name}", function) for function in functions}
    sources |= case.cells
    for function in functions:
        code = sources.get(function, given[function])
        if function in case.wraps:
            code = within(code, case.wraps[function])
        parts = [case.once * (function == functions[0]), case.every, case.before.get(function, ""), code,
                 case.after.get(function, "")]
        if any(parts[:3]) or parts[4] or function in case.wraps:
            sources[function] = LINES.join(part.strip("\n") for part in parts if part)
    return sources


def within(code, statement):
    """Return the code of a function with a statement behind its docstring."""
    lines = code.splitlines()
    place = next(i for i, line in enumerate(lines) if line.lstrip().startswith('"""')) + 1
    return "\n".join([*lines[:place], f"    {statement}", *lines[place:]])


######## the words that stand for something of the world

def words_of(seat, name, world, feedback):
    """Return {word: what it stands for}; those that take work are functions."""
    return {"@ROOT@": str(world.root), "@OUTSIDE@": str(world.outside), "@HOME@": str(world.home),
            "@TMP@": str(world.tmp), "@COURSE@": str(COURSE), "@PORT@": str(world.port),
            "@TOKEN@": world.token, "@SET@": name,
            "@STUDENT@": seat.student, "@SECRET_HALF@": world.secret[:32], "@SECONDS@": f"{SECONDS / 10:g}",
            "@FEEDBACK@": repr(feedback), "@LONG@": "x" * 90_000, "@FILL@": "<b>x</b> " * 10_000,
            "@WRONG@": WRONG, "@VISIBLE@": lambda: repr(visible(name))}


def inserted(thing, words):
    """Return a text, or a structure with texts in it, with the words replaced."""
    if isinstance(thing, dict):
        return {inserted(key, words): inserted(value, words) for key, value in thing.items()}
    if isinstance(thing, list):
        return [inserted(value, words) for value in thing]
    if isinstance(thing, str) and "@" in thing:
        for word, value in words.items():
            if word in thing:
                thing = thing.replace(word, value() if callable(value) else value)
    return thing


def visible(name):
    """Return {function: [(arguments, results)]} of the visible checks, as plain numbers."""
    return {task.name: [(list(map(numbers, case.arguments)), list(map(numbers, expect(task, case))))
                        for item in task.visible
                        for case in cases_of(task, item.family, item.label, False)]
            for task in table_of(name).TASKS.values()}


def numbers(value):
    return np.round(value, 8).tolist() if np.ndim(value) else np.asarray(value).item()
