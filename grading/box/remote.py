"""The grader's side of the wire: run a notebook's cells in a box, and call the functions they define.

Whatever the other end does, hang, crash or lie, comes back as data: a box that is of no use any more is left,
and the next one runs the cells again, without the one at fault.
"""

import time
from typing import NamedTuple

from grading.box import wire
from grading.box.lend import lend
from grading.checks import call

CELL = 10.0             # seconds for a cell
GRACE = 1.0             # more, before a box that ignores its own time limit is ended
TOGETHER = 4_000_000    # bytes of arguments that travel in one message
SENTENCE = 500          # characters of what a box says about a call
PRINTED = 20_000        # characters of what a cell prints
ENDED = {               # how a process ended, in words that follow "it"
    "killed":  "broke the connection to the grader",
    "SIGKILL": "was ended by the system, perhaps because it took too much memory",
    "SIGSEGV": "crashed the process it ran in (SIGSEGV)",
}


class Ran(NamedTuple):
    """What running a cell came to: what it printed, (type, message) of what stopped it, and the names
    that are defined now, None where that cannot be said."""

    printed: str = ""
    error: tuple = None
    defined: tuple = None


class Reply(NamedTuple):
    """What one call came to, as the box says; the fields are those of an Outcome."""

    trouble: str
    value: object = None
    printed: str = ""
    stuck: bool = False
    after: tuple = None


class Box:
    """The process that runs one notebook's cells, and the time that the notebook has left."""

    def __init__(self, parent, names, seconds):
        self.parent, self.names, self.seconds = parent, names, seconds
        self.until = time.monotonic() + seconds
        self.child, self.number, self.cells, self.notes = None, 0, [], []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the child, and return in a word how it ended."""
        child, self.child = self.child, None
        return child.kill() if child else "killed"

    ######## cells

    def run(self, name, source):
        """Return the Ran of one more cell."""
        try:
            self.start()
            ran = self.run_cell(name, source)
        except (TimeoutError, wire.Gone) as failure:
            kind = "CellTimeoutError" if isinstance(failure, TimeoutError) else "ProcessEnded"
            return Ran(error=(kind, "it " + self.lost(failure, f"the cell of {name}", CELL)))
        self.cells.append((name, source))
        return ran

    def run_cell(self, name, source):
        until = self.ask(CELL, "cell", name, source, CELL, self.names)
        match self.hear(until):
            case (str(printed), None | (str(_), str(_)) as error, list(defined)):
                error = error and tuple(line(text) for text in error)
                return Ran(readable(printed[:PRINTED]), error, tuple(x for x in self.names if x in defined))
        raise wire.Gone

    def start(self):
        """Have a child in which all cells have run; one that does not end is left out from then on."""
        while self.child is None:
            wire.remaining(self.until)
            self.child = self.parent.fork()
            for cell in list(self.cells):
                try:
                    self.run_cell(*cell)
                except (TimeoutError, wire.Gone) as failure:
                    self.cells.remove(cell)
                    self.lost(failure, f"the cell of {cell[0]}", CELL)
                    break

    ######## calls

    def calls(self, name, calls, functions):
        """Yield the Reply to each call of a function; after one that is stuck there are no more."""
        try:
            self.start()
            for some in messages(calls):
                until = self.ask(call.SECONDS, "calls", name, call.SECONDS, len(functions), some)
                for _ in some:
                    reply = self.hear_call(until, functions)
                    yield reply
                    if reply.stuck:
                        return
                    until = self.limit(call.SECONDS)
        except (TimeoutError, wire.Gone) as failure:
            yield Reply("it " + self.lost(failure, name, call.SECONDS), stuck=True)

    def hear_call(self, until, functions):
        match self.hear(until, functions):
            case (str(trouble), value, str(printed), bool(stuck), after):
                return Reply(line(trouble), opened(value, functions), readable(printed), stuck,
                             opened(after, functions))
        raise wire.Gone

    ######## messages

    def limit(self, seconds):
        """Return the time until which the box may take for something that has so many seconds."""
        return min(self.until, time.monotonic() + seconds + GRACE)

    def ask(self, seconds, what, *rest):
        """Send a message and return the time until which the answer may take."""
        self.number += 1
        until = self.limit(seconds)
        wire.send(self.child.socket, what, self.number, *rest, until=until)
        return until

    def hear(self, until, functions=()):
        """Return the answer to the last message, without its number; lend the box functions on the way."""
        asked = 0
        while True:
            match wire.receive(self.child.socket, until):
                case (int(number), *rest) if number == self.number:
                    return tuple(rest)
                case ("ask", number, place, arguments, keywords) if number == self.number:
                    asked += 1
                    lent = lend(functions, place, arguments, keywords, asked)
                    wire.send(self.child.socket, *lent, until=until)
                case _:
                    raise wire.Gone

    def lost(self, failure, name, seconds):
        """End the child, and return what it did, in words that follow "it"."""
        how = self.close()
        if time.monotonic() >= self.until:
            did = f"had no time left: all of a notebook together has {self.seconds:g} seconds"
        elif isinstance(failure, TimeoutError):
            did = f"did not come back within {seconds:g} seconds"
        else:
            did = ENDED.get(how, f"ended the process it ran in ({how})")
        self.notes.append(f"{name} {did}")
        return did


def messages(calls):
    """Yield lists of calls, each small enough for one message."""
    some, size = [], 0
    for data in calls:
        if some and size + len(data) > TOGETHER:
            yield some
            some, size = [], 0
        some.append(data)
        size += len(data)
    if some:
        yield some


def opened(data, functions):
    """Return the value in some bytes of a reply; Gone where there is none in them."""
    if data is None:
        return None
    try:
        return wire.decode(data, functions)
    except (wire.Malformed, TypeError):
        raise wire.Gone from None


def line(text):
    """Return what a box says as one short line that can be printed."""
    return "".join(c if c.isprintable() else " " for c in text[:SENTENCE]).strip()


def readable(text):
    """Return printed text without what would move a terminal's cursor."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
