"""Call a student's function so that nothing it does can disturb the check.

What it prints, the warnings it sets off, the exceptions it raises and the time it takes all come
back as data. Where students' code runs in another process, this is the one module that changes.
"""

import contextlib
import io
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


class TimeIsUp(BaseException):
    """Raised inside a call that takes too long; no `except Exception` of a student catches it."""


class Bounded(io.StringIO):
    """A text stream that forgets everything after its first PRINTED characters."""

    def write(self, text):
        room = PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def call(candidate, arguments):
    """Return the Outcome of candidate(*arguments); only an interrupt from outside passes through."""
    printed = Bounded()
    quiet = (contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed),
             warnings.catch_warnings(), np.errstate(all="ignore"))
    with contextlib.ExitStack() as stack:
        for context in quiet:
            stack.enter_context(context)
        warnings.simplefilter("ignore")     # nbgrader gives 0 points to a cell that writes to stderr
        try:
            with time_limit(SECONDS):
                return Outcome(candidate(*arguments), printed=printed.getvalue())
        except KeyboardInterrupt:
            raise
        except TimeIsUp:
            disarm()        # once more: the timer may have gone off while it was being stopped
            trouble = f"it did not come back within {SECONDS:g} seconds"
            return Outcome(trouble=trouble, printed=printed.getvalue(), stuck=True)
        except BaseException as error:      # SystemExit too: a check never ends early
            return Outcome(trouble=told(error), printed=printed.getvalue())


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeIsUp in the block after so many seconds, where the system has timers.

    Windows, browsers and threads other than the main one have none: there the block runs on.
    """
    def stop(*_):
        raise TimeIsUp

    try:
        before = signal.signal(signal.SIGALRM, stop)
        # Again every tenth of a second: one exception may land in a student's bare `except`.
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
    except (AttributeError, ValueError, OSError):
        yield
        return
    try:
        yield
    finally:
        disarm()
        signal.signal(signal.SIGALRM, before)


def disarm():
    signal.setitimer(signal.ITIMER_REAL, 0)


def told(error):
    """Return one line on an exception: its type, its message and the student's line that raised."""
    if type(error) is NotImplementedError:      # input() raises a subclass of it
        return UNWRITTEN
    try:
        message = " ".join(str(error).split())[:MESSAGE]
    except BaseException:
        message = ""
    frames = traceback.extract_tb(error.__traceback__)[1:]      # the first frame is `call`
    line = frames[0].line if frames else ""
    return (f"it raised {type(error).__name__}" + (f": {message}" if message else "")
            + (f", in the line `{line}`" if line else ""))
