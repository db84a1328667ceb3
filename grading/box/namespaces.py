"""The box's walls made directly: what bubblewrap does where it is installed, and the inner wall always.

Runs in the box's first process, before it reads a single line of a student.
"""

import os

from grading.box.system import (
    BIND,
    DETACH,
    MOVE,
    NODEV,
    NOEXEC,
    NOSUID,
    PRIVATE,
    READONLY,
    RECURSIVE,
    REMOUNT,
    STAGE,
    bind,
    call,
    capabilities,
    mount,
    prctl,
    unshare,
)

NOBODY = 65534
OLD = "/old"
SMALL = "size=1m,mode=755"


def outer_wall(told, proc):
    """Leave the system's namespaces and see the layout's files alone, as bubblewrap would have it."""
    if not capabilities():      # not root, or the root of a container that has no say
        new_user(proc)
    unshare("mount", "network", "ipc", "name")
    call("sethostname", b"box", 3)
    mount(None, "/", flags=RECURSIVE | PRIVATE)
    new_root(told)


def new_root(told):
    """Make a small file system of the layout the root, and let go of the one before."""
    temporary, layout = told["temporary"], told["layout"]
    mount("box", temporary, "tmpfs", NOSUID | NODEV, SMALL)
    os.mkdir(temporary + OLD)
    call("pivot_root", os.fsencode(temporary), os.fsencode(temporary + OLD))
    os.chdir("/")
    for path, target in layout["links"].items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(target, path)
    for path in layout["shown"]:
        show(path)
    for path in layout["hidden"]:
        mount("box", path, "tmpfs", NOSUID | NODEV, SMALL)
    for path in layout["numpy"]:
        show(path)
    for path in layout["devices"]:
        show(path, device=True)
    os.makedirs(temporary, exist_ok=True)
    os.makedirs(STAGE)
    call("umount2", os.fsencode(OLD), DETACH)
    os.rmdir(OLD)
    for path in (*layout["hidden"], "/"):
        mount(None, path, flags=REMOUNT | BIND | READONLY | NOSUID | NODEV)


def show(path, device=False):
    """Bind a file or folder of the old root at the same place in the new one."""
    source = OLD + path
    if os.path.isdir(source):
        os.makedirs(path, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(path, os.O_CREAT, 0o644))
    bind(source, path, device)


def inner_wall(told, proc):
    """Become nobody, in a user and a process namespace of our own; return a descriptor of the latter.

    The process that called is left behind as the keeper: it ends when its child ends. Only in a process
    namespace that belongs to our own user namespace can the next one be made anew for each submission.
    """
    if os.geteuid() == 0 and capabilities() and whole_system(proc):
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    new_user(proc)
    unshare("mount", "process", "ipc")
    keep(os.fork(), told["bubblewrap"])
    return os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)


def whole_system(proc):
    """Return whether user 0 here is user 0 of the system, and not a name for somebody else."""
    with open(os.open("self/uid_map", os.O_RDONLY, dir_fd=proc)) as file:
        return file.read().split() == ["0", "0", "4294967295"]


def keep(child, bubblewrap):
    """In the parent of a fork, wait for the child and end with it; in the child, go on."""
    if child and bubblewrap:        # not where a thread of the grader is above it, which may end earlier
        prctl("SET_PDEATHSIG", 9)
    if child:
        os.waitpid(child, 0)
        os._exit(0)
    prctl("SET_PDEATHSIG", 9)


def new_user(proc):
    """Enter a new user namespace, under the same number as outside."""
    user, group = os.geteuid(), os.getegid()
    prctl("SET_DUMPABLE", 1)        # else the files below belong to root
    unshare("user")
    maps = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
    for name, text in maps.items():
        with open(os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc), "w") as file:
            file.write(text)


def cell(told):
    """In a new child: a file system view, host name and folder of its own, gone when it ends."""
    unshare("mount", "ipc", "name")
    fresh_folder(told["temporary"], told["layout"]["numpy"], told["folder"])
    os.chdir(told["temporary"])
    unshare("user")


def fresh_folder(place, numpy, options):
    """Mount an empty file system at `place`; where NumPy stands below it, show NumPy there again.

    What is mounted over a folder hides what was in it, so this is put together beside it, and moved.
    """
    below = [path for path in numpy if path.startswith(place + "/")]
    made = STAGE if below else place
    mount("box", made, "tmpfs", NOSUID | NODEV | NOEXEC, options)
    for path in below:
        os.makedirs(made + path[len(place):])
        bind(path, made + path[len(place):])
    if below:
        mount(made, place, flags=MOVE)
