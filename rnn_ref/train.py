"""Training the character model: one loop for every recipe, and a run that can stop and go on."""

import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnn_ref import batches, data, fast, optimise
from rnn_ref.dropout import draw_masks, silence_inputs
from rnn_ref.files import BadInput
from rnn_ref.model import Model
from rnn_ref.params import Params, init_params
from rnn_ref.recipes import DEFAULT
from rnn_ref.threads import one_blas_thread


class Diverged(BadInput):
    """The loss is no longer a number; the text says at which step and what to change."""


@dataclass
class Run:
    """All that a training run remembers between two updates."""

    w: np.ndarray         # (P,)  the parameters in one vector
    params: Params        # views into w
    g: np.ndarray         # (P,)  their gradients in one vector
    gradients: Params     # views into g
    average: np.ndarray   # (P,)  the moving average of w
    memory: tuple         # arrays (P,): the optimizer's
    h: np.ndarray         # (1, D_h)  the state to carry on, where the recipe does
    rng: np.random.Generator
    step: int = 0         # updates done
    epoch: int = 0        # epochs done


class Result(NamedTuple):
    model: Model
    val_nll: float    # held-out loss, nats per character, end symbol included
    seconds: float    # of training, wall clock, without compiling


def start_run(recipe, V, seed, dtype=np.float32):
    """Return the Run before the first update. Equation eq-init."""
    start = init_params(recipe.D_h, V, activation=recipe.activation, seed=seed, dtype=dtype)
    if recipe.scale is not None:
        rng = np.random.default_rng(seed)
        start = Params(*((recipe.scale * rng.standard_normal(p.shape)).astype(dtype) if p.ndim == 2 else p
                         for p in start))
    w, params = optimise.flatten(start)
    g = np.zeros_like(w)
    return Run(w, params, g, optimise.views(g, params), w.copy(), optimise.OPTIMISERS[recipe.optimiser][0](w),
               np.zeros((1, recipe.D_h), dtype), np.random.default_rng(seed))


def sequences(names, alphabet, recipe):
    """Return the names as Padded sequences, in the way the recipe wants them.

    Errors: ValueError names a symbol that is not in the alphabet.
    """
    cut = data.windows(names, alphabet, recipe.window) if recipe.window else data.encode(names, alphabet)
    padded = batches.pad(*cut)
    if recipe.blind_start:
        padded.x[0] = len(alphabet)    # the symbol after the last stands for no input
    return padded


def one_epoch(run, padded, recipe, work):
    """Pass over all sequences once in random order, changing run in place.

    Errors: Diverged. Equations eq-dropout, eq-mean-loss.
    """
    n, size = len(padded.lengths), recipe.batch_size
    order = run.rng.permutation(n)
    for first in range(0, n, size):
        batch = batches.pack(padded, order[first:first + size])
        N, B = len(batch.x), len(batch.order)
        masks = draw_masks(run.rng, recipe.dropout, N, B, recipe.D_h, run.w.dtype)
        batch = batch._replace(x=silence_inputs(run.rng, batch.x, recipe.dropout.inputs, run.params.d))
        J, _, _ = fast.batch_gradients(run.params, batch, activation=recipe.activation, dropout=masks,
                                       h_0=run.h if recipe.carry else None, work=work, out=run.gradients)
        if not np.isfinite(J):
            raise Diverged(f"training diverged: the loss is {J} at step {run.step + 1}, in epoch "
                           f"{run.epoch + 1}; take a lower rate than {recipe.rate:g}, or clip the gradient "
                           f"at less than {recipe.clip[1]:g}")
        if recipe.carry:
            run.h[:] = work.h[B + N - 1]
        run.g /= {"symbols": N, "sequences": B, "nothing": 1}[recipe.divide_by]
        update(run, recipe, recipe.epochs * -(-n // size))
    run.epoch += 1


def update(run, recipe, steps):
    """Move the parameters by the gradient in run.g, at step run.step of steps.

    Equations eq-clip-norm, eq-clip-value, eq-weight-decay, eq-adam, eq-average. Source: [Loshchilov2019]
    for decay beside the gradient and not in it.
    """
    kind, limit = recipe.clip
    optimise.CLIPS[kind](run.g, limit)
    rate = recipe.rate * optimise.SCHEDULES[recipe.schedule](run.step, steps)
    run.w *= 1 - rate * recipe.weight_decay
    optimise.OPTIMISERS[recipe.optimiser][1](run.w, run.g, run.memory, run.step, rate)
    for average, w in optimise.blocks(run.average, run.w):
        average += (1 - recipe.average) * (w - average)
    run.step += 1


def train(split, alphabet, *, recipe=DEFAULT, seed=0, dtype=np.float32, run=None, on_epoch=lambda run: None):
    """Train on split.training and return the Result with the loss on split.held_out.

    A name starts from a zero state. on_epoch is called with the Run after each epoch; a run that
    stopped goes on where it was, bit for bit, when it comes in as run.
    Errors: Diverged; ValueError names a symbol that is not in the alphabet. Source: [Talwar2018] for
    the task, [Polyak1992] for the averaged weights.
    """
    padded = sequences(split.training, alphabet, recipe)
    run = run or start_run(recipe, len(alphabet), seed, dtype)
    work = fast.buffers(run.params, recipe.batch_size * len(padded.x), recipe.batch_size)
    with one_blas_thread():
        warm_up(run.params, padded, recipe)
        began = time.perf_counter()
        while run.epoch < recipe.epochs:
            one_epoch(run, padded, recipe, work)
            on_epoch(run)
    seconds = time.perf_counter() - began
    learned = Params(*(p.copy() for p in optimise.views(run.average, run.params)))
    model = Model(learned, alphabet, recipe.activation)
    return Result(model, loss_per_character(model, split.held_out, blind_start=recipe.blind_start), seconds)


def warm_up(params, padded, recipe):
    """Compute the gradients of one name and forget them: where numba is installed, this compiles."""
    batch = batches.pack(padded, np.arange(1))
    masks = draw_masks(np.random.default_rng(0), recipe.dropout, len(batch.x), 1, recipe.D_h,
                       params.W_h.dtype)
    fast.batch_gradients(params, batch, activation=recipe.activation, dropout=masks)


def loss_per_character(model, names, *, blind_start=False):
    """Return the mean loss of the model over all symbols of the names, end symbols included, in nats.

    Equation eq-mean-loss.
    """
    padded = batches.pad(*data.encode(names, model.alphabet))
    if blind_start:
        padded.x[0] = len(model.alphabet)
    batch = batches.pack(padded, np.arange(len(names)))
    with one_blas_thread():
        J, _, _ = fast.batch_gradients(model.params, batch, activation=model.activation)
    return float(J / len(batch.x))
