"""Tasks and items: what one function of a problem set is checked for, and how a check runs."""

import inspect
from functools import lru_cache, partial
from typing import NamedTuple

from grading import mistakes
from grading.checks import report
from grading.checks.call import UNWRITTEN
from grading.checks.compare import Difference, as_parts
from grading.checks.diagnosis import diagnose
from grading.checks.expected import cases_of


class Item(NamedTuple):
    """One small check: its points, what it looks at in words, how, and on which instances."""

    points: int
    label: str
    test: callable      # one of grading.checks.looks: (task, candidate, case, others) -> Found
    family: callable    # rng -> Cases, the smallest first


class Task(NamedTuple):
    """One function of a problem set, with everything that is graded about it."""

    name: str
    reference: callable
    returns: tuple      # names of what it returns
    where: tuple        # (page of the book, equation id, ...)
    visible: tuple
    hidden: tuple
    uses: tuple = ()    # earlier functions of the set that this one may call
    needs: tuple = ()   # further functions of the student's that some check calls
    read: callable = as_parts       # (what came back, returns, the expected parts) -> arrays, or Unfit

    @property
    def arguments(self):
        """The names of its arguments, as the student's own function has them."""
        return arguments_of(self.reference)


@lru_cache
def arguments_of(function):
    """Return the names of the arguments that a function needs."""
    parameters = inspect.signature(function).parameters.values()
    return tuple(p.name for p in parameters if p.default is p.empty)


class Session(NamedTuple):
    """What is known of one problem set in this process: its table, and what the visible checks gave."""

    tasks: dict
    mistakes: list
    earned: dict        # name -> points of the visible checks when they last ran
    arrays: dict        # (name, hidden) -> what report.arrays keeps of the checks that ran


def checker(problem_set, tasks, arrays=None):
    """Return the `check` and the `progress` of one problem set; arrays is a dictionary that check fills."""
    session = Session(tasks, mistakes.of(problem_set), {}, {} if arrays is None else arrays)
    return partial(check, session), partial(progress, problem_set, session)


def check(session, name, candidate, hidden=False, **others):
    """Print the report on one function and return the points it earns, always a plain number.

    The number is the last expression of a check cell: nbgrader reads the points from it. others are the
    student's other functions that some checks need, by name.
    """
    task = session.tasks[name]
    results, printed, stuck = run_items(task, candidate, hidden, others)
    if not stuck:       # what hangs has cost its time already
        results = with_diagnosis(task, candidate, results, session.mistakes)
    session.arrays[name, hidden] = report.arrays(results)
    earned = report.total(item for item, found in results if found is None)
    if not hidden:
        session.earned[name] = earned
    suspects = [other for other in task.uses
                if session.earned.get(other, most := report.total(session.tasks[other].visible)) < most]
    print(report.render(task, results, hidden, suspects, printed))
    return earned


def progress(problem_set, session):
    """Print how far the visible checks of this session have come."""
    print(report.progress(problem_set, session.tasks.values(), session.earned))


######## running the items of a task

def run_items(task, candidate, hidden, others):
    """Return the (item, Difference or None) of each item, what was printed first, and whether a call hung."""
    results, printed, stuck = [], "", False
    for item in task.hidden if hidden else task.visible:
        if stuck:
            results.append((item, Difference("not run, because the call before did not come back")))
            continue
        found = run_item(task, item, candidate, hidden, others)
        printed, stuck = printed or found.printed, found.stuck
        results.append((item, found.difference))
    return results, printed, stuck


def run_item(task, item, candidate, hidden, others):
    """Return what is Found at the smallest instance that fails, or at the last one."""
    for case in cases_of(task, item.family, item.label, hidden):
        found = item.test(task, candidate, case, others)
        if found.difference and found.difference.sentence != UNWRITTEN:
            sentence = f"{found.difference.sentence}, first at {case.size}"
            found = found._replace(difference=found.difference._replace(
                sentence=sentence, given=report.call_of(task, case)))
        if found.difference:
            return found
    return found


def with_diagnosis(task, candidate, results, mistakes):
    """Return the results with the named mistake, where the catalogue knows it, at the first one missed."""
    missed = [number for number, (_, found) in enumerate(results) if found]
    if not missed or any(found.sentence == UNWRITTEN for _, found in results if found):
        return results
    mistake = diagnose(task, candidate, mistakes)
    if mistake:
        item, found = results[missed[0]]
        results[missed[0]] = item, found._replace(mistake=f"{mistake.sentence} See {mistake.equation}.")
    return results
