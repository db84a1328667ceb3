"""Figures of the cells with gates; each returns an <svg> element."""

import numpy as np
from figures import arrow, box, svg, variable, word
from plots import Axis, plot

from rnn_ref import init_params
from rnn_ref.activations import tanh, tanh_prime
from rnn_ref.gates import GRU, LSTM, gru_jacobian, gru_step, init_gates, lstm_gates, lstm_step
from rnn_ref.softmax import one_hot
from rnn_ref.unit import hidden_states
from rnn_ref.vanishing import spectral_norm, state_jacobian

V = 6


def node(x, y, sign):
    """Return a small circle with the sign of what happens there."""
    return f'<circle class="box" cx="{x}" cy="{y}" r="14"/>' + word(x, y + 5, sign)


def bent(x, y, to_x, to_y):
    """Return an arrow that goes up or down first and then sideways."""
    a = 7 if to_x < x else -7
    return f'<path class="arrow plain" d="M{x},{y} V{to_y} H{to_x} m{a},-5 l{-a},5 l{a},5"/>'


def lstm_cell():
    """Draw one step of the LSTM: the cell passes along the top, and the gates are made below."""
    cell, mid, gates, bus = 50, 135, 225, 300
    parts = [box(40, cell, 68, 42, "box unit"), variable(40, cell + 6, "c", "t−1"),
             arrow(75, cell, 145, cell, "w-h"), node(160, cell, "∘"), arrow(175, cell, 285, cell, "w-h"),
             node(300, cell, "+"), arrow(315, cell, 525, cell, "w-h"),
             box(560, cell, 68, 42, "box unit"), variable(560, cell + 6, "c", "t"),
             arrow(300, mid - 15, 300, cell + 15, "plain"), node(300, mid, "∘"), node(450, mid, "∘"),
             arrow(450, cell, 450, mid - 15, "plain"), word(464, (cell + mid) / 2 + 3, "f", "heading"),
             arrow(465, mid, 525, mid, "plain"),
             box(560, mid, 68, 42, "box unit"), variable(560, mid + 6, "h", "t")]
    for x, name in ((160, "φ"), (240, "ι"), (360, "c̃"), (450, "ω")):
        parts += [arrow(x, bus, x, gates + 23, "plain"), box(x, gates, 62, 42, "box"),
                  variable(x, gates + 6, name, "t")]
    parts += [arrow(160, gates - 22, 160, cell + 15, "plain"), bent(240, gates - 22, 285, mid),
              bent(360, gates - 22, 315, mid), arrow(450, gates - 22, 450, mid + 15, "plain"),
              box(40, bus - 28, 68, 42, "box unit"), variable(40, bus - 22, "h", "t−1"),
              box(40, bus + 28, 68, 42, "box"), variable(40, bus + 34, "x", "t"),
              f'<path class="arrow plain" d="M75,{bus - 28} H110 V{bus} M75,{bus + 28} H110 V{bus} H450"/>']
    return svg(600, 354, parts)


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
