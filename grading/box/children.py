"""The children of the box's first process: forked, shut in each by itself, watched and ended."""

import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import tempfile
import time

from grading.box import limits, namespaces, seccomp, system

UNSAFE = 70         # the exit code of a child that could not be shut in


def attend(control, serve, told, home):
    """Fork at each F, which brings the child's socket along; end the child at each K.

    W is K for a child whose socket is closed: it is ending by itself, so there is a moment to see how.
    P forks a child that reports what holds it, instead of the runner.
    """
    child, folder, tasks = None, None, {b"F": serve, b"P": functools.partial(report, told)}
    while True:
        command, files, *_ = socket.recv_fds(control, 1, 1)
        ended = end(child, folder, patience=1.0 * (command == b"W")) if child else "killed"
        child = None
        if command in tasks:
            folder = None if home else tempfile.mkdtemp(prefix="box-")
            child = fork(files[0], control, home, folder, tasks[command], told)
            os.close(files[0])
            answer(control)
        elif command in (b"K", b"W"):
            answer(control, ended=ended)
        else:
            os._exit(0)


def fork(wire, control, home, folder, task, told):
    """Return the process number of a new child that does its task on the wire."""
    if home:
        system.unshare("process")       # the next fork is the first process of a namespace of its own
    child = os.fork()
    if child:
        if home:
            system.rejoin(home)
        return child
    code = UNSAFE
    try:
        os.setsid()         # no signal to its group reaches anyone else
        control.close()
        shut_in(home, folder, told)
        code = 1
        with socket.socket(fileno=wire) as sock:
            task(sock)
        code = 0
    finally:
        os._exit(code)


def shut_in(home, folder, told):
    """Give this child a place of its own, no rights, and limits; where isolated, all of the walls."""
    if not home:
        os.chdir(folder)
        limits.set_limits(told["limits"])
        return
    os.close(home)
    namespaces.cell(told)
    system.no_capabilities()
    system.prctl("SET_DUMPABLE", 0)
    system.prctl("SET_PDEATHSIG", signal.SIGKILL)
    limits.set_limits(told["limits"])
    seccomp.load(told["filter"])


def report(told, sock):
    """Tell over the wire what holds this child, as the kernel says it."""
    facts = {
        "its own process namespace": os.getpid() == 1 and os.getppid() == 0,
        "no process seen": not os.path.exists("/proc/self"),
        "read-only files": not os.access("/", os.W_OK),
        "no capabilities": system.capabilities() == 0,
        "no new privileges": system.prctl("GET_NO_NEW_PRIVS") == 1,
        "filtered system calls": system.prctl("GET_SECCOMP") == 2,
        "limits on memory, time, threads and files": limits.in_force(told["limits"]),
    }
    sock.sendall(json.dumps(facts).encode() + b"\n")


def end(child, folder, patience):
    """End a child with all of its processes; return "killed", "exit 3" or "SIGSEGV", as it ended."""
    gone = over(child, patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)        # its number is its own until it is waited for
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)          # where it left its group
    _, status = os.waitpid(child, 0)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    if not gone:
        return "killed"
    code = os.waitstatus_to_exitcode(status)
    return "not isolated" if code == UNSAFE else f"exit {code}" if code >= 0 else signal.Signals(-code).name


def over(child, patience):
    """Return whether a child has ended by itself, after up to so many seconds; it is not reaped."""
    until = time.monotonic() + patience
    while not (ended := os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)):
        if time.monotonic() >= until:
            break
        time.sleep(0.001)
    return bool(ended)


def answer(control, **reply):
    """Send one line to the grader."""
    control.sendall(json.dumps(reply).encode() + b"\n")
