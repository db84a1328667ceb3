"""The marks of a problem set's source, and the nbgrader metadata they stand for.

    # %% solution="softmax"                    a function the student writes
    # %% check="softmax"                       its visible checks
    # %% hidden_check="softmax"                its graded checks: students see a comment
    # %% [markdown] written="why-tied"         an answer in words, graded by hand
    # %% ungraded=true                         code that comes ready and shows something

Points come from the problem set's table in grading/checks, nowhere else.
"""

import importlib

from grading.checks.report import total
from grading.files import BadInput

CHECK, HIDDEN = "-check", "-graded"     # endings of the grade ids of check cells
UNGRADED = "ungraded"                   # a mark that becomes a tag
MARKS = ("solution", "check", "hidden_check", "written")


def expand(cells, problem_set):
    """Replace the marks in the cells' metadata by nbgrader's, and give every cell a fixed id."""
    table = table_of(problem_set)
    for number, cell in enumerate(cells):
        marks = [mark for mark in MARKS if mark in cell.metadata]
        if not marks:
            cell.metadata = {"tags": [UNGRADED]} if UNGRADED in cell.metadata else {}
            cell.id = f"text-{number:02d}"
            continue
        mark, name = marks[0], cell.metadata[marks[0]]
        if name not in table.TASKS and name not in table.WRITTEN:
            raise BadInput(f"solutions/{problem_set}/{problem_set}.py marks a cell with {mark}="
                           f"\"{name}\", which grading/checks/{problem_set}.py does not have.")
        if mark == "hidden_check":
            cell.source = hide(cell.source, name)
        cell.metadata = {"nbgrader": nbgrader(mark, name, table)}
        cell.id = cell.metadata["nbgrader"]["grade_id"]


def nbgrader(mark, name, table):
    """Return nbgrader's metadata for one marked cell."""
    task = table.TASKS.get(name)
    grade_id, points = {
        "solution":     lambda: (name, None),
        "check":        lambda: (name + CHECK, total(task.visible)),
        "hidden_check": lambda: (name + HIDDEN, total(task.hidden)),
        "written":      lambda: (name, table.WRITTEN[name]),
    }[mark]()
    metadata = {"grade_id": grade_id, "schema_version": 3, "task": False,
                "grade": points is not None, "solution": mark in ("solution", "written"),
                "locked": mark in ("check", "hidden_check")}
    return metadata if points is None else metadata | {"points": points}


def hide(source, name):
    """Return the source of a hidden check cell: a comment for students, the rest for the grader."""
    return (f"# More checks of {name} run here after you hand in.\n"
            f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS")


def table_of(problem_set):
    """Return the module in grading/checks that holds a problem set's points."""
    return importlib.import_module(f"grading.checks.{problem_set}")


def place(grade_id, problem_set):
    """Return a key that sorts grade ids as they stand in the notebook."""
    table = table_of(problem_set)
    names = [*table.TASKS, *table.WRITTEN]
    return names.index(function_of(grade_id)), grade_id.endswith(HIDDEN)


def function_of(grade_id):
    """Return the function, or the written question, that a graded cell belongs to."""
    return grade_id.removesuffix(CHECK).removesuffix(HIDDEN)
