"""The numbers of the page "Gradient flow": how large every gamma_t^(k) is, for many sizes of W_h at once.

An untrained network of 50 units reads random symbols, as in the chapter "Vanishing and exploding gradients".
Row t of the table needs nothing of later losses, so one run of the longest length holds all shorter ones.
"""

from itertools import chain

import numpy as np
from figures import svg
from figures_gradients import heat

from rnn_ref import forward, gammas, init_params
from rnn_ref.activations import activation_named
from rnn_ref.vanishing import spectral_norm, spectral_radius

D_h, V, LONGEST = 50, 6, 24
ACTIVATIONS = ("sigmoid", "tanh")
SCALES = (0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8, 12, 16, 24)
EQUATIONS = {"gamma": "eq-gamma-product", "delta": "eq-gamma-delta", "bound": "eq-gamma-rate"}


def network(seed):
    """Return the parameters, the input symbols and the targets of one seed."""
    x, y = np.random.default_rng(seed).integers(0, V, (2, LONGEST))
    return init_params(D_h, V, seed=seed), x, y


def table(activation, scale, seed=0):
    """Return all gamma_t^(k) with W_h times scale, and the mean slope f' of all units.

    Shapes: (LONGEST, LONGEST + 1, D_h), a number.
    """
    params, x, y = network(seed)
    params = params._replace(W_h=scale * params.W_h)
    slopes = activation_named(activation).prime(forward(params, x, activation=activation).z)
    return gammas(params, x, y, activation=activation), float(slopes.mean())


def short(values):
    """Return numbers with three digits that count."""
    return [float(f"{value:.3g}") for value in values]


def flow(activation, scale, seed=0):
    """Return the sizes of one table: each gamma's norm, their sum per column for each T, and what W_h is."""
    gamma, slope = table(activation, scale, seed)
    norms, W_h = np.linalg.norm(gamma, axis=2), scale * network(seed)[0].W_h
    sums = np.linalg.norm(np.cumsum(gamma, axis=0), axis=2)
    T = np.arange(1, LONGEST + 1)
    factors = (norms[:, 0] / norms[T - 1, T]) ** (1 / T)
    return {
        "norms": [short(norms[t - 1, :t + 1]) for t in T], "sums": [short(sums[t - 1, :t + 1]) for t in T],
        "factors": short(factors), "slope": short([slope])[0],
        "norm": short([spectral_norm(W_h)])[0], "radius": short([spectral_radius(W_h)])[0],
        "rate": short([{"sigmoid": 0.25, "tanh": 1}[activation] * spectral_norm(W_h)])[0],
    }


def data(seed=0):
    """Return what the page shows: the sizes for both activations and every scale."""
    return {"scales": SCALES, "longest": LONGEST,
            "tables": {name: [flow(name, scale, seed) for scale in SCALES] for name in ACTIVATIONS}}


def picture(T=12):
    """Return the drawing that stands where no script runs: a network that forgets and one that explodes."""
    panels = []
    for i, (activation, scale) in enumerate((("sigmoid", 1), ("tanh", 3))):
        norms = np.linalg.norm(table(activation, scale)[0], axis=2)[:T]
        panels.append(heat(40 + 400 * i, f"{activation}, scale {scale}", norms))
    return svg(40 + 400 + 27 * T + 20, 46 + 27 * T + 52, chain(*panels))
