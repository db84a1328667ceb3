"""The box's first process: it warms up once, then forks a child for each submission.

A child can reach nothing of the course: its modules came as text and are forgotten before the first fork.
"""

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import types


def main(told, finder):
    """Serve the control socket until it closes: the grader has ended then, whatever ended it."""
    serve = warmed_up(told, finder)
    control = socket.socket(fileno=told["control"])
    answer(control, trouble="", layers=[])
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    attend(control, serve)


def warmed_up(told, finder):
    """Import NumPy and the runner, leave no name of the course behind, and return the runner's `serve`."""
    sys.path.append(told["numpy"])
    import numpy  # noqa: F401
    sys.path.remove(told["numpy"])      # nothing else of that folder can be imported; numpy itself stays
    serve = importlib.import_module(told["runner"]).serve
    for name in [name for name in sys.modules if name.split(".")[0] == "grading"]:
        del sys.modules[name]
    sys.meta_path.remove(finder)
    sys.modules["__main__"] = types.ModuleType("__main__")
    gc.collect()
    gc.freeze()
    return serve


def attend(control, serve):
    """Fork at each F, which brings the child's socket along; end the child at each K.

    W is K for a child whose socket is closed: it is ending by itself, so there is a moment to see how.
    """
    child = folder = None
    while True:
        command, files, *_ = socket.recv_fds(control, 1, 1)
        ended = end(child, folder, patience=1.0 * (command == b"W")) if child else "killed"
        child = None
        if command == b"F":
            folder = tempfile.mkdtemp(prefix="box-")
            child = fork(control, files[0], folder, serve)
            os.close(files[0])
            answer(control, trouble="")
        elif command in (b"K", b"W"):
            answer(control, ended=ended)
        else:
            os._exit(0)


def fork(control, wire, folder, serve):
    """Return the process number of a new child that serves the wire."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        control.close()
        os.setsid()
        os.chdir(folder)
        with socket.socket(fileno=wire) as sock:
            serve(sock)
        code = 0
    finally:
        os._exit(code)


def end(child, folder, patience):
    """End a child with all of its processes; return "killed", "exit 3" or "SIGSEGV", as it ended."""
    gone, status = waited(child, patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if not gone:
        os.waitpid(child, 0)
    shutil.rmtree(folder, ignore_errors=True)
    if not gone:
        return "killed"
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name


def waited(child, patience):
    """Return what os.waitpid does, after up to so many seconds; (0, 0) where the child still runs."""
    until = time.monotonic() + patience
    while True:
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone or time.monotonic() >= until:
            return gone, status
        time.sleep(0.001)


def answer(control, **reply):
    control.sendall(json.dumps(reply).encode() + b"\n")
