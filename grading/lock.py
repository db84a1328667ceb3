"""One grader at a time on one course: a lock that the system takes back when the process ends."""

import contextlib
import os
import sys
import time
from pathlib import Path

from grading.files import BadInput

try:
    import fcntl
except ImportError:         # Windows
    import msvcrt

FILE = ".grading.lock"      # stays in the course's folder: removing it would open a gap
PAUSE = 0.2                 # seconds between two looks at a lock that another process holds
BEYOND = 1 << 20            # Windows locks bytes, and no one else reads those: one behind the text


@contextlib.contextmanager
def alone(root, wait=False):
    """Hold the lock of the course at root during the block.

    Where another process does, say who and wait for it, or, without wait, raise BadInput.
    """
    with open(Path(root) / FILE, "a+", encoding="utf-8") as file:
        if not taken(file):
            told = f"{root} is being graded by {holder(file)}"
            if not wait:
                raise BadInput(f"{told}: wait until it is done.")
            print(f"{told}: waiting until it is done ...", file=sys.stderr, flush=True)
            while not taken(file):
                time.sleep(PAUSE)
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
        file.flush()
        yield


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
