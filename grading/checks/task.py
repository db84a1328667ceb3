"""Tasks and items: what one function of a problem set is checked for, and how a check runs."""

import copy
from functools import partial
from typing import NamedTuple

import numpy as np

from grading.checks import report
from grading.checks.call import UNWRITTEN, call
from grading.checks.compare import Difference, shape_difference, value_difference
from grading.checks.instances import generator


class Item(NamedTuple):
    """One small check: its points, what it looks at in words, how, and on which instances."""

    points: int
    label: str
    test: callable      # (task, candidate, case) -> (Difference or None, printed, stuck)
    family: callable    # rng -> Cases, the smallest first


class Task(NamedTuple):
    """One function of a problem set, with everything that is graded about it."""

    name: str
    reference: callable
    returns: tuple      # names of what it returns
    where: str          # the equation ids and the chapter
    visible: tuple
    hidden: tuple


######## what an item can look at

def shape(task, candidate, case):
    """The result is numbers, in the shape that the equation gives them."""
    return compared(task, candidate, case, shape_difference)


def value(task, candidate, case):
    """The result is what the equation gives."""
    return compared(task, candidate, case, value_difference)


def compared(task, candidate, case, difference):
    expected = expect(task, case)
    outcome = call(candidate, copy.deepcopy(case.arguments))
    if outcome.trouble:
        return Difference(outcome.trouble), outcome.printed, outcome.stuck
    return difference(outcome.value, expected, task.returns), outcome.printed, False


def intact(task, candidate, case):
    """The arguments are as they were, and a second call with them is right again."""
    expected, arguments = expect(task, case), copy.deepcopy(case.arguments)
    for _ in range(2):
        outcome = call(candidate, arguments)
        if outcome.trouble:
            return Difference(outcome.trouble), outcome.printed, outcome.stuck
        for before, after in zip(case.arguments, arguments, strict=True):
            if not np.array_equal(before, after):
                return Difference("it changes an array that it was given"), outcome.printed, False
        found = value_difference(outcome.value, expected, task.returns)
        if found:
            return found, outcome.printed, False
    return None, outcome.printed, False


def expect(task, case):
    with np.errstate(all="ignore"):
        return task.reference(*copy.deepcopy(case.arguments))


######## running the items of a task

def run_item(task, item, candidate, hidden):
    """Return the Difference at the smallest instance that fails, or None, with what was printed."""
    printed = ""
    for case in item.family(generator(f"{task.name}/{item.label}", hidden)):
        found, printed, stuck = item.test(task, candidate, case)
        if found:
            size = "" if found.sentence == UNWRITTEN else f", first at {case.size}"
            return found._replace(sentence=found.sentence + size), printed, stuck
    return None, printed, False


def check(tasks, name, candidate, hidden=False):
    """Print the report on one function and return the points it earns, always a plain number.

    The number is the last expression of a check cell: nbgrader reads the points from it.
    """
    task = tasks[name]
    items = task.hidden if hidden else task.visible
    results, printed, stuck = [], "", False
    for item in items:
        if stuck:       # a function that hangs has cost its time already
            results.append((item, Difference("not run, because the call before did not come back")))
            continue
        found, said, stuck = run_item(task, item, candidate, hidden)
        printed = printed or said
        results.append((item, found))
    later = () if hidden else task.hidden
    print(report.render(task, results, hidden, later, printed))
    return sum(item.points for item, found in results if found is None)


def checker(tasks):
    """Return the `check` of one problem set."""
    return partial(check, tasks)
