"""Instances together with what the equation gives on them, each computed once a process."""

from functools import lru_cache

import numpy as np

from grading.checks.instances import generator, key_of
from grading.checks.plain import copied


def cases_of(task, family, name, hidden):
    """Return a family's Cases, the smallest first, each with what is expected; they cannot be written to.

    name seeds them: the task's and the item's.
    """
    return drawn(task.reference, len(task.returns), family, f"{task.name}/{name}", key_of(hidden))


@lru_cache(maxsize=2048)
def drawn(reference, count, family, name, key):
    return tuple(frozen(case._replace(expected=expected(reference, count, case.arguments)))
                 for case in family(generator(name, key)))


def expect(task, case):
    """Return what the equation gives: a list of arrays, one for each name the task returns."""
    if case.expected is not None:
        return case.expected
    return expected(task.reference, len(task.returns), case.arguments)


def expected(reference, count, arguments):
    with np.errstate(all="ignore"):
        result = reference(*copied(arguments))
    return [np.asarray(part) for part in (result if count > 1 else [result])]


def frozen(value):
    """Return the value, after taking the permission to write from every array in it."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, list | tuple):
        for part in value:
            frozen(part)
    return value
