"""Name the mistake: compare a student's outputs with those of the catalogue's wrong programs."""

import copy

import numpy as np

from grading.checks.call import call
from grading.checks.compare import Unfit, as_parts, equal
from grading.checks.instances import generator
from grading.checks.looks import expect, judges

NOTHING = "nothing"     # what stands for a call that has no result to compare


def diagnose(task, candidate, mistakes):
    """Return the Mistake whose outputs are the candidate's on every instance of the task, or None.

    The instances are the public ones, of all that the task's items look at: generic ones tell any two
    mistakes apart, and the special ones tell those apart that only show there.
    """
    mistakes = [m for m in mistakes if m.function == task.name]
    cases = instances_of(task) if mistakes else []
    got = None
    for mistake in mistakes:
        if got is None:
            got = outputs(task, candidate, cases)
            if got is None:
                return None
        if alike(got, outputs(task, mistake.program, cases)):
            return mistake
    return None


def instances_of(task):
    """Return one Case list of every family that the task's items use, from the public seed."""
    families = dict.fromkeys(item.family for item in task.visible + task.hidden)
    return [case for family in families for case in family(generator(f"{task.name}/diagnosis", False))]


def outputs(task, program, cases):
    """Return the program's result on each Case, NOTHING where there is none; None where it hangs."""
    judged = any(item.test is judges for item in task.visible + task.hidden)
    found = []
    for case in cases:
        expected = None if judged else expect(task, case)
        outcome = call(program, copy.deepcopy(case.arguments),
                       lambda value, like=expected: read(value, task, like))
        if outcome.stuck:
            return None
        found.append(NOTHING if outcome.trouble else outcome.value)
    return found


def read(value, task, like):
    """Return a result as a list of arrays; a truth value is an array too, here."""
    if like is None:
        if not isinstance(value, bool | np.bool_):
            raise Unfit("no truth value")
        return [np.asarray(float(value))]
    return as_parts(value, task.returns, like)


def alike(some, others):
    """Return whether two lists of outputs agree throughout, and are not nothing throughout."""
    pairs = list(zip(some, others, strict=True))
    if all(a is NOTHING for a, _ in pairs):
        return False
    return all(a is b is NOTHING or (a is not NOTHING and b is not NOTHING and equal(a, b))
               for a, b in pairs)
