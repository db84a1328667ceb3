"""Call a student's function so that nothing it does can disturb the check.

What it prints, the warnings it sets off, the exceptions it raises and the time it takes all come
back as data. Where students' code runs in another process, this is the one module that changes.
"""

import contextlib
import io
import os
import signal
import traceback
import warnings
from typing import NamedTuple

import numpy as np

SECONDS = 3.0           # for one call; the honest ones take less than a thousandth of it
PRINTED = 2_000         # characters of a student's output that are kept
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


class TimeIsUp(BaseException):
    """Raised inside a call that takes too long; no `except Exception` of a student catches it."""


class Bounded(io.StringIO):
    """A text stream that forgets everything after its first PRINTED characters."""

    def write(self, text):
        room = PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


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


@contextlib.contextmanager
def quiet(printed):
    """Collect in `printed` what the block prints, and let no warning and no raw output through."""
    with (contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), descriptors(),
          warnings.catch_warnings(), np.errstate(all="ignore")):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def descriptors():
    """Point file descriptors 1 and 2 at nothing: os.write and child processes use them directly."""
    try:
        kept = [(number, os.dup(number)) for number in (1, 2)]
    except (AttributeError, OSError):       # closed, or a browser
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    for number, _ in kept:
        os.dup2(nothing, number)
    os.close(nothing)
    try:
        yield
    finally:
        for number, copy in kept:
            os.dup2(copy, number)
            os.close(copy)


@contextlib.contextmanager
def interrupts():
    """Give a list that gets an entry where Ctrl-C comes from outside: a student can raise it too."""
    seen = []

    def note(*_):
        seen.append(True)
        raise KeyboardInterrupt

    with handled("SIGINT", note):
        yield seen


@contextlib.contextmanager
def handled(name, handler):
    """Handle a signal in the block, and give whether the system can.

    Windows has no alarm; browsers, and threads other than the main one, get no signals.
    """
    try:
        number = getattr(signal, name)
        before = signal.signal(number, handler)
    except (AttributeError, ValueError, OSError):
        yield False
        return
    try:
        yield True
    finally:
        signal.signal(number, before if before is not None else signal.SIG_DFL)


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeIsUp in the block after so many seconds, where the system has timers."""
    def stop(*_):
        raise TimeIsUp

    with handled("SIGALRM", stop) as able:
        try:
            if able:        # again every tenth of a second: one may land in a student's bare `except`
                signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
            yield
        finally:
            if able:
                disarm()


def disarm():
    signal.setitimer(signal.ITIMER_REAL, 0)


def told(error):
    """Return one line on an exception: its type, its message and the student's line that raised."""
    frames = traceback.extract_tb(error.__traceback__)[1:]      # the first frame is `attempt`
    if type(error) is NotImplementedError:      # input() raises a subclass of it
        inner = frames[-1].name if len(frames) > 1 else ""
        return f"it calls {inner}, which is not written yet" if inner else UNWRITTEN
    try:
        message = " ".join(str(error).split())[:MESSAGE]
    except TimeIsUp:
        raise
    except BaseException:
        message = ""
    line = frames[0].line if frames else ""
    return (f"it raised {type_name(error)}" + (f": {message}" if message else "")
            + (f", in the line `{line}`" if line else ""))


def type_name(value):
    """Return the name of a value's type, short and on one line; no class of a student has a say."""
    name = " ".join(type.__dict__["__name__"].__get__(type(value)).split())
    return "".join(filter(str.isprintable, name))[:40] or "nameless"
