"""Lend a box the grader's own functions: a loss, a softmax. They are evaluated here, on numbers alone."""

import numpy as np

from grading.box import wire
from grading.checks.call import message_of
from grading.checks.guards import TimeIsUp, time_limit
from grading.checks.plain import type_name

MOST = 2_000            # evaluations in one call of a student's function
SIZE = 200_000          # bytes of the arguments of one
SECONDS = 1.0           # for one


def lend(functions, place, arguments, keywords, asked):
    """Return the message that answers a box which asks what functions[place] gives for some arguments.

    asked counts these messages of one call. Gone where there is no such function.
    """
    try:
        function = functions[place]
        arguments, keywords = wire.decode(arguments), dict(wire.decode(keywords))
    except (LookupError, TypeError, ValueError, wire.Malformed):
        raise wire.Gone from None
    try:
        fit(arguments, keywords, asked)
        with np.errstate(all="ignore"), time_limit(SECONDS):
            return "given", wire.encode(function(*arguments, **keywords))
    except (Exception, TimeIsUp) as error:
        return "raised", type_name(error), message_of(error)


def fit(arguments, keywords, asked):
    """Raise an exception, for the student to read, where a function is asked for more than it is lent for."""
    if asked > MOST:
        raise RuntimeError(f"the function is called more than {MOST:,} times")
    if not all(map(numeric, [*arguments, *keywords.values()])):
        raise TypeError("the function takes arrays and numbers")


def numeric(value):
    """Return whether a value is numbers, and not too many of them."""
    if isinstance(value, list | tuple):
        return all(map(numeric, value))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc" and value.nbytes <= SIZE
    return isinstance(value, bool | float | complex | np.generic) or \
        (isinstance(value, int) and value.bit_length() <= 64)
