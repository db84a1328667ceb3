"""Figures of the chapter on vanishing and exploding gradients; each returns an <svg> element."""

from functools import cache
from itertools import chain

import numpy as np
from figures import svg, word
from plots import Axis, plot

from rnn_ref import gammas, init_params
from rnn_ref.vanishing import reach

D_h, V = 50, 6
STEPS_BACK = 20
SCALES = {"tanh": (0.5, 1, 1.5, 2, 3), "sigmoid": (1, 2, 4, 8, 16)}


@cache
def gamma_table(activation, scale, T=40, seed=0):
    """Return all gamma_t^(k) of an untrained network whose W_h is scale times the usual one."""
    params = init_params(D_h, V, seed=seed)
    x, y = np.random.default_rng(seed).integers(0, V, (2, T))
    return gammas(params._replace(W_h=scale * params.W_h), x, y, activation=activation)


def heat(left, title, norms):
    """Return a triangle of cells, a row a loss t and a column a step k, with log10 of the norm in each."""
    size, top, T = 27, 46, len(norms)
    parts = [word(left + size * T / 2, 18, title, "tick"),
             word(left + size * T / 2, top + size * T + 40, "step k", "tick"),
             word(left - 12, top - 8, "t", "tick", "end")]
    for t in range(1, T + 1):
        parts += [word(left - 8, top + size * (t - 0.5) + 5, t, "tick", "end"),
                  word(left + size * (t - 0.5), top + size * T + 18, t, "tick")]
        for k in range(1, t + 1):
            power = np.log10(norms[t - 1, k])
            x, y = left + size * (k - 1), top + size * (t - 1)
            parts += [f'<rect class="heat" x="{x}" y="{y}" width="{size - 1}" height="{size - 1}" '
                      f'fill-opacity="{np.interp(power, (-7, 2), (0.03, 0.55)):.2f}"/>',
                      word(x + size / 2, y + size / 2 + 4, f"{round(power)}".replace("-", "−"), "cell")]
    return parts


def gamma_maps(T=12):
    """Draw the size of every gamma_t^(k) for a network that forgets and for one that explodes."""
    pairs = (("sigmoid", 1), ("tanh", 3))
    panels = [heat(40 + 400 * i, f"{activation}, scale {scale}",
                   np.linalg.norm(gamma_table(activation, scale, T=T), axis=2))
              for i, (activation, scale) in enumerate(pairs)]
    return svg(40 + 400 + 27 * T + 20, 46 + 27 * T + 52, chain(*panels))


def gradient_reach():
    """Draw how the norm of gamma_t^(k) falls or grows with t - k, for several scales of W_h."""
    n = np.arange(STEPS_BACK + 1)
    x = Axis(0, STEPS_BACK, (0, 5, 10, 15, 20), label="steps back, t − k")
    y = Axis(1e-13, 1e3, (1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3), log=True)
    panels = []
    for i, (activation, scales) in enumerate(SCALES.items()):
        lines = [("curve", f"{scale:g}", n, reach(gamma_table(activation, scale), STEPS_BACK))
                 for scale in scales]
        panels.append(plot(56 + 400 * i, activation, lines, x, y))
    return svg(56 + 400 + 300 + 44, 290, chain(*panels))
