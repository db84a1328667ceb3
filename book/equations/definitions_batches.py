"""Batches by their definition: each sequence runs on its own, padded or not, in loops over scalars.

What is numbered by step and sequence comes back as {(t, b): value}, both counted from 1.
"""

import copy

import numpy as np

from book.equations.world import STEP, Shift
from rnn_ref.batches import pack, pad

FILLER = 0    # the symbol in the padding


def stretches(world):
    """Return the inputs and targets of three sequences of unequal lengths, the longest first."""
    return [(world.x, world.y), (world.x[1:], world.y[1:]), (world.x[:1], world.y[:1])]


def runs(world, padded=False):
    """Return the world's network on each stretch; padded, all of them have as many steps as the longest."""
    found = []
    for x, y in stretches(world):
        more = [FILLER] * (len(world.x) - len(x)) if padded else []
        one = copy.copy(world)
        one.__dict__.pop("base", None)
        one.x, one.y, one.runs = [*x, *more], [*y, *more], {}
        one.sizes = world.sizes | {"T": len(one.x)}
        found.append(one)
    return found


def lengths_of(world):
    return np.array([[len(x)] for x, _ in stretches(world)])


def longest(world):
    return len(world.x)


def stretches_loss(world):
    return sum(one.base.J.real for one in runs(world))


def padded_steps(world, value):
    """Return {(t, b): value of that step} over the whole rectangle."""
    return {(t, b): value(one, t) for b, one in enumerate(runs(world, padded=True), start=1)
            for t in range(1, longest(world) + 1)}


def step_losses(world):
    return padded_steps(world, lambda one, t: one.base.steps["J"][t].real)


def step_yhat(world):
    return padded_steps(world, lambda one, t: np.real(one.base.steps["yhat"][t])[:, None])


def step_y(world):
    return padded_steps(world, lambda one, t: np.real(one.base.steps["y"][t])[:, None])


def masked_dtheta(world):
    """Return the gradient of the masked loss at the logits of each place of the rectangle."""
    found = {}
    for b, (one, (x, _)) in enumerate(zip(runs(world, padded=True), stretches(world), strict=True), start=1):
        for t in range(1, longest(world) + 1):
            moved = [one.run(Shift("theta", t, (i,))).steps["J"] for i in range(world.sizes["V"])]
            found[t, b] = np.array([[sum(J[s].imag for s in range(1, len(x) + 1)) / STEP] for J in moved])
    return found


def packed(world):
    return pack(pad(*map(list, zip(*stretches(world), strict=True))), np.arange(3))


def packed_mask(world):
    """Return 1 where the packed batch has a row for sequence b in block t, else 0."""
    batch = packed(world)
    sizes = np.diff(batch.starts)[1:]
    return {(t, b + 1): float(b in batch.order[:n]) for t, n in enumerate(sizes, start=1) for b in range(3)}


def block_sizes(world):
    return np.diff(packed(world).starts)[1:, None].astype(float)


def sum_of_outer_products(A, C):
    """Return the sum over n of (row n of A, as a column) times (row n of C), entry by entry."""
    return np.array([[sum(A[n, i] * C[n, j] for n in range(len(A))) for j in range(C.shape[1])]
                     for i in range(A.shape[1])])


def rows(world, value):
    """Return value(run, t) of every real step of every sequence, one below the other."""
    return np.array([value(one, t) for one in runs(world) for t in range(1, one.sizes["T"] + 1)])


def rows_h(world):
    return rows(world, lambda one, t: np.real(one.base.steps["h"][t]))


def rows_h_before(world):
    return rows(world, lambda one, t: np.real(one.base.steps["h"][t - 1]))


def rows_x(world):
    return rows(world, lambda one, t: np.real(one.base.steps["x"][t]))


def gradient_at(one, name, t, size):
    return [one.run(Shift(name, t, (i,))).J.imag / STEP for i in range(size)]


def rows_dz(world):
    return rows(world, lambda one, t: gradient_at(one, "z", t, world.sizes["D_h"]))


def rows_dtheta(world):
    return rows(world, lambda one, t: gradient_at(one, "theta", t, world.sizes["V"]))


def gradient_of(world, name):
    """Return the gradient of the loss of all sequences by a parameter, each entry moved in turn."""
    shape = world.parameters[name].shape
    entry = (lambda i, j: (i, j)) if name[0] != "b" else (lambda i, j: (i,))
    return np.array([[sum(one.run(Shift(name, None, entry(i, j))).J.imag for one in runs(world)) / STEP
                      for j in range(shape[1])] for i in range(shape[0])])


def batch_dW_h(world):
    return gradient_of(world, "W_h")


def batch_dW_x(world):
    return gradient_of(world, "W_x")


def batch_db_1(world):
    return gradient_of(world, "b_1")


def batch_dU(world):
    return gradient_of(world, "U")


def batch_db_2(world):
    return gradient_of(world, "b_2")


def rows_in_batch(world):
    return sum(len(x) for x, _ in stretches(world))
