"""Where a file is put, and as what: each gets the student's folder, the set, the bytes and the world."""

import json
import os
import socket

from grading.selftest.security.encodings import zipped


def at(*parts):
    """Return a way to put the file elsewhere below the student's folder; {set} is the set's name."""
    def put(folder, name, data, world):
        for part in parts:
            path = folder / part.format(set=name, SET=name.upper())
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return put


def instead(make):
    """Return a way to put something else in the file's place, made by make(path, world, data)."""
    def put(folder, name, data, world):
        path = folder / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path, world, data)
    return put


def sparse(path, world, data):
    with open(path, "wb") as file:
        file.truncate(20_000_000_000)


def device(path, world, data):
    """Make a device; who is not root makes a pipe."""
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))
    except OSError:
        os.mkfifo(path)


def socket_file(path, world, data):
    """Make a socket; its own folder keeps the path short enough for one."""
    here = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"/proc/self/fd/{here}/{path.name}")
    os.close(here)


def linked_folder(folder, name, data, world):
    folder.mkdir(parents=True)
    (folder / name).symlink_to(world.root / "submitted" / "good-000" / name)


def links_beside(folder, name, data, world):
    at("{set}/{set}.ipynb")(folder, name, data, world)
    for link, target in (("loop", "."), ("all", "/"), ("book.db", world.root / "gradebook.db"),
                         ("secret", world.root / ".course_secret")):
        (folder / name / link).symlink_to(target)


def missing(folder, name, data, world):
    at("{set}/notes.txt")(folder, name, b"done", world)


def renamed_2(folder, name, data, world):
    at("{set}/{set} (1).ipynb")(folder, name, b'{"cells": []}', world)
    at("{set}/{set} (2).ipynb")(folder, name, data, world)


def zipped_beside(folder, name, data, world):
    at("{set}/{set}.zip")(folder, name, zipped(json.loads(data)), world)


PLACES = {
    "renamed_1": at("{set}/{set} (1).ipynb"), "renamed_txt": at("{set}/{set}.ipynb.txt"),
    "one_up": at("{set}.ipynb"), "one_down": at("{set}/{set}/{set}.ipynb"),
    "capitals": at("{SET}/{SET}.IPYNB"),
    "directory": instead(lambda path, world, data: path.mkdir()),
    "link_to_secret": instead(lambda path, world, data: path.symlink_to(world.root / ".course_secret")),
    "link_to_solved": instead(lambda path, world, data: path.symlink_to(
        world.root / "submitted" / "good-000" / path.parent.name / path.name)),
    "hard_link_to_secret": instead(lambda path, world, data: os.link(world.root / ".course_secret", path)),
    "fifo": instead(lambda path, world, data: os.mkfifo(path)),
    **{put.__name__: instead(put) for put in (sparse, device, socket_file)},
    **{put.__name__: put for put in (linked_folder, links_beside, missing, renamed_2, zipped_beside)},
}
