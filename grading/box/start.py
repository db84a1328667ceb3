"""Start the box's first process, in one of the ways that isolate it."""

import contextlib
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from grading.box import bubblewrap, cgroup, seccomp
from grading.box.bundle import bundle
from grading.box.layout import PACKAGES, TEMPORARY, layout, program
from grading.box.limits import FOLDER, LIMITS
from grading.files import BadInput

PATIENCE = 5.0          # seconds in which the box ends by itself once its control socket is closed
FINDER = Path(__file__).with_name("finder.py")
READ = "import sys; exec(compile(sys.stdin.buffer.read(), 'start', 'exec'))"
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",          # the order of a set is the same at every grading
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
}
ELSEWHERE = (
    "Grade on Linux as root, in a virtual machine, or in a container that may make namespaces (docker run "
    "--privileged); --without-isolation grades with no protection from what students wrote.")


class Missing(Exception):
    """A layer of the isolation is not to be had; says which and why."""


class Started(NamedTuple):
    """A first process, our end of the socket that controls it, and its control groups."""

    process: subprocess.Popen
    control: socket.socket
    groups: list


class Way(NamedTuple):
    """One way of starting the box."""

    name: str
    words: str
    isolated: bool = True


BUBBLEWRAP = Way("bubblewrap", "walls by bubblewrap: own namespaces, and no file but Python and NumPy")
DIRECT = Way("direct", "walls made directly: own namespaces, and no file but Python and NumPy")
NONE = Way("none", "NO ISOLATION: limits on time and memory only", isolated=False)


def ways(isolation):
    """Return the ways to try for "required", "bubblewrap", "direct" or "none", the best first."""
    if not hasattr(os, "fork"):
        raise BadInput(f"Submissions are run on Linux or macOS, and this is {platform.system()}. {ELSEWHERE}")
    if isolation == NONE.name:
        return [NONE]
    if sys.platform != "linux":
        raise BadInput(f"Submissions are isolated on Linux only; this is {platform.system()}. {ELSEWHERE}")
    if platform.machine() not in ("x86_64", "aarch64"):
        raise BadInput(f"The filter of system calls knows x86_64 and aarch64, and this machine is "
                       f"{platform.machine()}. {ELSEWHERE}")
    found = [BUBBLEWRAP] * bool(bubblewrap.installed()) + [DIRECT]
    return [way for way in found if isolation in ("required", way.name)]


def start(way, runner, sources):
    """Start the first process one way and return the Started."""
    ours, theirs = socket.socketpair()
    told = {"control": theirs.fileno(), "runner": runner, "sources": {**bundle(runner), **sources},
            "numpy": str(PACKAGES), "isolated": way.isolated, "limits": LIMITS}
    before, passed, groups = [], [theirs.fileno()], cgroup.make() if way.isolated else []
    if way.isolated:
        place, proc = layout(), os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
        passed.append(proc)
        told |= {"proc": proc, "bubblewrap": way is BUBBLEWRAP, "folder": FOLDER, "temporary": TEMPORARY,
                 "filter": seccomp.program(platform.machine()), "layout": place._asdict()}
        before = bubblewrap.command(place, ENVIRONMENT) if way is BUBBLEWRAP else []
    try:        # in a session of its own: Ctrl-C is for the grader, which ends the box itself
        process = subprocess.Popen(
            cgroup.joined(groups, [*before, str(program()), "-s", "-S", "-P", "-B", "-c", READ]),
            env=ENVIRONMENT, cwd="/", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, pass_fds=passed, start_new_session=True)
    finally:
        theirs.close()
        for number in passed[1:]:
            os.close(number)
    with contextlib.suppress(BrokenPipeError), process.stdin:
        process.stdin.write(f"{FINDER.read_text(encoding='utf-8')}\n\nstart({told!r})\n".encode())
    return Started(process, ours, groups)


def end(started):
    """End the first process and all of its children; return the last line that it wrote as an error."""
    process, control, groups = started
    control.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    cgroup.remove(groups)
    with process.stderr:
        return process.stderr.read().decode(errors="replace").strip().rpartition("\n")[2]
