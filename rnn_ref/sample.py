"""Drawing names from a model, many at a time."""

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.data import LONGEST
from rnn_ref.params import checked_params
from rnn_ref.threads import one_blas_thread


def draw(theta, rng, temperature):
    """Return one symbol for each row of theta, drawn from softmax(theta / temperature).

    The largest of theta / temperature plus Gumbel noise has exactly that distribution.
    Shapes: theta (n, V); result (n,). Equations eq-3.1, eq-temperature. Source: [Gumbel1954].
    """
    return np.argmax(theta / temperature + rng.gumbel(size=theta.shape), axis=1)


def sample(params, alphabet, n=10, *, activation="sigmoid", seed=0, temperature=1.0, longest=LONGEST):
    """Return n names drawn symbol by symbol from h^(0) = 0 until the end symbol, or longest letters.

    Errors: ValueError names the argument. Equations eq-1.1, eq-1.2, eq-2.1, eq-temperature.
    Source: [Talwar2018].
    """
    if not temperature > 0:
        raise ValueError(f"temperature: expected a number above 0, got {temperature}")
    if n < 1:
        raise ValueError(f"n: expected at least one name to draw, got {n}")
    W_h, W_x, b_1, U, b_2 = params = checked_params(params)
    if not params.d == params.V == len(alphabet):
        raise ValueError(f"alphabet: expected as many symbols as the parameters have inputs, {params.d}, and "
                         f"outputs, {params.V}, got {len(alphabet)}")
    f, rng = activation_named(activation).f, np.random.default_rng(seed)
    h, x = np.zeros((n, len(b_1)), W_h.dtype), np.zeros(n, dtype=int)
    symbols = np.zeros((n, longest), dtype=int)    # 0 is the end symbol
    running = np.arange(n)
    with one_blas_thread():
        for t in range(longest):
            h = f(h @ W_h.T + W_x.T[x] + b_1)
            x = draw(h @ U.T + b_2, rng, temperature)
            going = x != 0
            running, h, x = running[going], h[going], x[going]
            symbols[running, t] = x
            if not len(running):
                break
    return ["".join(alphabet[i] for i in row if i) for row in symbols]


def new_names(model, known, n=10, *, seed=0, temperature=1.0, tries=20):
    """Return up to n distinct names from the model that are not known, in the order drawn.

    Errors: ValueError names the argument.
    """
    found, known = {}, {*known, ""}
    for attempt in range(tries):
        drawn = sample(model.params, model.alphabet, 4 * n, activation=model.activation,
                       seed=(seed, attempt), temperature=temperature)
        found.update(dict.fromkeys(name for name in drawn if name not in known))
        if len(found) >= n:
            break
    return list(found)[:n]
