"""Call a student's function so that nothing it does can disturb the check.

What it prints, the warnings it sets off, the exceptions it raises and the time it takes all come
back as data. A function that lives in another process, a Remote, is called through the same `call`.
"""

import traceback
from typing import NamedTuple

from grading.checks.guards import (
    PRINTED,
    Bounded,
    TimeIsUp,
    descriptors,
    disarm,
    interrupts,
    quiet,
    time_limit,
)
from grading.checks.plain import type_name

SECONDS = 3.0           # for one call; the honest ones take less than a thousandth of it
MESSAGE = 200           # characters of an exception's message that are shown
UNWRITTEN = "it is not written yet"


class Outcome(NamedTuple):
    """What a call came to: its value, or a sentence on why there is none, and what it printed.

    after holds the arguments as the call left them; stuck says that it did not come back.
    """

    value: object = None
    trouble: str = ""
    printed: str = ""
    stuck: bool = False
    after: tuple = ()


class Unfit(Exception):
    """What came back is not what was asked for: one sentence that says what it is."""


class Remote:
    """A function that another process holds; the grader's are in grading.box."""

    def outcome(self, arguments, convert):
        """Return what `call` does."""
        raise NotImplementedError

    def ahead(self, calls):
        """Hear of the arguments of calls that are about to be made, so that they can travel together."""
        raise NotImplementedError


def call(candidate, arguments, convert):
    """Return the Outcome of convert(candidate(*arguments)); only an interrupt from outside passes.

    convert belongs to the check, and raises Unfit.
    """
    if isinstance(candidate, Remote):
        return candidate.outcome(arguments, convert)
    return guarded(lambda: convert(candidate(*arguments)), SECONDS, told)._replace(after=arguments)


def ahead(candidate, calls):
    """Tell a Remote which calls come next; any other function is called when it is called."""
    if isinstance(candidate, Remote):
        candidate.ahead(calls)


def guarded(work, seconds, describe, most=PRINTED):
    """Return the Outcome of work(), a student's code and the reading of what came back.

    The reading is within the time limit, because what a student's function returned may be as slow to
    read as it was to make. describe(error) says what was raised.
    """
    with descriptors(), interrupts() as from_outside:
        return timed(lambda: attempt(work, describe, from_outside), seconds, time_limit, most)


def timed(work, seconds, limit, most=PRINTED):
    """Return the Outcome that work() gives within the limit, a context of so many seconds."""
    printed = Bounded(most)
    with quiet(printed):
        try:
            with limit(seconds):
                outcome = work()
        except TimeIsUp:
            disarm()        # once more: the timer may have gone off while it was being stopped
            outcome = Outcome(trouble=f"it did not come back within {seconds:g} seconds", stuck=True)
    return outcome._replace(printed=printed.getvalue())


def attempt(work, describe, from_outside):
    """Return the Outcome of work(), whatever is raised in it."""
    try:
        return Outcome(work())
    except TimeIsUp:
        raise
    except Unfit as problem:
        return Outcome(trouble=str(problem))
    except BaseException as error:      # SystemExit and a student's KeyboardInterrupt too
        if from_outside:
            raise
        return Outcome(trouble=describe(error))


def told(error, ours=()):
    """Return one line on an exception: its type, its message and the student's line that raised.

    ours names the files of the caller, which are no line of a student's.
    """
    ours = (told.__code__.co_filename, *ours)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename not in ours]
    if type(error) is NotImplementedError:      # input() raises a subclass of it
        inner = frames[-1].name if len(frames) > 1 else ""
        return f"it calls {inner}, which is not written yet" if inner.isidentifier() else UNWRITTEN
    message, line = message_of(error), frames[0].line if frames else ""
    return (f"it raised {type_name(error)}" + (f": {message}" if message else "")
            + (f", in the line `{line}`" if line else ""))


def message_of(error):
    """Return an exception's message, short and on one line.

    It may hold numbers of a hidden check: they are this student's own, of this attempt, and no one's answer.
    """
    try:
        return " ".join(str(error)[:10 * MESSAGE].split())[:MESSAGE]
    except TimeIsUp:
        raise
    except BaseException:
        return ""
