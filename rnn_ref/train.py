"""Training the character model: a recipe is data, the loop is one function."""

import time
from typing import NamedTuple

import numpy as np

from rnn_ref import batches, data, fast, optimise
from rnn_ref.dropout import Rates, draw_masks
from rnn_ref.model import Model
from rnn_ref.params import Params, init_params
from rnn_ref.threads import one_blas_thread


class Recipe(NamedTuple):
    """Everything that decides a training run but the names and the seed."""

    activation: str = "sigmoid"
    D_h: int = 128
    epochs: int = 25
    batch_size: int = 16
    rate: float = 0.02            # Adam's, falling linearly to zero
    clip: float = 1.0             # the gradient's norm at most
    average: float = 0.99         # memory of the averaged weights
    weight_decay: float = 0.02    # of the learning rate, each step
    dropout: Rates = Rates(state=0.2, read_out=0.1)


DEFAULT = Recipe()


class Result(NamedTuple):
    model: Model
    val_nll: float    # held-out loss, nats per character, end symbol included
    seconds: float    # of training, wall clock


def one_epoch(w, average, adam, padded, recipe, rng, work, step, like):
    """Run over all names once in random order, moving w, average and adam in place; return the step.

    Equations eq-clip-norm, eq-adam, eq-average, eq-dropout, eq-mean-loss.
    """
    params, n, size = optimise.views(w, like), len(padded.lengths), recipe.batch_size
    g = np.empty_like(w)
    gradients = optimise.views(g, like)
    steps = recipe.epochs * -(-n // size)
    order = rng.permutation(n)
    for first in range(0, n, size):
        batch = batches.pack(padded, order[first:first + size])
        masks = draw_masks(rng, recipe.dropout, len(batch.x), len(batch.order), recipe.D_h, w.dtype)
        fast.batch_gradients(params, batch, activation=recipe.activation, work=work, dropout=masks,
                             out=gradients)
        g /= len(batch.x)
        optimise.clip_by_norm(g, recipe.clip)
        rate = recipe.rate * optimise.linear_to_zero(step, steps)
        w *= 1 - rate * recipe.weight_decay
        optimise.adam_step(w, g, adam, step, rate)
        average += (1 - recipe.average) * (w - average)
        step += 1
    return step


def train(split, alphabet, *, recipe=DEFAULT, seed=0, dtype=np.float32, on_epoch=lambda epoch: None):
    """Train on split.training and return the Result with the loss on split.held_out.

    The state starts at zero for each name. on_epoch is called with 1, 2, ..., recipe.epochs.
    Errors: ValueError names a symbol that is not in the alphabet. Source: [Talwar2018] for the task,
    [Polyak1992] for the averaged weights.
    """
    padded = batches.pad(*data.encode(split.training, alphabet))
    rng = np.random.default_rng(seed)
    start = init_params(recipe.D_h, len(alphabet), activation=recipe.activation, seed=seed, dtype=dtype)
    w, params = optimise.flatten(start)
    average, adam, step = w.copy(), optimise.adam_start(w), 0
    longest = len(padded.x)
    work = fast.buffers(params, recipe.batch_size * longest, recipe.batch_size)
    with one_blas_thread():
        warm_up(params, padded, recipe)
        began = time.perf_counter()
        for epoch in range(1, recipe.epochs + 1):
            step = one_epoch(w, average, adam, padded, recipe, rng, work, step, params)
            on_epoch(epoch)
    seconds = time.perf_counter() - began
    learned = Params(*(p.copy() for p in optimise.views(average, params)))
    model = Model(learned, alphabet, recipe.activation)
    return Result(model, loss_per_character(model, split.held_out), seconds)


def warm_up(params, padded, recipe):
    """Compute the gradients of one name and forget them: where numba is installed, this compiles."""
    batch = batches.pack(padded, np.arange(1))
    masks = draw_masks(np.random.default_rng(0), recipe.dropout, len(batch.x), 1, recipe.D_h,
                       params.W_h.dtype)
    fast.batch_gradients(params, batch, activation=recipe.activation, dropout=masks)


def loss_per_character(model, names):
    """Return the mean loss of the model over all symbols of the names, end symbols included, in nats.

    Equation eq-mean-loss.
    """
    xs, ys = data.encode(names, model.alphabet)
    batch = batches.pack(batches.pad(xs, ys), np.arange(len(names)))
    with one_blas_thread():
        J, _, _ = fast.batch_gradients(model.params, batch, activation=model.activation)
    return float(J / len(batch.x))
