"""Left sides of the equations of gated cells: what rnn_ref computes, and a norm by its definition."""

from inspect import Parameter, Signature

import numpy as np

from rnn_ref import gates


def column_of_ones(D_h):
    return np.ones((D_h, 1))


def largest_stretch(A):
    """Return the largest ||A v|| / ||v||: v climbs until it grows no more."""
    v = np.random.default_rng(0).standard_normal((A.shape[1], 1))
    for _ in range(5000):
        v = A.T @ (A @ v)    # a step of gradient ascent on the stretch, as long as can be
        v /= np.linalg.norm(v)
    return np.linalg.norm(A @ v)


def with_arguments(names, function):
    """Return a function of a tuple as one that says its arguments' names."""
    def call(*given):
        return function(dict(zip(names, given, strict=True)))

    call.__signature__ = Signature([Parameter(name, Parameter.POSITIONAL_ONLY) for name in names])
    return call


LSTM_NAMES = [f"{kind}_{gate}{of}" for gate in "vioc" for kind, of in (("W", "h"), ("W", "x"), ("b", ""))]
GRU_NAMES = [f"{kind}_{gate}{of}" for gate in "krn" for kind, of in (("W", "h"), ("W", "x"), ("b", ""))]


def cell(kind, names, q):
    """Return the LSTM or GRU whose parts have the arrays of these names, three a part."""
    arrays = [q[name][:, 0] if name.startswith("b") else q[name] for name in names]
    return kind(*(gates.Affine(*arrays[n:n + 3]) for n in range(0, len(arrays), 3)))


def inputs(q):
    return np.eye(q["world"].sizes["d"])[q["world"].x[:q["t"]]]


def lstm_at(q):
    """Return (cell, h^(t-1), c^(t-1), x^(t), h^(t), c^(t), activation) of an LSTM."""
    lstm, activation = cell(gates.LSTM, LSTM_NAMES, q), q["world"].activation
    states = [(q["h_0"][:, 0], q["c_0"][:, 0])]
    for x in inputs(q):
        states.append(gates.lstm_step(lstm, *states[-1], x, activation))
    return lstm, *states[-2], x, *states[-1], activation


def gru_at(q):
    """Return (cell, h^(t-1), x^(t), h^(t), activation) of a GRU."""
    gru, activation, states = cell(gates.GRU, GRU_NAMES, q), q["world"].activation, [q["h_0"][:, 0]]
    for x in inputs(q):
        states.append(gates.gru_step(gru, states[-1], x, activation))
    return gru, states[-2], x, states[-1], activation


def lstm(pick):
    return with_arguments(["world", "t", "h_0", "c_0", *LSTM_NAMES], lambda q: pick(*lstm_at(q))[:, None])


def gru(pick):
    return with_arguments(["world", "t", "h_0", *GRU_NAMES], lambda q: pick(*gru_at(q))[:, None])


lstm_phi, lstm_iota, lstm_omega = (
    lstm(lambda cell, h, c, x, h_t, c_t, activation, n=n: gates.lstm_gates(cell, h, x)[n]) for n in range(3))
lstm_candidate = lstm(
    lambda cell, h, c, x, h_t, c_t, activation: gates.lstm_candidate(cell, h, x, activation))
lstm_h = lstm(lambda cell, h, c, x, h_t, c_t, activation: h_t)
lstm_c = lstm(lambda cell, h, c, x, h_t, c_t, activation: c_t)
gru_kappa, gru_rho = (
    gru(lambda cell, h, x, h_t, activation, n=n: gates.gru_gates(cell, h, x)[n]) for n in range(2))
gru_candidate = gru(lambda cell, h, x, h_t, activation: gates.gru_candidate(
    cell, gates.gru_gates(cell, h, x)[1], h, x, activation))
gru_h = gru(lambda cell, h, x, h_t, activation: h_t)
