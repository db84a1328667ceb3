"""The box seen from the grader: one warm process, and a fresh isolated child of it for each submission.

    with warm_parent() as parent:
        with parent.fork() as child:
            child.socket.sendall(...)

The warm process is started anew, never forked from the grader, whose memory holds what a student may not
see. One submission lives in it at a time.
"""

import contextlib
import functools
import json
import socket

from grading.box import cgroup
from grading.box.start import ELSEWHERE, Missing, end, start, ways
from grading.files import BadInput

RUNNER = "grading.box.runner"


class Child:
    """One submission's process: `socket` speaks with it, `kill` ends it."""

    def __init__(self, parent, sock):
        self.parent, self.socket = parent, sock

    def kill(self):
        """End every process of the child; return "killed", or "exit 3" or "SIGSEGV" where it had ended."""
        with self.socket:       # open until it is done: a child that sees its end would end by itself
            try:
                return self.parent.ask(b"W" if closed(self.socket) else b"K")["ended"]
            except Missing:
                return "SIGKILL"    # the warm process was ended, and the child with it

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.socket.fileno() >= 0:
            self.kill()


class Parent:
    """The warm process: `layers` says in words what isolates its children."""

    def __init__(self, way, runner, sources):
        """Start one; Missing, with the last words of what could not be started, where it is not to be had."""
        self.start = functools.partial(start, way, runner, sources)
        self.begin()
        try:
            self.layers = [way.words, *held(self)] if way.isolated else [way.words]
        except BaseException:
            self.close()
            raise
        self.layers += ["control groups: memory, processes"] * cgroup.in_force(self.started.groups)

    def begin(self):
        """Start the process and wait until it is warm."""
        self.started = self.start()
        self.lines = self.started.control.makefile("rb")
        try:
            self.reply()
        except Missing as problem:
            raise Missing(self.close() or problem) from None

    def close(self):
        """End the process and its child; return the last line that it wrote as an error."""
        self.lines.close()
        return end(self.started)

    def fork(self, command=b"F"):
        """Return a new Child; the one before it ends here, if it has not ended yet."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.ask(command, theirs)
            except Missing:         # the system ended it, perhaps for want of memory
                self.close()
                self.begin()
                self.ask(command, theirs)
        return Child(self, ours)

    def ask(self, command, *sockets):
        """Send a command of one byte, with sockets to hand over, and return the reply."""
        try:
            socket.send_fds(self.started.control, [command], [sock.fileno() for sock in sockets])
        except OSError as error:
            raise Missing(str(error)) from None
        return self.reply()

    def reply(self):
        """Return the warm process's next answer; Missing where it is gone or could not shut itself in."""
        try:
            line = self.lines.readline()
        except OSError:
            line = b""
        if not line:
            raise Missing("the box's first process ended")
        reply = json.loads(line)
        if "missing" in reply:
            raise Missing(reply["missing"])
        return reply


def closed(sock):
    """Return whether the other side of a socket has closed it and all that it sent is read."""
    sock.setblocking(False)     # with a timeout, recv waits whatever the flags say
    try:
        return sock.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@contextlib.contextmanager
def warm_parent(isolation="required", runner=RUNNER, sources=None):
    """Start the warm process and give its Parent; it ends with the block, or when this process ends.

    isolation: "required", or by one way alone ("bubblewrap", "direct"), or "none". `runner` names the
    module whose `serve(socket)` runs in a child; `sources` adds modules as text. BadInput where there is
    no isolation.
    """
    parent = first(isolation, runner, sources or {})
    try:
        yield parent
    finally:
        parent.close()


def first(isolation, runner, sources):
    """Return the Parent of the first way of isolating that works on this machine."""
    reasons = []
    for way in ways(isolation):
        try:
            return Parent(way, runner, sources)
        except Missing as problem:
            reasons.append(f"{way.name}: {problem}")
    raise BadInput(f"Submissions cannot be isolated here ({'; '.join(reasons)}). {ELSEWHERE}")


def held(parent):
    """Return in words what the kernel says that holds a child; Missing where any of it does not."""
    with parent.fork(b"P") as child, child.socket.makefile("rb") as lines:
        line = lines.readline()
        if not line:
            raise Missing(f"a child was {child.kill()}")
    facts = json.loads(line)
    for words, holds in facts.items():
        if not holds:
            raise Missing(f"not in force: {words}")
    return list(facts)
