"""Timing in interleaved rounds: each round times everything once, in turn, so that all share its weather."""

import time
from math import ceil
from statistics import median
from typing import NamedTuple

import numpy as np

from rnn_ref.threads import one_blas_thread

PEAK_SIZE = 1024    # rows and columns of the product that measures the processor's limit


class Spent(NamedTuple):
    """Seconds for one run of a task: of the processor, in the thread that runs it, and on the wall.

    Threads that a library keeps busy in the background are nobody's work and count for nobody.
    """

    cpu: float
    wall: float


def timed(task, repeats):
    """Return the seconds Spent for one run of the task, the mean of so many."""
    wall, cpu = time.perf_counter(), time.thread_time()
    for _ in range(repeats):
        task()
    return Spent((time.thread_time() - cpu) / repeats, (time.perf_counter() - wall) / repeats)


def rounds(tasks, how_many, seconds):
    """Return {name: [Spent in round 1, 2, ...]} for tasks {name: callable}.

    Each task runs twice before the clock starts, to compile and to learn how many runs fill the seconds.
    """
    repeats = {}
    for name, task in tasks.items():
        task()
        repeats[name] = ceil(seconds / max(timed(task, 1).wall, 1e-6))
    found = {name: [] for name in tasks}
    for _ in range(how_many):
        for name, task in tasks.items():
            found[name].append(timed(task, repeats[name]))
    return found


def seconds_of(spent, clock="cpu"):
    """Return the median of the rounds; on the wall their least, because other programs only add to it."""
    return median(s.cpu for s in spent) if clock == "cpu" else min(s.wall for s in spent)


def ratio(spent, other, clock="cpu"):
    """Return how many times the seconds of other spent takes: the median of the rounds' own ratios.

    On the wall, the ratio of the least seconds of both.
    """
    if clock == "wall":
        return seconds_of(spent, clock) / seconds_of(other, clock)
    return median(s.cpu / o.cpu for s, o in zip(spent, other, strict=True))


def gemm_task():
    """Return a task of one large float32 matrix product, and the number of its operations."""
    a, b, out = np.random.default_rng(0).standard_normal((3, PEAK_SIZE, PEAK_SIZE), dtype=np.float32)

    def task():
        with one_blas_thread():
            np.dot(a, b, out=out)
    return task, 2 * PEAK_SIZE ** 3


def gemm_operations(N, B, D_h, V):
    """Return the floating-point operations that no implementation can leave out: those of the products.

    Three products each: states, deltas and dW_h for the N - B steps that have a step before them;
    logits, deltas and dU for all N. Equation eq-gemm-floor.
    """
    return 2 * (N - B) * 3 * D_h ** 2 + 2 * N * 3 * V * D_h
