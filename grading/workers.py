"""What runs in a worker: one warm box, and one submission after the other in it.

A worker gets text and sends text back, so it needs the installed package and no file of the course.
"""

import atexit
import contextlib
import os
import socket
import threading
import time
from typing import NamedTuple

from grading.box.parent import warm_parent
from grading.files import BadInput
from grading.fingerprints import checks
from grading.oracle import grade_notebook
from grading.seals import sealed


class Settings(NamedTuple):
    """What all workers are told: the problem set, the isolation, the digest of the checks."""

    name: str
    isolation: str
    checks: str
    stubs: dict         # grade id of a student's cell -> its source as given out
    seconds: float      # that one notebook may take


class Outcome(NamedTuple):
    """What a worker made of one submission: a sealed notebook with scores and comments, of grading.seals."""

    student: str
    text: str = ""
    scores: dict | None = None
    comments: dict | None = None
    layers: tuple = ()
    trouble: str = ""               # why it could not be graded
    refusal: str = ""               # why this worker grades no one


warm = []                           # this process's box parent, and what closes it
one_at_a_time = threading.Lock()    # a dask worker may have several threads


class Refusal(Exception):
    """This worker has no box as it was asked for."""


def outcome_of(student, text, key, fingerprint, settings):
    """Grade one submission in this worker's box; where that fails, once more in a new one."""
    if settings.checks != checks():
        return Outcome(student, refusal=f"{socket.gethostname()} has another version of this package: "
                                        "install the same one on every worker.")
    with one_at_a_time:
        for last in (False, True):
            try:
                return graded(student, text, key, fingerprint, settings)
            except Refusal as problem:
                return Outcome(student, refusal=str(problem))
            except Exception as problem:
                cool_down()
                if last:
                    said = " ".join(f"{type(problem).__name__}: {problem}".split())[:200]
                    return Outcome(student, trouble=said)


def graded(student, text, key, fingerprint, settings):
    parent = box(settings.isolation)
    found = grade_notebook(text, settings.name, key, parent, settings.seconds)
    text, scores, comments = sealed(found.text, found.points, settings.stubs, fingerprint, found.seconds)
    return Outcome(student, text, scores, comments, tuple(parent.layers))


def box(isolation):
    """Return this process's warm box parent."""
    if not warm:
        stack = contextlib.ExitStack()
        try:
            warm[:] = stack.enter_context(warm_parent(isolation=isolation)), stack
        except BadInput as problem:
            raise Refusal(str(problem)) from None
    return warm[0]


@atexit.register
def cool_down():
    """End this process's box parent; the next submission gets a new one."""
    for stack in warm[1:]:
        with contextlib.suppress(Exception):
            stack.close()
    warm.clear()


def stay_with(grader):
    """End this process soon after the grader that started it: one that is killed can tell no one."""
    threading.Thread(target=watch, args=(grader,), daemon=True).start()


def watch(grader):
    while os.getppid() == grader:
        time.sleep(0.2)
    os._exit(1)
