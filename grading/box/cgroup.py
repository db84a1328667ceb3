"""A control group of its own for the box where this process may make one: memory and processes in all."""

import contextlib
import itertools
import os
import re
import time
from pathlib import Path

MOST = {        # kind of control group: {controller: (file, what all processes of a box may have together)}
    "cgroup":  {"memory": ("memory.limit_in_bytes", 2_000_000_000), "pids": ("pids.max", 64)},
    "cgroup2": {"memory": ("memory.max", 2_000_000_000), "pids": ("pids.max", 64)},
}
NAME = "box-{}-{}"
NUMBERS = itertools.count()
JOIN = 'until [ "$1" = -- ]; do echo 0 > "$1"; shift; done; shift; exec "$@"'


def make():
    """Return the folders of new groups with limits, as many of them as this process may make."""
    name, made = NAME.format(os.getpid(), next(NUMBERS)), []
    for folder, limits in places():
        with contextlib.suppress(OSError):
            clear(folder)
            group = folder / name
            group.mkdir()
            made.append(group)
            for file, most in limits:
                (group / file).write_text(str(most))
    return made


def places():
    """Return [(folder of this process's own group, [(file, limit)])] for each tree of groups with a limit."""
    try:
        own = [line.split(":", 2)[1:] for line in Path("/proc/self/cgroup").read_text().splitlines()]
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    except OSError:
        return []
    found = []
    for _, top, kind, options, *_ in (mount for mount in mounts if mount[2] in MOST):
        for controllers, path in own:
            folder, names = Path(top, path.strip("/")), set(filter(None, controllers.split(",")))
            if (names <= set(options.split(","))) if names else kind == "cgroup2":
                limits = [MOST[kind][name] for name in MOST[kind] if name in (names or enabled(folder))]
                found += [(folder, limits)] * bool(limits and folder.is_dir())
    return found


def enabled(folder):
    """Return the controllers that the groups in a folder of the second kind have."""
    file = folder / "cgroup.subtree_control"
    return file.read_text().split() if file.exists() else []


def clear(folder):
    """Remove the empty groups that graders left here that were killed."""
    for group in folder.glob(NAME.format("*", "*")):
        owner = re.match(r"box-(\d+)-", group.name)
        if owner and not Path("/proc", owner[1]).exists():
            with contextlib.suppress(OSError):
                group.rmdir()


def joined(groups, words):
    """Return the words of a command that joins the groups first."""
    files = [str(group / "cgroup.procs") for group in groups]
    return ["sh", "-c", JOIN, "sh", *files, "--", *words] if files else words


def in_force(groups):
    """Return whether there are groups and each of them has processes."""
    return bool(groups) and all((group / "cgroup.procs").read_text() for group in groups)


def remove(groups):
    """Remove the groups; the last of their processes may need a moment to be gone."""
    until = time.monotonic() + 1.0
    for group in groups:
        while group.exists() and time.monotonic() < until:
            with contextlib.suppress(OSError):
                group.rmdir()
                break
            time.sleep(0.002)
