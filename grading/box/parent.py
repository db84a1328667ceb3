"""The box seen from the grader: one warm process, and a fresh isolated child of it for each submission.

    with warm_parent() as parent:
        with parent.fork() as child:
            child.socket.sendall(...)

The warm process is started anew, never forked from the grader, whose memory holds what a student may not see.
"""

import contextlib
import json
import socket
import subprocess
import sys
from pathlib import Path

import numpy

from grading.box.bundle import bundle
from grading.files import BadInput

RUNNER = "grading.box.runner"
READ = "import sys; exec(compile(sys.stdin.buffer.read(), 'start', 'exec'))"
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",          # the order of a set is the same at every grading
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
}


class Child:
    """One submission's process: `socket` speaks with it, `kill` ends it."""

    def __init__(self, parent, sock):
        self.parent, self.socket = parent, sock

    def kill(self):
        """End every process of the child; return "killed", or "exit 3" or "SIGSEGV" where it had ended."""
        command = b"W" if gone(self.socket) else b"K"
        try:
            return self.parent.ask(command)["ended"]
        finally:
            self.socket.close()     # not before: the child would end by itself

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.socket.fileno() >= 0:
            self.kill()


def gone(sock):
    """Return whether the other side of a socket has closed it, once what it sent is read."""
    sock.setblocking(False)     # a timeout that was set would make it wait all the same
    try:
        return sock.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


class Parent:
    """The warm process: `layers` says in words what isolates its children."""

    def __init__(self, control):
        self.control, self.lines, self.layers = control, control.makefile("rb"), []

    def fork(self):
        """Return a new Child; the one before it ends here, if it has not ended yet."""
        ours, theirs = socket.socketpair()
        with theirs:
            self.ask(b"F", theirs)
        return Child(self, ours)

    def ask(self, command, *sockets):
        """Send a command of one byte and return the reply."""
        socket.send_fds(self.control, [command], [sock.fileno() for sock in sockets])
        return self.reply()

    def reply(self):
        """Return the warm process's next answer; BadInput with its last words where it is gone."""
        line = self.lines.readline()
        if not line:
            raise BadInput("The box ended.")
        reply = json.loads(line)
        if reply.get("trouble"):
            raise BadInput(reply["trouble"])
        return reply


@contextlib.contextmanager
def warm_parent(isolation="required", runner=RUNNER, sources=None):
    """Start the warm process and give its Parent; it ends with the block, or when this process ends.

    `runner` names the module whose `serve(socket)` runs in a child; `sources` adds modules as text.
    """
    ours, theirs = socket.socketpair()
    told = {"control": theirs.fileno(), "runner": runner, "numpy": str(Path(numpy.__file__).parents[1]),
            "sources": {**bundle(runner), **(sources or {})}}
    text = Path(__file__).with_name("finder.py").read_text(encoding="utf-8") + f"\n\nstart({told!r})\n"
    process = subprocess.Popen([sys.executable, "-s", "-S", "-P", "-c", READ], env=ENVIRONMENT,
                               stdin=subprocess.PIPE, pass_fds=[theirs.fileno()])
    theirs.close()
    parent = Parent(ours)
    try:
        process.stdin.write(text.encode())
        process.stdin.close()
        parent.layers = parent.reply()["layers"]
        yield parent
    finally:
        parent.lines.close()
        ours.close()
        process.wait()
