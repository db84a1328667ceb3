"""Many submissions side by side, through joblib: on this machine's cores or on a dask cluster.

A worker gets text and sends text back, so it needs the installed package and no file of the course.
"""

import atexit
import contextlib
import os
import signal
import socket
import threading
import time
from typing import NamedTuple

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky import get_reusable_executor
from joblib.externals.loky.process_executor import BrokenProcessPool

from grading.box.parent import warm_parent
from grading.files import BadInput
from grading.fingerprints import checks
from grading.oracle import grade_notebook
from grading.seals import sealed

BREAKS = 3      # times that all go on together after a worker has died; then each goes alone
WAIT = 30       # seconds for a cluster to answer


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


######## in a worker

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


######## in the grader

def outcomes(submissions, settings):
    """Give the Outcome of every submission, as they come; where a worker dies, the others go on."""
    left = {one.student: one for one in submissions}
    if not left:
        return
    for _ in range(BREAKS):
        try:
            for outcome in side_by_side(list(left.values()), settings):
                del left[outcome.student]
                yield outcome
            return
        except broken():
            continue
    for student, one in list(left.items()):
        try:
            yield from side_by_side([one], settings)
        except broken():
            yield Outcome(student, trouble="the process that graded it died each time")


def side_by_side(submissions, settings):
    """Give outcomes as they come. The tasks are a list: joblib would draw from a generator in a thread."""
    tasks = [delayed(outcome_of)(one.student, one.text, one.key, one.fingerprint, settings)
             for one in submissions]
    with deaf():
        found = Parallel(return_as="generator_unordered")(tasks)
    with contextlib.closing(found):
        yield from found


def broken():
    """Return the exceptions that say that a worker died."""
    with contextlib.suppress(ImportError):
        from distributed import KilledWorker
        return BrokenProcessPool, KilledWorker
    return (BrokenProcessPool,)


@contextlib.contextmanager
def deaf():
    """Let the processes that start in the block ignore Ctrl-C, which the terminal sends to all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def workers(jobs, scheduler=None, keep=False):
    """Let joblib grade in so many processes here, or on the cluster of a dask scheduler.

    keep leaves processes here running for the next time.
    """
    if scheduler:
        with client_of(scheduler) as client, parallel_config(backend="dask", wait_for_workers_timeout=WAIT):
            yield
            client.run(cool_down)
        return
    finished = False
    try:
        with parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=1,
                             initializer=stay_with, initargs=(os.getpid(),)):
            yield
        finished = True
    finally:
        if not (keep and finished):
            if jobs > 1:
                get_reusable_executor(reuse=True).shutdown(wait=True, kill_workers=not finished)
            cool_down()


@contextlib.contextmanager
def client_of(scheduler):
    """Give dask's client of a scheduler; BadInput where there is none, or no worker."""
    try:
        from distributed import Client
    except ImportError:
        raise BadInput("A cluster needs dask: pip install 'bptt-course[cluster]'.") from None
    try:
        client = Client(scheduler, timeout=WAIT, set_as_default=True)
        with client:
            client.wait_for_workers(1, timeout=WAIT)
            yield client
    except (OSError, ValueError) as problem:
        raise BadInput(f"There is no dask scheduler with workers at {scheduler}: {problem}.") from None
