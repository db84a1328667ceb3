"""Figures of the chapter on vanishing and exploding gradients; each returns an <svg> element."""

from functools import cache
from itertools import chain

import numpy as np
from figures import svg, word
from plots import Axis, plot

from rnn_ref import gammas, init_params
from rnn_ref.activations import tanh, tanh_prime
from rnn_ref.gates import GRU, LSTM, gru_jacobian, gru_step, init_gates, lstm_gates, lstm_step
from rnn_ref.softmax import one_hot
from rnn_ref.unit import hidden_states
from rnn_ref.vanishing import reach, spectral_norm, state_jacobian

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


def lengths(jacobians):
    """Return the norm of the product of the last n of the Jacobians, for n = 0, 1, ..."""
    product, norms = np.eye(len(jacobians[0])), [1.0]
    for jacobian in jacobians[::-1]:
        product = product @ jacobian
        norms.append(spectral_norm(product))
    return norms


def plain_jacobians(X, D):
    """Return dh^(t)/dh^(t-1) of each step of an untrained network with tanh."""
    params = init_params(D, 2, X.shape[1], seed=1)
    z, _ = hidden_states(params.W_h, params.W_x, params.b_1, X, np.zeros(D), "tanh")
    return [state_jacobian(params.W_h, tanh_prime(row)) for row in z]


def gru_jacobians(X, D, bias):
    """Return dh^(t)/dh^(t-1) of each step of an untrained GRU."""
    gru, h, found = init_gates(GRU, D, X.shape[1], bias=bias, seed=1), np.zeros(D), []
    for x in X:
        found.append(gru_jacobian(gru, h, x))
        h = gru_step(gru, h, x)
    return found


def lstm_cell_lengths(X, D, bias):
    """Return the norm of dc^(T)/dc^(k) along all ways, by the complex step, for T - k = 0, 1, ..."""
    lstm, states, norms = init_gates(LSTM, D, X.shape[1], bias=bias, seed=1), [(np.zeros(D),) * 2], []
    for x in X:
        states.append(lstm_step(lstm, *states[-1], x))
    for k in range(len(X), 0, -1):
        omega = lstm_gates(lstm, states[k - 1][0], X[k - 1])[2]
        columns = []
        for e in np.eye(D):
            c = states[k][1] + 1e-30j * e
            h = omega * tanh(c)
            for x in X[k:]:
                h, c = lstm_step(lstm, h, c, x)
            columns.append(c.imag / 1e-30)
        norms.append(spectral_norm(np.transpose(columns)))
    return norms


def gated_reach(T=41, D=16):
    """Draw how much of a change arrives n steps later, in cells with and without gates."""
    X = one_hot(np.random.default_rng(1).integers(0, V, T), V)
    lines = [("curve", "tanh, no gates", lengths(plain_jacobians(X, D)))]
    for bias in (0, 3):
        lines += [("dashed", f"GRU, bias {bias}", lengths(gru_jacobians(X, D, bias))),
                  ("curve", f"LSTM cell, bias {bias}", lstm_cell_lengths(X, D, bias))]
    x = Axis(0, T - 1, (0, 10, 20, 30, 40), label="steps between")
    y = Axis(1e-9, 10, (1e-9, 1e-6, 1e-3, 1), log=True)
    curves = [(cls, label, np.arange(T), norms[:T]) for cls, label, norms in lines]
    return svg(56 + 460 + 150, 330, plot(56, "", curves, x, y, width=460, height=250, top=20))
