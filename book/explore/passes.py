"""The numbers of the page "The unrolled network": every vector of both passes over one word, as text.

What the page shows is written here, signs and decimals included, so that the page itself computes nothing. It
runs while the book is built and in the reader's browser.
"""

from typing import NamedTuple

import numpy as np

from rnn_ref import Params, claim_1, forward, gammas, init_params
from rnn_ref.activations import activation_named
from rnn_ref.bptt import accumulate
from rnn_ref.data import END, encode
from rnn_ref.softmax import cross_entropy, dtheta

LONGEST = 12
EQUATIONS = {    # quantity: what computes it; forward, then backward
    "z": "eq-1.1", "h": "eq-1.2", "theta": "eq-2.1", "yhat": "eq-3.1", "J": "eq-3.2",
    "dtheta": "eq-dtheta", "gamma": "eq-gamma-local", "delta": "eq-delta", "dz": "eq-dz", "dW_h": "eq-dW_h",
    "dh_0": "eq-dh_0",
}
FORWARD = ("z", "h", "theta", "yhat", "J")
SPOKEN = {"yhat": "y-hat", "dtheta": "d theta", "dz": "d z", "dh_0": "delta"}


class Passes(NamedTuple):
    """Both passes over one word; row t-1 of a table belongs to step t."""

    symbols: list
    x: np.ndarray
    y: np.ndarray
    h_0: np.ndarray
    tables: dict       # quantity -> (T, ...)
    total: np.ndarray  # (T, D_h, D_h)  row k-1: the sum of dW_h over the steps T, ..., k


def passes(word, activation="sigmoid", seed=0, params=None):
    """Return the Passes over a word, with random parameters where none are given.

    Errors: ValueError says what is wrong with the word.
    """
    symbols = [END, *sorted(set(checked(word)))]
    params = Params(*params) if params else init_params(3, len(symbols), seed=seed)
    [x], [y] = encode([word], "".join(symbols))
    z, h, theta, yhat = forward(params, x, activation=activation)
    g, f_prime = dtheta(yhat, y), activation_named(activation).prime(z)
    dz, gamma = accumulate(params.W_h, params.U, g, f_prime), gammas(params, x, y, activation=activation)
    steps = range(len(x))
    delta = gamma.sum(axis=0)[1:]
    copies = np.array([claim_1(delta[k], f_prime[k], h[k]) for k in steps])
    tables = {
        "z": z, "h": h[1:], "theta": theta, "yhat": yhat,
        "J": np.array([cross_entropy(yhat[t], y[t]) for t in steps]),
        "dtheta": g, "gamma": np.array([gamma[k, k + 1] for k in steps]), "delta": delta, "dz": dz,
        "dW_h": copies, "dh_0": gamma.sum(axis=0)[:1],
    }
    return Passes(["END", *symbols[1:]], x, y, h[0], tables, np.cumsum(copies[::-1], axis=0)[::-1])


def checked(word):
    """Return the word; ValueError where it is not one of 1 to 12 letters."""
    if not (isinstance(word, str) and 1 <= len(word) <= LONGEST and word.isalpha() and word == word.lower()):
        raise ValueError(f"word: expected 1 to {LONGEST} small letters, got {word!r}")
    return word


def number(value, decimals=4):
    """Return a number as the page shows it, with a minus sign and never as minus zero."""
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else text.removeprefix("-")


def numbers(array, decimals=4):
    """Return an array as nested lists of such texts."""
    return number(array, decimals) if np.ndim(array) == 0 else [numbers(part, decimals) for part in array]


def spoken(texts):
    """Return the texts of an array in one line, rows in parentheses."""
    return texts if isinstance(texts, str) else f"({', '.join(map(spoken, texts))})"


def moment_of(quantity, step, T):
    """Return when a quantity of a step is computed: 1..T forward, then T+1..2T backward."""
    return step if quantity in FORWARD else 2 * T + 1 - step


def label(found, quantity, step):
    """Return a quantity of a step in words: its name, its numbers, its equation."""
    values = spoken(numbers(found.tables[quantity][step - 1], 2))
    shown = 0 if quantity == "dh_0" else step
    return f"{SPOKEN.get(quantity, quantity)} of step {shown} is {values}, by {EQUATIONS[quantity]}"


def moments(found):
    """Return what each moment shows: a sentence, its step, and its numbers; the first is before step 1."""
    T = len(found.x)
    sums = [np.zeros_like(found.total[0])] * (T + 1) + list(found.total[::-1])
    told = [{"title": "Before the first step", "step": 0, "values": {}, "sentence":
             f"Nothing is computed yet. The network will read {T} symbols, and it starts from h(0) = 0."}]
    told += [forward_moment(found, t) for t in range(1, T + 1)]
    told += [backward_moment(found, k) for k in range(T, 0, -1)]
    return [moment | {"total": numbers(total, 2)} for moment, total in zip(told, sums, strict=True)]


def values_of(found, step, which):
    """Return the numbers of a step, those of the forward pass or those of the backward pass."""
    return {name: numbers(found.tables[name][step - 1]) for name in EQUATIONS
            if (name in FORWARD) == which and (name != "dh_0" or step == 1)}


def forward_moment(found, t):
    """Return step t of the forward pass."""
    T, J = len(found.x), found.tables["J"]
    read, say = (found.symbols[symbols[t - 1]] for symbols in (found.x, found.y))
    chance = number(found.tables["yhat"][t - 1, found.y[t - 1]], 2)
    text = (f"The network reads {read} and should say {say}. It gives {say} the probability {chance}, "
            f"so this step costs {number(J[t - 1], 2)} nats.")
    if t == T:
        text += f" The whole word costs {number(J.sum(), 2)} nats. Now the way back begins."
    return {"title": f"Forward, step {t} of {T}", "step": t, "values": values_of(found, t, True),
            "sentence": text}


def backward_moment(found, k):
    """Return step k of the backward pass."""
    T = len(found.x)
    local, whole = (spoken(numbers(found.tables[name][k - 1], 2)) for name in ("gamma", "delta"))
    text = f"Its own loss hands {local} down to h({k}). " + (
        "No later step sends anything, so delta is the same." if k == T else
        f"With what step {k + 1} sends back, delta is {whole}.")
    text += (" The sum over all copies is complete: this is the gradient of W_h." if k == 1 else
             f" The gradient of W_h is summed over {'step' if k == T else 'steps'} "
             f"{T if k == T else f'{T} to {k}'} so far.")
    return {"title": f"Backward, step {k} of {T}", "step": k, "values": values_of(found, k, False),
            "sentence": text}
