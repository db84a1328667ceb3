"""Made-up classes of any size whose true grades are known: for tests of the whole grader, and to time it.

Each student's notebook is drawn from the worked solutions, right answers written differently, wrong programs
and stubs. What it earns is known without the grader: from how it was made, and for what is wrong from the
checks' own judgment of the function in this process.
"""

import ast
import json
import random
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from grading import intake, mistakes, sample
from grading.checks import instances
from grading.checks.task import run_items
from grading.exercises import release
from grading.files import write_file
from grading.marks import CHECK, HIDDEN, UNGRADED, table_of, total
from grading.secret import attempt_of, student_key
from grading.selftest import variants
from grading.standalone import Tied, standalone

KINDS = {"solution": 60, "right": 12, "wrong": 20, "stub": 8}      # how many of a hundred functions


class Answer(NamedTuple):
    """One function as a student wrote it: of which kind, and the source."""

    kind: str
    source: str


@lru_cache
def answers(name):
    """Return {function: {kind: [Answer]}} of a problem set; a stub's source is empty."""
    solved, found = sample.answers(name), {}
    for function in table_of(name).TASKS:
        wrong = [entry.program for entry in mistakes.of(name) if entry.function == function]
        right = [program for of, program in variants.of(name) if of == function]
        found[function] = {"solution": [Answer("solution", solved[function])], "stub": [Answer("stub", "")],
                           "wrong": sources("wrong", wrong, function),
                           "right": sources("right", right, function)}
    return found


def sources(kind, programs, function):
    """Return the Answers of those programs that a cell can hold."""
    found = []
    for program in programs:
        try:
            found.append(Answer(kind, standalone(program, function)))
        except (Tied, SyntaxError):     # a lambda in the middle of a line has no source of its own
            continue
    return found


def drawn(name, number, seed=0):
    """Return {function: Answer} of a made-up student, the same each time."""
    chance = random.Random(f"{name} {number} {seed}")
    chosen = {}
    for function, kinds in answers(name).items():
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        chosen[function] = chance.choice(kinds[kind] or kinds["solution"])
    return chosen


def student(number):
    """Return the name of a made-up student."""
    return f"student-{number:05d}"


def notebook(name, chosen):
    """Return the text of a notebook with the answers in it."""
    return sample.filled_in(release_of(name), {function: answer.source for function, answer in chosen.items()
                                               if answer.kind != "stub"})


def make(root, name, numbers, seed=0):
    """Write the notebooks of a class's students to root/submitted."""
    for number in numbers:
        path = root / "submitted" / student(number) / name / f"{name}.ipynb"
        write_file(path, notebook(name, drawn(name, number, seed)))


release_of = lru_cache(release)


######## the truth

def truth(root, name, number, secret, seed=0):
    """Return {grade id: points} of a made-up student, worked out without the box and the oracle."""
    path = root / "submitted" / student(number) / name / f"{name}.ipynb"
    taken = intake.take_in(path.read_text(encoding="utf-8"), release_of(name)).text
    key = student_key(secret, student(number), attempt_of(taken))
    return earned(name, drawn(name, number, seed), key)


def earned(name, chosen, key):
    """Return {grade id: points} of the answers, on the numbers of a key."""
    tasks, space, found = table_of(name).TASKS, functions(name, chosen), {}
    with instances.keyed(key), np.errstate(all="ignore"):
        for task in tasks.values():
            sure = all(right(chosen, other) for other in (task.name, *task.needs))
            for ending, items, hidden in ((CHECK, task.visible, False), (HIDDEN, task.hidden, True)):
                found[task.name + ending] = (0 if chosen[task.name].kind == "stub" else
                                             total(items) if sure else judged(task, space, hidden))
    return found


def right(chosen, function):
    """Return whether a function is right by construction: it calls only worked solutions of the others."""
    used = {node.id for node in ast.walk(ast.parse(chosen[function].source)) if isinstance(node, ast.Name)}
    return chosen[function].kind in ("solution", "right") and all(
        chosen[other].kind == "solution" and right(chosen, other) for other in used & {*chosen} - {function})


def judged(task, space, hidden):
    """Return the points of one function by the checks, here and without its diagnosis."""
    results = run_items(task, space[task.name], hidden, {other: space[other] for other in task.needs})[0]
    return sum(item.points for item, found in results if found is None)


def functions(name, chosen):
    """Return the functions by name, as the cells of the notebook define them one after the other."""
    space = {"np": np}
    for cell in json.loads(notebook(name, chosen))["cells"]:
        mark, tags = cell["metadata"].get("nbgrader", {}), cell["metadata"].get("tags", [])
        source = "".join(cell["source"])
        ours = not mark and (UNGRADED in tags or source.rstrip().endswith(".progress()"))
        if cell["cell_type"] == "code" and not mark.get("grade") and not ours:
            exec(compile(source, f"<{cell['id']}>", "exec"), space)
    return space
