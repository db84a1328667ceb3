"""One grader at a time on one course: a lock that the system takes back when the process ends."""

import contextlib
import os
import time
from pathlib import Path

from grading.files import BadInput

try:
    import fcntl
except ImportError:     # Windows: no such lock, and no nbgrader exchange either
    fcntl = None

FILE = ".grading.lock"      # stays in the course's folder: removing it would open a gap


@contextlib.contextmanager
def alone(root):
    """Hold the lock of the course at root during the block; BadInput where another process does."""
    with open(Path(root) / FILE, "a+", encoding="utf-8") as file:
        try:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            who = file.read(200).strip() or "another process"
            raise BadInput(f"{root} is being graded by {who}: wait until it is done.") from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
        file.flush()
        yield
