"""Tasks and items: what one function of a problem set is checked for, and how a check runs."""

import copy
import inspect
from functools import partial
from typing import NamedTuple

import numpy as np

from grading.checks import report
from grading.checks.call import UNWRITTEN, call
from grading.checks.compare import Difference, as_parts, shape_difference, value_difference
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
    uses: tuple = ()    # earlier functions of the set that this one may call

    @property
    def arguments(self):
        """The names of its arguments, as the student's own function has them."""
        parameters = inspect.signature(self.reference).parameters.values()
        return tuple(p.name for p in parameters if p.default is p.empty)


######## what an item can look at

def shape(task, candidate, case):
    """The result is numbers, in the shape that the equation gives them."""
    return compared(task, candidate, case, shape_difference)


def value(task, candidate, case):
    """The result is what the equation gives."""
    return compared(task, candidate, case, value_difference)


def compared(task, candidate, case, difference):
    expected = expect(task, case)
    outcome = received(task, candidate, copy.deepcopy(case.arguments), expected)
    if outcome.trouble:
        return Difference(outcome.trouble), outcome.printed, outcome.stuck
    return difference(outcome.value, expected, task.returns), outcome.printed, False


def intact(task, candidate, case):
    """The arguments are as they were, and a second call with them is right again."""
    expected, arguments = expect(task, case), copy.deepcopy(case.arguments)
    for _ in range(2):
        outcome = received(task, candidate, arguments, expected)
        if outcome.trouble:
            return Difference(outcome.trouble), outcome.printed, outcome.stuck
        for name, before, after in zip(task.arguments, case.arguments, arguments, strict=True):
            if not np.array_equal(before, after):
                return Difference(f"it changes {name}, which it was given"), outcome.printed, False
        found = value_difference(outcome.value, expected, task.returns)
        if found:
            return found, outcome.printed, False
    return None, outcome.printed, False


def received(task, candidate, arguments, expected):
    """Return the Outcome of a call whose result is read as the arrays that the task returns."""
    return call(candidate, arguments, lambda value: as_parts(value, task.returns, expected))


def expect(task, case):
    """Return what the equation gives: a list of arrays, one for each name the task returns."""
    with np.errstate(all="ignore"):
        result = task.reference(*copy.deepcopy(case.arguments))
    return [np.asarray(part) for part in (result if len(task.returns) > 1 else [result])]


######## running the items of a task

def run_item(task, item, candidate, hidden):
    """Return the Difference at the smallest instance that fails, or None, with what was printed."""
    printed = ""
    for case in item.family(generator(f"{task.name}/{item.label}", hidden)):
        found, printed, stuck = item.test(task, candidate, case)
        if found and found.sentence == UNWRITTEN:
            return found, printed, stuck
        if found:
            found = found._replace(sentence=f"{found.sentence}, first at {case.size}",
                                   given=report.call_of(task, case))
            return found, printed, stuck
    return None, printed, False


def check(tasks, failing, name, candidate, hidden=False):
    """Print the report on one function and return the points it earns, always a plain number.

    The number is the last expression of a check cell: nbgrader reads the points from it. failing
    holds the functions whose checks failed when they last ran in this process.
    """
    task = tasks[name]
    results, printed = run_items(task, candidate, hidden)
    missed = any(found for _, found in results)
    if not hidden:
        (failing.add if missed else failing.discard)(name)
    suspects = [other for other in task.uses if other in failing]
    print(report.render(task, results, hidden, suspects, printed))
    return sum(item.points for item, found in results if found is None)


def run_items(task, candidate, hidden):
    """Return the (item, Difference or None) of each item, and what was printed first."""
    results, printed, stuck = [], "", False
    for item in task.hidden if hidden else task.visible:
        if stuck:       # a function that hangs has cost its time already
            results.append((item, Difference("not run, because the call before did not come back")))
            continue
        found, said, stuck = run_item(task, item, candidate, hidden)
        printed = printed or said
        results.append((item, found))
    return results, printed


def checker(tasks):
    """Return the `check` of one problem set."""
    return partial(check, tasks, set())
