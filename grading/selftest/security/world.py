"""Where a class is graded under test: a course's root, and canaries around it that no hand-in may touch."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from grading import secret
from grading.files import COURSE

CANARY = "BPTT_CANARY"          # in the grader's environment
UNTOUCHED = "as it was\n"
SECONDS = 10                    # that one hand-in may take; a call has a tenth of it
PATIENCE = 900                  # seconds for a class; then the grader counts as hung
PR_SET_CHILD_SUBREAPER = 36
ONE_BY_ONE = ("import json, sys; from grading.__main__ import main; "
              "sys.exit(max([main(arguments) for arguments in json.loads(sys.argv[1])]))")


class World(NamedTuple):
    """One class's surroundings: folders, the listener's port and what it heard, and what must not be seen."""

    root: Path
    outside: Path
    home: Path
    tmp: Path
    port: int
    token: str          # in the names of sockets and files that attacks look for
    secret: str         # the course's
    private: str        # a line that stands in the other students' notebooks
    heard: list


class Ran(NamedTuple):
    """What the grader's process came to: exit code, what it printed, seconds, processes it left behind."""

    code: int
    out: str
    err: str
    seconds: float
    left: list


@contextlib.contextmanager
def world():
    """Give a World; everything of it is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="bptt-security-") as base, contextlib.ExitStack() as stack:
        folders = [Path(base).resolve() / name for name in ("courses", "outside", "home", "tmp")]
        for folder in folders:
            folder.mkdir()
        (folders[1] / "untouched").write_text(UNTOUCHED)
        token, heard = secrets.token_hex(8), []
        port = listen(stack, heard, token, folders[1])
        private = f"# private-{secrets.token_hex(16)}"
        made = World(*folders, port, token, secrets.token_hex(32), private, heard)
        yield made


def course_of(name, around):
    """Return the World with a course of its own for one problem set."""
    one = around._replace(root=around.root / name)
    one.root.mkdir()
    secret.make(one.root / secret.FILE, one.secret)
    return one


######## the listener

def listen(stack, heard, token, outside):
    """Listen on the loopback interface and on two sockets of the machine; return the port."""
    tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    port = tcp.getsockname()[1]
    udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    udp.bind(("127.0.0.1", port))
    sockets = [tcp, udp]
    for address in (f"\0bptt-{token}", str(outside / "socket")):
        sockets.append(stack.enter_context(socket.socket(socket.AF_UNIX)))
        sockets[-1].bind(address)
        sockets[-1].listen()
    for sock in sockets:
        threading.Thread(target=hear, args=(sock, heard), daemon=True).start()
    return port


def hear(sock, heard):
    """Note what comes to one socket until it is closed."""
    with contextlib.suppress(OSError):
        while True:
            if sock.type == socket.SOCK_DGRAM:
                heard.append(sock.recv(200))
                continue
            caller, _ = sock.accept()
            with caller, contextlib.suppress(OSError):
                caller.settimeout(1)
                heard.append(caller.recv(200))


######## the grader

def graded(world, programs):
    """Run programs of `python -m grading` one after another, and return what that Ran to.

    They share one process: to start it takes longer than to grade a class of a few.
    """
    environment = os.environ | {"HOME": str(world.home), "TMPDIR": str(world.tmp), CANARY: world.token}
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    program = [sys.executable, "-c", ONE_BY_ONE, json.dumps(programs)]
    before, start = children(), time.monotonic()
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with adopting(), subprocess.Popen(program, cwd=COURSE, env=environment, text=True, encoding="utf-8",
                                      start_new_session=True, **pipes) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        return Ran(process.returncode, out, err, time.monotonic() - start, stragglers(before))


@contextlib.contextmanager
def adopting():
    """Let processes whose parents have died become children of this one, so that none goes unseen."""
    try:
        import ctypes
        prctl = ctypes.CDLL(None).prctl
    except (ImportError, AttributeError, OSError):      # not Linux
        yield
        return
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def stragglers(before):
    """End the processes that the grader left behind, and return their names."""
    left = {}
    for _ in range(20):         # a moment to end: the last workers may be on their way
        left = {pid: name for pid, name in children().items() if pid not in before}
        if not left:
            break
        time.sleep(0.1)
    for pid in left:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return sorted(left.values())


def children():
    """Return {pid: name} of this process's children that have not ended."""
    found, own = {}, os.getpid()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            pid, _, rest = path.read_text(errors="replace").partition(" (")
            name, _, rest = rest.rpartition(") ")
            state, parent = rest.split()[:2]
            if int(parent) == own and state != "Z":
                found[int(pid)] = name
    return found


######## what must not change

def fingerprint(folder):
    """Return what every path below a folder is: its kind, mode, size, time and target."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        found[str(path)] = (state.st_mode, state.st_size, state.st_mtime_ns,
                            os.readlink(path) if path.is_symlink() else "")
    return found
