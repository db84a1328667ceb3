"""Drawing names from a model, many at a time."""

import math
import sys
from numbers import Real

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.checks import generator, is_whole
from rnn_ref.data import LONGEST
from rnn_ref.params import checked_params
from rnn_ref.threads import one_blas_thread

AT_ONCE = 10_000    # names: what they need while they are drawn stays small beside a million finished ones


def draw(theta, rng, temperature):
    """Return one symbol for each row of theta, drawn from softmax(theta / temperature).

    The largest of theta / temperature plus Gumbel noise has exactly that distribution. A tiny temperature
    draws the likeliest symbol, a huge one any symbol.
    Shapes: theta (n, V); result (n,). Equations eq-3.1, eq-softmax-shift, eq-temperature.
    Source: [Gumbel1954].
    """
    noisy = np.subtract(theta, theta.max(axis=1, keepdims=True), dtype=float)
    with np.errstate(over="ignore"):    # what lies below the largest may go to -inf: it is not drawn
        noisy /= temperature
    noisy += rng.gumbel(size=theta.shape)
    return np.argmax(noisy, axis=1)


def sample(params, alphabet, n=10, *, activation="sigmoid", seed=0, temperature=1.0, longest=LONGEST):
    """Return n names drawn symbol by symbol from h^(0) = 0 until the end symbol, or longest letters.

    Errors: ValueError names the argument. Equations eq-1.1, eq-1.2, eq-2.1, eq-temperature.
    Source: [Talwar2018].
    """
    checked_temperature(temperature)
    checked_count("n", n, "name to draw")
    checked_count("longest", longest, "letter")
    params = checked_for(alphabet, params)
    f, rng = activation_named(activation).f, generator(seed)
    names = []
    with one_blas_thread():
        while len(names) < n:
            names += some_names(params, alphabet, min(AT_ONCE, n - len(names)), f, rng, temperature, longest)
    return names


def some_names(params, alphabet, n, f, rng, temperature, longest):
    """Return n names, all drawn at once. Equations eq-1.1, eq-1.2, eq-2.1, eq-temperature."""
    W_h, W_x, b_1, U, b_2 = params
    h, x = np.zeros((n, len(b_1)), W_h.dtype), np.zeros(n, dtype=int)
    running, columns = np.arange(n), []
    for _ in range(longest):
        h = f(h @ W_h.T + W_x.T[x] + b_1)
        x = draw(h @ U.T + b_2, rng, temperature)
        going = x != 0    # 0 is the end symbol
        running, h, x = running[going], h[going], x[going]
        if not len(running):
            break
        columns.append(np.zeros(n, dtype=int))
        columns[-1][running] = x
    rows = np.transpose(columns) if columns else [[]] * n
    return ["".join(alphabet[i] for i in row if i) for row in rows]


def checked_for(alphabet, params):
    """Return params as Params; ValueError where they or the alphabet's length do not fit together."""
    params = checked_params(params)
    if not params.d == params.V == len(alphabet):
        raise ValueError(f"alphabet: expected as many symbols as the parameters have inputs, {params.d}, and "
                         f"outputs, {params.V}, got {len(alphabet)}")
    return params


def checked_temperature(temperature):
    """Return the temperature; ValueError says what it is instead of a finite number above 0."""
    if not isinstance(temperature, Real) or not 0 < temperature < math.inf:
        raise ValueError(f"temperature: expected a number above 0, got {temperature}")
    return temperature


def checked_count(name, count, what):
    """Return count, how many of something to take; ValueError where it is no integer from 1 on."""
    if not is_whole(count) or count < 1:
        raise ValueError(f"{name}: expected at least one {what}, got {count!r}")
    if count > sys.maxsize:
        raise ValueError(f"{name}: expected at most {sys.maxsize:,}, which is all that an index can count")
    return int(count)


def new_names(model, known, n=10, *, seed=0, temperature=1.0, tries=20):
    """Return up to n distinct names from the model that are not known, in the order drawn.

    Errors: ValueError names the argument.
    """
    n, found, known = checked_count("n", n, "name to draw"), {}, {*known, ""}
    for attempt in range(tries):
        drawn = sample(model.params, model.alphabet, 4 * n, activation=model.activation,
                       seed=(seed, attempt), temperature=temperature)
        found.update(dict.fromkeys(name for name in drawn if name not in known))
        if len(found) >= n:
            break
    return list(found)[:n]
