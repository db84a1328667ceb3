"""Call a student's function so that nothing it does can disturb the check.

What it prints, the warnings it sets off, the exceptions it raises and the time it takes all come
back as data. Where students' code runs in another process, this is the one module that changes.
"""

import traceback
from typing import NamedTuple

from grading.checks.guards import Bounded, TimeIsUp, disarm, interrupts, quiet, time_limit
from grading.checks.plain import type_name

SECONDS = 3.0           # for one call; the honest ones take less than a thousandth of it
MESSAGE = 200           # characters of an exception's message that are shown
UNWRITTEN = "it is not written yet"


class Outcome(NamedTuple):
    """What a call came to: its value, or a sentence on why there is none, and what it printed."""

    value: object = None
    trouble: str = ""
    printed: str = ""
    stuck: bool = False


class Unfit(Exception):
    """What came back is not what was asked for: one sentence that says what it is."""


def call(candidate, arguments, convert):
    """Return the Outcome of convert(candidate(*arguments)); only an interrupt from outside passes.

    convert belongs to the check, and raises Unfit. It runs within the time limit, because what a
    student's function returned may be as slow to read as it was to make.
    """
    printed = Bounded()
    with quiet(printed):
        try:
            with interrupts() as from_outside, time_limit(SECONDS):
                outcome = attempt(candidate, arguments, convert, from_outside)
        except TimeIsUp:
            disarm()        # once more: the timer may have gone off while it was being stopped
            outcome = Outcome(trouble=f"it did not come back within {SECONDS:g} seconds", stuck=True)
    return outcome._replace(printed=printed.getvalue())


def attempt(candidate, arguments, convert, from_outside):
    """Return the Outcome of a call, whatever is raised in it."""
    try:
        return Outcome(convert(candidate(*arguments)))
    except TimeIsUp:
        raise
    except Unfit as problem:
        return Outcome(trouble=str(problem))
    except BaseException as error:      # SystemExit and a student's KeyboardInterrupt too
        if from_outside:
            raise
        return Outcome(trouble=told(error))


def told(error):
    """Return one line on an exception: its type, its message and the student's line that raised."""
    frames = traceback.extract_tb(error.__traceback__)[1:]      # the first frame is `attempt`
    if type(error) is NotImplementedError:      # input() raises a subclass of it
        inner = frames[-1].name if len(frames) > 1 else ""
        return f"it calls {inner}, which is not written yet" if inner.isidentifier() else UNWRITTEN
    try:
        message = " ".join(str(error).split())[:MESSAGE]
    except TimeIsUp:
        raise
    except BaseException:
        message = ""
    line = frames[0].line if frames else ""
    return (f"it raised {type_name(error)}" + (f": {message}" if message else "")
            + (f", in the line `{line}`" if line else ""))
