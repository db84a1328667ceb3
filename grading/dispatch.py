"""Many submissions side by side, through joblib: on this machine's cores or on a dask cluster."""

import contextlib
import os
import signal
import threading

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky import get_reusable_executor
from joblib.externals.loky.process_executor import BrokenProcessPool

from grading.files import BadInput
from grading.workers import Outcome, cool_down, outcome_of, stay_with

BREAKS = 3      # times that all go on together after a worker has died; then each goes alone
WAIT = 30       # seconds for a cluster to answer


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
