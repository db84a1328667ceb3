"""What stands around a call: its output goes nowhere else, its time is limited, an interrupt is seen."""

import contextlib
import io
import os
import signal
import sys
import time
import warnings

import numpy as np

PRINTED = 2_000         # characters of a student's output that are kept


class TimeIsUp(BaseException):
    """Raised inside a call that takes too long; no `except Exception` of a student catches it."""


class Bounded(io.StringIO):
    """A text stream that forgets everything after its first characters."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def write(self, text):
        room = self.most - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)

    def close(self):
        """Stay open: a cell may close what it takes for its standard output."""


@contextlib.contextmanager
def quiet(printed):
    """Collect in `printed` what the block prints, and let no warning through."""
    with (contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed),
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
    """Raise TimeIsUp in the block after so many seconds, where there is a way to."""
    with alarms() as limit, limit(seconds):
        yield


@contextlib.contextmanager
def alarms():
    """Give a time limit that may be set again and again in the block: what costs time is done once."""
    def stop(*_):
        raise TimeIsUp

    if not hasattr(signal, "setitimer"):
        yield watch
        return
    with handled("SIGALRM", stop) as able:
        yield timer if able else contextlib.nullcontext


@contextlib.contextmanager
def timer(seconds):
    """Let the system's timer go off after so many seconds."""
    try:
        # again every tenth of a second: one may land in a student's bare `except`
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
        yield
    finally:
        disarm()


@contextlib.contextmanager
def watch(seconds):
    """Raise TimeIsUp without a timer, as in a browser: Python 3.12 and later shows each turn of a loop."""
    tool, end = getattr(sys, "monitoring", None), time.monotonic() + seconds
    if tool is None or tool.get_tool(tool.DEBUGGER_ID) is not None:
        yield
        return

    def look(*_):
        nonlocal end
        if time.monotonic() > end:
            end += 0.1      # again, as above; what cleans up has that long
            raise TimeIsUp

    events = tool.events.JUMP | tool.events.PY_START
    tool.use_tool_id(tool.DEBUGGER_ID, "time limit")
    for event in (tool.events.JUMP, tool.events.PY_START):
        tool.register_callback(tool.DEBUGGER_ID, event, look)
    tool.set_events(tool.DEBUGGER_ID, events)
    try:
        yield
    finally:
        tool.set_events(tool.DEBUGGER_ID, 0)
        tool.free_tool_id(tool.DEBUGGER_ID)


def disarm():
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
