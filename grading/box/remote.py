"""The grader's side of the wire: run a notebook's cells in a box, and call the functions they define.

Whatever the other end does, hang, crash or lie, comes back as data: a box that is of no use any more is left,
and the next one runs the cells again, without the one at fault.
"""

import time

from grading.box import wire
from grading.box.lend import lend
from grading.box.replies import Ran, Reply, messages, ran, replied
from grading.checks import call

CELL = 10.0             # seconds for a cell; where a notebook has few, a cell has a sixth of them
GRACE = 1.0             # more, before a box that ignores its own time limit is ended
ENDED = {               # how a process ended, in words that follow "it"
    "killed":  "broke the connection to the grader",
    "SIGKILL": "was ended by the system, perhaps because it took too much memory",
    "SIGSEGV": "crashed the process it ran in (SIGSEGV)",
}


class Box:
    """The process that runs one notebook's cells, and the time that the notebook has left."""

    def __init__(self, parent, names, seconds):
        self.parent, self.names, self.seconds = parent, names, seconds
        self.cell, self.call = min(CELL, seconds / 6), min(call.SECONDS, seconds / 10)
        self.until = time.monotonic() + seconds
        self.child, self.kept = None, bytearray()       # kept: bytes that came with an earlier message
        self.number, self.cells, self.notes = 0, [], []

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
        """Return the Ran of one more cell; where the box ends at it, it gets another one, as a call does."""
        for kind in ("", "ProcessEnded"):
            try:
                self.start()
                found = self.run_cell(name, source)
                self.cells.append((name, source))
                return found
            except (TimeoutError, wire.Gone) as problem:
                failure = self.lost(problem, self.cell)
                if isinstance(problem, TimeoutError):
                    kind = "CellTimeoutError"
                    break
        return Ran(error=(kind, self.blamed(f"the cell of {name}", failure)))

    def run_cell(self, name, source):
        until = self.ask(self.cell, "cell", name, source, self.cell, self.names)
        return ran(self.hear(until), self.names)

    def start(self):
        """Have a child in which all cells have run; one that does not end is left out from then on."""
        while self.child is None:
            wire.remaining(self.until)
            self.child, self.kept = self.parent.fork(), bytearray()
            for cell in list(self.cells):
                try:
                    self.run_cell(*cell)
                except (TimeoutError, wire.Gone) as failure:
                    self.cells.remove(cell)
                    self.blamed(f"the cell of {cell[0]}", self.lost(failure, self.cell))
                    break

    ######## calls

    def calls(self, name, calls, functions):
        """Yield the Reply to each call of a function; after one that is stuck there are no more.

        Where the box ends, the rest of the calls gets another one: a function that was called before may
        have left something behind that ended it.
        """
        done, failure = 0, None
        for _ in range(2):
            try:
                for reply in self.some_calls(name, calls[done:], functions):
                    done += 1
                    yield reply
                return
            except (TimeoutError, wire.Gone) as problem:
                failure = self.lost(problem, self.call)
                if isinstance(problem, TimeoutError):
                    break
        yield Reply(self.blamed(name, failure), stuck=True)

    def some_calls(self, name, calls, functions):
        """Yield the Reply to each call, as long as this box answers."""
        self.start()
        for some in messages(calls):
            until = self.ask(self.call, "calls", name, self.call, len(functions), some)
            for _ in some:
                reply = replied(self.hear(until, functions), functions)
                yield reply
                if reply.stuck:
                    return
                until = self.limit(self.call)

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
            match wire.receive(self.child.socket, until, self.kept):
                case (int(number), *rest) if number == self.number:
                    return tuple(rest)
                case (str(what), int(number), place, arguments, keywords) \
                        if what == "ask" and number == self.number:
                    asked += 1
                    lent = lend(functions, place, arguments, keywords, asked)
                    wire.send(self.child.socket, *lent, until=until)
                case _:
                    raise wire.Gone

    def lost(self, failure, seconds):
        """End the child, and return what it did, in words that follow a name."""
        how = self.close()
        if time.monotonic() >= self.until:
            return f"had no time left: all of a notebook together has {self.seconds:g} seconds"
        if isinstance(failure, TimeoutError):
            return f"did not come back within {seconds:g} seconds"
        return ENDED.get(how, f"ended the process it ran in ({how})")

    def blamed(self, name, did):
        """Note what a function or a cell did, and return it as a sentence."""
        self.notes.append(f"{name} {did}")
        return f"it {did}"
