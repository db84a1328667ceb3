"""The box's outer wall made by bubblewrap: its own namespaces and the files of the layout, nothing else."""

import os
import shutil

from grading.box.layout import TEMPORARY
from grading.box.system import STAGE

PROGRAM = "bwrap"
ALONE = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--as-pid-1", "--new-session",
         "--clearenv", "--chdir", "/", "--hostname", "box")


def installed():
    """Return the path of bubblewrap; None where it is not installed."""
    return shutil.which(PROGRAM)


def command(layout, environment):
    """Return the words that start a program behind bubblewrap; the program's own follow them."""
    words = [installed(), *ALONE, *user()]
    for folder in sorted({parent for path in [*layout.shown, *layout.numpy] for parent in parents(path)}):
        words += ["--perms", "0755", "--dir", folder]
    for path, target in layout.links.items():
        words += ["--symlink", target, path]
    for path in layout.shown:
        words += ["--ro-bind", path, path]
    for path in layout.hidden:
        words += ["--tmpfs", path]
    for path in layout.numpy:
        words += ["--ro-bind", path, path]
    for path in layout.hidden:
        words += ["--remount-ro", path]
    words += ["--dir", TEMPORARY, "--dir", STAGE, "--dir", "/dev"]
    for device in layout.devices:
        words += ["--dev-bind", device, device]
    for name, value in environment.items():
        words += ["--setenv", name, value]
    return [*words, "--remount-ro", "/", "--"]


def user():
    """Return how the user changes: root keeps no more than what it needs to become nobody."""
    if os.geteuid():
        return ["--unshare-user"]
    return ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]


def parents(path):
    """Return the folders above a path, without the root."""
    found = []
    while (path := os.path.dirname(path)) != "/":
        found.append(path)
    return found
