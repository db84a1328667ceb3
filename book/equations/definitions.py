"""Left sides that no expression of the language can state, computed by their definition.

A function's arguments are the names of the entry's quantities (`let`), of sizes, or `world`. It returns a
number or a column.
"""

import numpy as np

from benchmarks.clock import gemm_operations
from book.equations.definitions_batches import *  # noqa: F403
from book.equations.definitions_gates import *  # noqa: F403
from book.equations.definitions_ngrams import *  # noqa: F403
from book.equations.definitions_sequences import *  # noqa: F403
from book.equations.definitions_text import *  # noqa: F403
from book.equations.definitions_training import *  # noqa: F403
from rnn_ref import gradcheck
from rnn_ref.fast import loss_and_gradients
from rnn_ref.params import Params, init_params


def floor_operations(N, B, D_h, V):
    """Return how many operations the matrix products of a batch need."""
    return float(gemm_operations(N=N, B=B, D_h=D_h, V=V))


def drawn_weights(world):
    """Return mean and variance of the distribution of W_x, from what the generator's draws are scaled by."""
    s = world.sizes
    params = init_params(s["D_h"], s["V"], s["d"], seed=world.seed)
    draws = np.random.default_rng(world.seed).standard_normal(s["D_h"] * (s["D_h"] + s["d"]))
    draws = draws[s["D_h"] ** 2:].reshape(params.W_x.shape)
    variance, mean = np.polyfit(draws.ravel(), params.W_x.ravel(), 1) ** [2, 1]
    return np.array([[mean], [variance]])


def drawn_b_1(world):
    return init_params(world.sizes["D_h"], world.sizes["V"], seed=world.seed).b_1[:, None]


def drawn_b_2(world):
    return init_params(world.sizes["D_h"], world.sizes["V"], seed=world.seed).b_2[:, None]


def batch(world):
    """Return three sequences of unequal lengths for the world's network: params, xs, ys."""
    params = Params(*(a[:, 0] if a.shape[1] == 1 else a for a in world.parameters.values()))
    xs, ys = world.x, world.y
    return params, [xs, xs[:1], xs[1:]], [ys, ys[:1], ys[1:]]


def batch_loss(world):
    return loss_and_gradients(*batch(world), activation=world.activation)[0]


def batch_mean_loss(world):
    return loss_and_gradients(*batch(world), activation=world.activation, reduction="mean")[0]


def batch_lengths(world):
    return np.array([[len(x)] for x in batch(world)[1]], float)


def relative_error(a, b):
    return float(gradcheck.relative_error(a, b))
