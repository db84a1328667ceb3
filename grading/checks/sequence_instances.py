"""Instances of whole sequences, run forward: the families of problem set 3, smallest first."""

import numpy as np

from grading.checks.instances import Case, Model, model, models
from rnn_ref.activations import ACTIVATIONS
from rnn_ref.softmax import dtheta, softmax
from rnn_ref.unit import hidden_states

BOTH = ("sigmoid", "tanh")


def runs(rng, activation):
    """Return (Model, y, z, h, yhat) for each model, run forward; tame weights keep f' from being tiny."""
    found = []
    for m in models(rng):
        m = Model(*m[:4], *(0.7 * part for part in m[4:]))
        z, h = hidden_states(m.W_h, m.W_x, m.b_1, m.X, m.h_0, activation)
        found.append((m, rng.integers(m.V, size=m.T), z, h, softmax(h[1:] @ m.U.T + m.b_2)))
    return found


def gradients_at_logits(m, y, yhat):
    return np.array([dtheta(p, s) for p, s in zip(yhat, y, strict=True)])


def sized(m, activation=""):
    return f"T = {m.T}, D_h = {m.D_h}, d = {m.d}, V = {m.V}" + (f", {activation}" if activation else "")


def losses(rng):
    """Arguments of loss_of_sequence, both activations."""
    return [Case(sized(m, a), (m.W_h, m.W_x, m.b_1, m.U, m.b_2, m.X, y, m.h_0, a))
            for a in BOTH for m, y, *_ in runs(rng, a)]


def large_losses(rng):
    """Arguments of loss_of_sequence with logits whose exponentials overflow."""
    m, y, *_ = runs(rng, "tanh")[0]
    return [Case(f"b_2 of size 1e3, {a}", (m.W_h, m.W_x, m.b_1, m.U, 1e3 + m.b_2, m.X, y, m.h_0, a))
            for a in BOTH]


def one_loss(rng):
    """Arguments of gradient_of_one_loss: the last loss of each sequence."""
    prime = ACTIVATIONS["sigmoid"].prime
    return [Case(sized(m), (m.W_h, m.U, gradients_at_logits(m, y, yhat)[-1], h, prime(z)))
            for m, y, z, h, yhat in runs(rng, "sigmoid")]


def walks(rng):
    """Arguments of accumulate, from both activations."""
    return [Case(sized(m, a), (m.W_h, m.U, gradients_at_logits(m, y, yhat), ACTIVATIONS[a].prime(z)))
            for a in BOTH for m, y, z, h, yhat in runs(rng, a)]


def one_step_walks(rng):
    """Arguments of accumulate for sequences of one step."""
    return walks(rng)[::3]


def weighted_inputs(rng):
    """Arguments of gradient_W_x."""
    return [Case(f"T = {m.T}, D_h = {m.D_h}, d = {m.d}", (rng.standard_normal((m.T, m.D_h)), m.X))
            for m in models(rng)]


def rows_of_dz(rng):
    """Arguments of gradient_b_1."""
    return [Case(f"T = {m.T}, D_h = {m.D_h}", (rng.standard_normal((m.T, m.D_h)),)) for m in models(rng)]


def readouts(rng):
    """Arguments of gradients_of_readout."""
    return [Case(sized(m), (gradients_at_logits(m, y, yhat), h)) for m, y, z, h, yhat in runs(rng, "sigmoid")]


def first_states(rng):
    """Arguments of gradient_h_0."""
    return [Case(f"T = {m.T}, D_h = {m.D_h}", (m.W_h, rng.standard_normal((m.T, m.D_h))))
            for m in models(rng)]


def states(rng):
    """Arguments of derivative_from_state, both activations."""
    return [Case(f"shape {h.shape}, {a}", (h[1:], a)) for a in BOTH for *_, h, _ in runs(rng, a)]


def saturated(rng):
    """Arguments of derivative_from_state for states at the end of their range, where f' is zero."""
    return [Case(f"h = {h:g}, {a}", (np.array([h]), a))
            for a, ends in (("sigmoid", (0.0, 1.0)), ("tanh", (-1.0, 1.0))) for h in ends]


def sequences(rng):
    """Arguments of sequence_gradients, both activations; extra is what the loss needs."""
    return [Case(sized(m, a), (m.W_h, m.U, m.X, y, h, yhat, a), extra=m)
            for a in BOTH for m, y, z, h, yhat in runs(rng, a)]


def short_sequences(rng):
    """Arguments of sequence_gradients for sequences of one step."""
    return sequences(rng)[::3]


def batches(rng):
    """Arguments of batch_gradients: sequences of unequal lengths, not in order of length."""
    cases = []
    for a, lengths in (("sigmoid", (2, 1)), ("tanh", (3, 5, 1, 4))):
        D_h, d, V = (int(n) for n in rng.permutation(np.arange(3, 9))[:3])
        whole = model(rng, D_h, d, V, max(lengths))
        W_h, W_x, b_1, U, b_2 = (0.7 * part for part in whole[4:9])
        X = [rng.standard_normal((T, d)) for T in lengths]
        y = [rng.integers(V, size=T) for T in lengths]
        h = [hidden_states(W_h, W_x, b_1, x, 0.7 * rng.standard_normal(D_h), a)[1] for x in X]
        yhat = [softmax(rows[1:] @ U.T + b_2) for rows in h]
        cases.append(Case(f"lengths {', '.join(map(str, lengths))}, {a}", (W_h, U, X, y, h, yhat, a)))
    return cases


def lengths(rng):
    """Arguments of operations."""
    return [Case(f"T = {T}", (int(T),)) for T in (1, 2, 3, *rng.integers(10, 1000, 2))]
