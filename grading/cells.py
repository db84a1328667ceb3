"""What a problem set's cells are for, and a student's cell as plain Python, without IPython's commands."""

import ast
import re
from functools import lru_cache
from typing import NamedTuple

from grading.checks.guards import TimeIsUp, time_limit
from grading.exercises import marked_notebook
from grading.marks import CHECK, HIDDEN, table_of

COMMAND = re.compile(r"^[ \t]*(?:[%!?,;/]|>>>|\.\.\.|In \[)|\?[ \t]*$|=[ \t]*[%!]", re.M)
TIMED = re.compile(r"\s*%%(?:time|timeit|prun|capture)\b[^\n]*")    # the rest of the cell is plain Python
COMMANDS, LENGTH, SECONDS = 50, 20_000, 2.0     # of a cell that is read for commands at all


class Step(NamedTuple):
    """One code cell of a problem set: what is done with it, its cell id, its source, and its function."""

    kind: str       # "solution", "given" (comes ready), "check" or "progress"
    cell: str
    source: str
    function: str = ""
    hidden: bool = False
    others: tuple = ()      # further functions that a check needs


@lru_cache
def steps(name):
    """Return the Steps of a problem set in order; a cell that only shows something is none."""
    tasks = table_of(name).TASKS
    return [step for number, cell in enumerate(marked_notebook(name).cells)
            if (step := step_of(cell, number, tasks))]


def step_of(cell, number, tasks):
    """Return the Step of one marked cell, None where nothing is done with it."""
    marks, source = cell.metadata, cell.source
    if cell.cell_type != "code" or "ungraded" in marks:
        return None
    if "solution" in marks:
        return Step("solution", marks["solution"], source, marks["solution"])
    for mark, ending in (("check", CHECK), ("hidden_check", HIDDEN)):
        if mark in marks:
            function = marks[mark]
            named = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
            others = tuple(name for name in tasks if name in named - {function})
            return Step("check", function + ending, source, function, mark == "hidden_check", others)
    return Step("progress" if ".progress(" in source else "given", f"text-{number:02d}", source)


def as_python(source):
    """Return a cell's source with IPython's commands as the calls they stand for; others stay as they are.

    What is too long to be read for them stays, too: in the box it is a syntax error, where it is one.
    """
    source = TIMED.sub("", source, count=1) if TIMED.match(source) else source
    if not (source[:1].isspace() or COMMAND.search(source)):
        return source
    if len(source) > LENGTH or len(COMMAND.findall(source)) > COMMANDS:
        return source
    from IPython.core.inputtransformer2 import TransformerManager
    try:
        with time_limit(SECONDS):
            return TransformerManager().transform_cell(source)
    except (Exception, TimeIsUp):       # half a line: Python says what is wrong with it
        return source
