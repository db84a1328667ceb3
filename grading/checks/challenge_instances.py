"""Instances of the challenge: sequences run forward, long texts in windows, LSTM cells; smallest first."""

from itertools import combinations

import numpy as np

from grading.checks.challenge import lstm_step
from grading.checks.instances import Case, model
from grading.checks.sequence_instances import BOTH, gradients_at_logits, runs, sized
from rnn_ref.activations import ACTIVATIONS

######## forward in time

def cached(rng):
    """Return (Model, activation, h, f_prime, gamma) of sequences of both activations."""
    return [(m, a, h, ACTIVATIONS[a].prime(z), gradients_at_logits(m, y, yhat) @ m.U)
            for a in BOTH for m, y, z, h, yhat in runs(rng, a)]


def uses(rng):
    """Arguments of immediate_derivative: those of the last step."""
    return [Case(f"D_h = {m.D_h}, {a}", (f_prime[-1], h[-2])) for m, a, h, f_prime, _ in cached(rng)]


def one_unit(rng):
    """Arguments of immediate_derivative for a single unit."""
    return [Case("D_h = 1", (rng.uniform(0.1, 1, 1), rng.standard_normal(1)))]


def carried(rng):
    """Arguments of total_derivative: those of the last step, and any derivative before it."""
    return [Case(f"D_h = {m.D_h}, {a}", (m.W_h, f_prime[-1], h[-2], rng.standard_normal((m.D_h,) * 3)))
            for m, a, h, f_prime, _ in cached(rng)]


def first_uses(rng):
    """Arguments of total_derivative for the first step: no weight has been used before it."""
    return [Case(f"t = 1, D_h = {m.D_h}, {a}", (m.W_h, f_prime[0], h[0], np.zeros((m.D_h,) * 3)))
            for m, a, h, f_prime, _ in cached(rng)]


def streams(rng):
    """Arguments of rtrl_gradient, both activations."""
    return [Case(f"T = {m.T}, D_h = {m.D_h}, {a}", (m.W_h, h, f_prime, gamma))
            for m, a, h, f_prime, gamma in cached(rng)]


def short_streams(rng):
    """Arguments of rtrl_gradient for sequences of one step."""
    return streams(rng)[::3]


######## in windows

def windows(rng):
    """Arguments of window_gradients, both activations."""
    return [Case(sized(m, a), (m.W_h, m.W_x, m.b_1, m.U, m.b_2, m.X, y, m.h_0, a))
            for a in BOTH for m, y, *_ in runs(rng, a)]


def short_windows(rng):
    """Arguments of window_gradients for windows of one step."""
    return windows(rng)[::3]


def text(rng, D_h, d, V, T, K, activation):
    """Return the Case of truncated_gradients with these sizes."""
    m = model(rng, D_h, d, V, T)
    parts = [0.7 * part for part in (m.W_h, m.W_x, m.b_1, m.U, m.b_2)]
    return Case(f"T = {T}, K = {K}, D_h = {D_h}, d = {d}, V = {V}, {activation}",
                (*parts, m.X, rng.integers(V, size=T), m.h_0, K, activation))


def texts(rng):
    """Arguments of truncated_gradients: the last window is shorter than the others."""
    D_h, d, V = (int(n) for n in rng.permutation([4, 5, 6]))
    assert all(a != b for a, b in combinations((D_h, d, V, 7, 3), 2)), "equal sizes"
    return [text(rng, *sizes, a) for a in BOTH for sizes in ((2, 4, 5, 3, 2), (D_h, d, V, 7, 3))]


def single_steps(rng):
    """Arguments of truncated_gradients for windows of one step."""
    return [text(rng, 2, 4, 5, 3, 1, a) for a in BOTH]


def one_window(rng):
    """Arguments of truncated_gradients for windows as long as the text, and longer."""
    return [text(rng, 2, 4, 5, 3, K, a) for a in BOTH for K in (3, 6)]


######## the LSTM cell

def cells(rng):
    """Return (size, W_h, W_x, b, h, c, x) of cells; no size is 4, the number of gates and candidate."""
    largest = [int(n) for n in rng.permutation([3, 5, 6, 7])[:2]]
    found, n = [], rng.standard_normal
    for D_h, d in ((2, 3), (3, 2), largest):
        found.append((f"D_h = {D_h}, d = {d}", 0.7 * n((4, D_h, D_h)), 0.7 * n((4, D_h, d)),
                      0.7 * n((4, D_h)), n(D_h), n(D_h), n(d)))
    return found


def cell_steps(rng):
    """Arguments of lstm_step."""
    return [Case(size, tuple(parts)) for size, *parts in cells(rng)]


def open_and_closed(rng):
    """Arguments of lstm_step with gates at their ends: keep and do not write, or write and do not keep."""
    cases = []
    for words, ends in (("phi = 1, iota = 0", (1e3, -1e3, 0, 0)), ("phi = 0, iota = 1", (-1e3, 1e3, 0, 0))):
        size, W_h, W_x, b, *rest = cells(rng)[0]
        cases.append(Case(f"{size}, {words}", (W_h, W_x, b + np.array(ends)[:, None], *rest)))
    return cases


def forget_gates(rng):
    """Arguments of along_the_cell."""
    return [Case(f"T = {T}, D_h = {D_h}, k = {k}, t = {t}", (rng.uniform(0.2, 0.9, (T, D_h)), k, t))
            for T, D_h, k, t in ((3, 2, 0, 2), (4, 3, 1, 3), (8, int(rng.integers(5, 8)), 2, 6))]


def ends_of_paths(rng):
    """Arguments of along_the_cell: no step at all, and all of them."""
    return [Case(f"T = {T}, D_h = {D_h}, k = {k}, t = {t}", (rng.uniform(0.2, 0.9, (T, D_h)), k, t))
            for T, D_h, k, t in ((3, 2, 2, 2), (3, 2, 0, 3), (5, 4, 0, 0))]


def back_through_cells(rng):
    """Return (case of lstm_step, h, c, gates after it, dh, dc) of each cell."""
    return [(case, *lstm_step(*case.arguments), *rng.standard_normal((2, len(case.arguments[3]))))
            for case in cell_steps(rng)]


def at_gates(rng):
    """Arguments of gate_gradients."""
    return [Case(case.size, (case.arguments[4], c_new, gates, dh, dc))
            for case, _, c_new, gates, dh, dc in back_through_cells(rng)]


def last_steps(rng):
    """Arguments of gate_gradients for a last step: nothing comes back along the cell."""
    return [case._replace(arguments=(*case.arguments[:-1], 0 * case.arguments[-1])) for case in at_gates(rng)]


def steps_back(rng):
    """Arguments of lstm_step_back; extra is the step before, and a random direction in its arguments."""
    cases = []
    for case, _, c_new, gates, dh, dc in back_through_cells(rng):
        W_h, W_x, _, h, c, x = case.arguments
        direction = [rng.standard_normal(part.shape) for part in case.arguments]
        cases.append(Case(case.size, (W_h, W_x, h, c, x, gates, c_new, dh, dc), (case.arguments, direction)))
    return cases
