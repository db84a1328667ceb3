"""One grader at a time on one course: a lock that the system takes back when the process ends."""

import contextlib
import os
import sys
import time
from pathlib import Path

from sqlalchemy import text

from grading.files import BadInput

try:
    import fcntl
except ImportError:         # Windows
    import msvcrt

FILE = ".grading.lock"      # stays in the course's folder: removing it would open a gap
KEY = 0x62707474            # of the lock on a server: "bptt"
PAUSE = 0.2                 # seconds between two looks at a lock that another process holds
BEYOND = 1 << 20            # Windows locks bytes, and no one else reads those: one behind the text


@contextlib.contextmanager
def alone(root, wait=False):
    """Hold the lock of the course at root during the block.

    Where another process does, say who and wait for it, or, without wait, raise BadInput.
    """
    with open(Path(root) / FILE, "a+", encoding="utf-8") as file:
        patient(lambda: taken(file), lambda: f"{root} is being graded by {holder(file)}", wait)
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
        file.flush()
        yield


@contextlib.contextmanager
def alone_on(engine, wait=False):
    """The same for a gradebook on a server, which graders of several machines may reach."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection:
        connection.detach()         # the server takes the lock back when this connection ends

        def taken():
            held = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY})
            connection.commit()
            return held

        patient(taken, lambda: f"{engine.url.render_as_string()} is in use by another grader", wait)
        yield


def patient(taken, told, wait):
    """Try until `taken` is true, and say once what is waited for; BadInput where one does not wait."""
    if taken():
        return
    if not wait:
        raise BadInput(f"{told()}: wait until it is done.")
    print(f"{told()}: waiting until it is done ...", file=sys.stderr, flush=True)
    while not taken():
        time.sleep(PAUSE)


def taken(file):
    """Take the lock and return True; False where another process holds it."""
    try:
        if "fcntl" in globals():
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            file.seek(BEYOND)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    return True


def holder(file):
    file.seek(0)
    return file.read(200).strip() or "another process"
