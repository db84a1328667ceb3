"""A character model of one long text, by truncated BPTT with the state carried from window to window.

The last tenth of the text is held out. An update sees the next T characters of each of B streams.
"""

import time
from typing import NamedTuple

import numpy as np

from rnn_ref import fast, files
from rnn_ref.activations import activation_named
from rnn_ref.checks import generator
from rnn_ref.files import BadInput
from rnn_ref.model import Model
from rnn_ref.optimise import views
from rnn_ref.params import Params
from rnn_ref.sample import checked_for, checked_temperature, draw
from rnn_ref.threads import one_blas_thread
from rnn_ref.train import Diverged, Result, start_run, update
from rnn_ref.windows import gradients_of_window, text_loss, window


class Recipe(NamedTuple):
    """Everything that decides a training run but the text and the seed; see recipes.Recipe."""

    activation: str = "sigmoid"
    D_h: int = 384
    B: int = 16                   # streams
    T: int = 25                   # characters a window
    updates: int = 6500
    optimiser: str = "adam"
    rate: float = 0.03
    schedule: str = "warm-up"     # without it, many units saturate in the first updates for good
    clip: tuple = ("norm", 1.0)
    average: float = 0.99
    weight_decay: float = 0.01
    scale: float | None = None    # as in recipes.Recipe


DEFAULT = Recipe()
LEAD = 1000    # characters of training text read to find the state in which the held-out text begins


def read_text(path):
    """Return the text of a UTF-8 file. Errors: BadInput names the file and the reason."""
    text = files.read_text(path, "text")
    if not text:
        raise BadInput(f"{path}: expected a text, found an empty file")
    if "\0" in text:
        raise BadInput(f"{path}: character {text.index(chr(0)):,} is NUL; expected a text")
    return text


def split_text(text, recipe=DEFAULT, path="text"):
    """Return the first nine tenths of the text, to learn from, and the last tenth, held out.

    Errors: BadInput, naming path, where a stream would not fill a window.
    """
    n, needed = len(text) - len(text) // 10, recipe.B * recipe.T
    if n < needed or n == len(text):
        raise BadInput(f"{path}: expected at least {max(10, needed + (needed - 1) // 9):,} characters, for "
                       f"{recipe.B} streams of {recipe.T}, found {len(text):,}")
    return text[:n], text[n:]


def encode_text(text, alphabet):
    """Return the text as integers (L,). Errors: ValueError names a symbol that is not in the alphabet."""
    index = {symbol: i for i, symbol in enumerate(alphabet)}
    try:
        return np.array([index[symbol] for symbol in text], dtype=np.intp)
    except KeyError as error:
        raise ValueError(f"text: the symbol {error.args[0]!r} is not in the alphabet") from None


def start_text_run(recipe, V, seed=0, dtype=np.float32):
    """Return the Run before the first update, with one state of zeros a stream."""
    run = start_run(recipe, V, seed, dtype)
    run.h = np.zeros((recipe.B, recipe.D_h), dtype)
    return run


def one_window(run, symbols, recipe, work):
    """Update run by its streams' next window; return the window's loss in nats per character.

    Errors: Diverged. Equations eq-truncated, eq-mean-loss.
    """
    N = recipe.B * recipe.T
    x, y = window(symbols, recipe.B, recipe.T, run.step)
    J, _ = gradients_of_window(run.params, x, y, run.h, activation=recipe.activation, work=work,
                               out=run.gradients)
    if not np.isfinite(J):
        raise Diverged(f"training diverged: the loss is {J} at step {run.step + 1}; take a lower rate than "
                       f"{recipe.rate:g}")
    run.g /= N
    update(run, recipe, recipe.updates)
    return J / N


def train_text(text, held_out, alphabet, *, recipe=DEFAULT, seed=0, dtype=np.float32, run=None,
               on_window=lambda run, loss: None):
    """Train on a text and return the Result with the loss on the text that follows it.

    on_window is called after each update with the Run and the window's loss; a run that stopped goes on
    where it was, bit for bit, when it comes in as run.
    Errors: Diverged; ValueError names a symbol that is not in the alphabet. Source: [Williams1990];
    [Polyak1992] for the averaged weights.
    """
    symbols, B, T = encode_text(text, alphabet), recipe.B, recipe.T
    run = run or start_text_run(recipe, len(alphabet), seed, dtype)
    work = fast.buffers(run.params, B * T, B)
    with one_blas_thread():
        gradients_of_window(run.params, *window(symbols, B, T, 0), run.h.copy(), work=work)    # compiles
        began = time.perf_counter()
        while run.step < recipe.updates:
            on_window(run, one_window(run, symbols, recipe, work))
        seconds = time.perf_counter() - began
    model = Model(Params(*(p.copy() for p in views(run.average, run.params))), alphabet, recipe.activation)
    return Result(model, held_out_loss(model, text, held_out), seconds)


def held_out_loss(model, text, held_out):
    """Return the mean loss over held_out, each character after all before it, in nats per character.

    The state in which it begins comes from the end of the text before it. Equation eq-mean-loss.
    """
    before, symbols = (encode_text(part, model.alphabet) for part in (text[-LEAD:], held_out))
    _, h = text_loss(model.params, before, activation=model.activation)
    J, _ = text_loss(model.params, np.concatenate([before[-1:], symbols]), activation=model.activation, h_0=h)
    return J / len(symbols)


def sample_text(params, alphabet, length, seed=0, temperature=1.0, start="", *, activation="sigmoid"):
    """Return length characters drawn one by one as a continuation of start, or of a new line.

    Errors: ValueError names the argument. Equations eq-1.1, eq-1.2, eq-2.1, eq-temperature.
    Source: [Talwar2018] for names.
    """
    checked_temperature(temperature)
    if length < 0:
        raise ValueError(f"length: expected a number of characters from 0, got {length}")
    W_h, W_x, b_1, U, b_2 = params = checked_for(alphabet, params)
    f, rng, drawn = activation_named(activation).f, generator(seed), []
    h, given = np.zeros((1, params.D_h), W_h.dtype), encode_text(start or alphabet[0], alphabet)
    for x in given[:-1]:
        h = f(h @ W_h.T + W_x.T[x] + b_1)
    x = given[-1]
    for _ in range(length):
        h = f(h @ W_h.T + W_x.T[x] + b_1)
        x = draw(h @ U.T + b_2, rng, temperature)[0]
        drawn.append(alphabet[x])
    return "".join(drawn)
