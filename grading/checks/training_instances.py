"""Instances for problem set 4, smallest first: weights and gradients, small losses, drawn symbols."""

import numpy as np

from grading.checks.instances import Case, model, models
from grading.checks.training import initialize, sample, tempered

# What the training loop has to learn; the notebook carries the same names.
NAMES = ("abasaurus", "banosaurus", "kolasaurus", "nanosaurus", "sarabaurus", "tarosaurus")
ALPHABET = "\n" + "".join(sorted(set("".join(NAMES))))      # END first
EXAMPLES = [np.array([0, *(ALPHABET.index(letter) for letter in name)]) for name in NAMES]
D_H, RATE, LIMIT, EPOCHS = 8, 0.2, 2.0, 3
LOSS = 1.6      # nats per character that the loop has to reach; a guess costs log 11, about 2.4


######## weights, gradients and steps

def drawn_weights(rng):
    """Arguments of initialize: sizes, and as many draws as the weights have entries."""
    return [Case(f"D_h = {m.D_h}, d = {m.d}, V = {m.V}",
                 (m.D_h, m.d, m.V, rng.standard_normal(m.D_h * (m.D_h + m.d + m.V)))) for m in models(rng)]


def gradients(rng):
    """Arguments of both clippings: some entries on each side of the limit, and a norm beyond it."""
    cases = []
    for P in (2, 5, 9):
        g = rng.permutation(np.concatenate([[-2.0, 3.0], rng.uniform(-0.9, 0.9, P - 2)]))
        cases.append(Case(f"{P} entries", (g * rng.uniform(0.9, 1.1), float(rng.uniform(1.0, 1.5)))))
    return cases


def short_gradients(rng):
    """Arguments of both clippings where nothing is to be clipped."""
    return [Case("a short gradient", (rng.uniform(-0.1, 0.1, 4), 1.0)),
            Case("a zero gradient", (np.zeros(3), 1.0))]


def adagrad_steps(rng):
    """Arguments of adagrad_step in the midst of a run; epsilon is large enough to be seen."""
    n = rng.standard_normal
    return [Case(f"{P} weights", (n(P), n(P), rng.uniform(0.5, 3, P), float(rng.uniform(0.1, 0.5)),
                                  float(rng.uniform(0.2, 0.4)))) for P in (1, 3, 7)]


def first_steps(rng):
    """Arguments of adagrad_step at the first update: s is zero, epsilon tiny."""
    g = rng.uniform(0.5, 2, 5) * rng.choice([-1, 1], 5)
    return [Case("s = 0", (rng.standard_normal(5), g, np.zeros(5), 0.1, 1e-12))]


def no_gradient(rng):
    """Arguments of adagrad_step for a weight that has not had a gradient yet."""
    return [Case("g = 0 and s = 0", (rng.standard_normal(2), np.array([0.0, 1.5]), np.zeros(2), 0.1, 1e-8))]


######## training

def pull(w, x):
    """The loss |w - x|^2 / 2 and its gradient: each example pulls w to itself."""
    return 0.5 * ((w - x) ** 2).sum(), w - x


def loss_of_name(w, x):
    """Return the mean loss of a name's symbols, and its gradient, for all parameters in one vector w.

    x holds the symbols read, END first; what follows each of them is the next one, and END at the end.
    """
    V, y = len(ALPHABET), np.roll(x, -1)
    ends = np.cumsum([D_H * D_H, D_H * V, D_H, V * D_H])
    W_h, W_x, b_1, U, b_2 = np.split(w, ends)
    W_h, W_x, U = W_h.reshape(D_H, D_H), W_x.reshape(D_H, V), U.reshape(V, D_H)
    h, drive = np.zeros((len(x) + 1, D_H)), W_x.T[x] + b_1
    for t, row in enumerate(drive):
        h[t + 1] = np.tanh(W_h @ h[t] + row)
    theta = h[1:] @ U.T + b_2
    e = np.exp(theta - theta.max(axis=1, keepdims=True))
    yhat = e / e.sum(axis=1, keepdims=True)
    dtheta = (yhat - np.eye(V)[y]) / len(x)
    dz, local, passed_on = np.zeros_like(drive), dtheta @ U, 0
    for k in range(len(x) - 1, -1, -1):
        dz[k] = (local[k] + passed_on) * (1 - h[k + 1] ** 2)
        passed_on = dz[k] @ W_h
    gradient = (dz.T @ h[:-1], dz.T @ np.eye(V)[x], dz.sum(axis=0), dtheta.T @ h[1:], dtheta.sum(axis=0))
    return -np.log(yhat[np.arange(len(x)), y]).mean(), np.concatenate([part.ravel() for part in gradient])


def small_runs(rng):
    """Arguments of train on a few points; some gradients are longer than the limit, some are not."""
    cases = []
    for P, count, epochs in ((2, 1, 1), (3, 2, 2), (4, 5, 3)):
        points = list(rng.standard_normal((count, P)) * np.geomspace(0.3, 6, count)[:, None])
        cases.append(Case(f"{count} example{'s' * (count > 1)}, {epochs} epoch{'s' * (epochs > 1)}",
                          (rng.standard_normal(P), pull, points, 0.3, 2.0, epochs)))
    return cases


def no_epochs(rng):
    """Arguments of train for a run that does not begin."""
    return [Case("0 epochs", (rng.standard_normal(3), pull, [rng.standard_normal(3)], 0.3, 2.0, 0))]


def names(rng):
    """Arguments of train on the names; only the first weights are drawn."""
    V = len(ALPHABET)
    start = initialize(D_H, V, V, rng.standard_normal(D_H * (D_H + 2 * V)))
    w = np.concatenate([part.ravel() for part in start])
    return [Case(f"{len(NAMES)} names", (w, loss_of_name, EXAMPLES, RATE, LIMIT, EPOCHS))]


def loss_of_names(w):
    """Return the mean loss of all names at w, in nats per character."""
    return np.mean([loss_of_name(np.asarray(w, float), x)[0] for x in EXAMPLES])


######## drawing

def tempers(rng):
    """Arguments of tempered."""
    return [Case(f"V = {m.V}, temperature {tau}", (m.b_2, tau))
            for m, tau in zip(models(rng), (0.5, 3.0, 0.7), strict=True)]


def cold(rng):
    """Arguments of tempered whose exponentials overflow if nothing is taken away first."""
    theta = rng.permutation(np.array([1.0, 1.001, 0.5, -1.0]))
    return [Case("temperature 0.001", (theta, 0.001)),
            Case("temperature 0.001, theta < 0", (theta - 3, 0.001))]


def warm(rng):
    """Arguments of tempered where all symbols become nearly equally likely."""
    return [Case("temperature 1e6", (rng.standard_normal(5), 1e6))]


def uniforms(rng):
    """Arguments of draw: probabilities far from even, then numbers that lead to each of the symbols."""
    cases = [Case("V = 3, one symbol likely", (np.array([0.7, 0.2, 0.1]), float(rng.uniform(0.4, 0.6))))]
    for m in models(rng):
        p = tempered(m.b_2, 1.0)
        cases += [Case(f"V = {m.V}", (p, float(before + share * p_i)))
                  for before, p_i, share in zip(np.cumsum(p) - p, p, rng.uniform(0.1, 0.9, m.V), strict=True)]
    return cases


def corners(rng):
    """Arguments of draw on the border of two symbols; a symbol of probability zero is never drawn."""
    return [Case("u on a border", (np.array([0.25, 0.25, 0.5]), 0.25)),
            Case("u = 0", (np.array([0.0, 0.5, 0.5]), 0.0))]


def rounded(rng):
    """Arguments of draw where rounding has left the sum of the probabilities below u."""
    return [Case("u above the sum", (np.array([0.3, 0.4, 0.2999]), 0.99999))]


def loud(rng, D_h, V, bias=0.0):
    """Return parameters of a network whose probabilities depend much on state and symbol; bias is END's."""
    m = model(rng, D_h, V, V, 1)
    b_2 = m.b_2.copy()
    b_2[0] = bias
    return 3 * m.W_h, 3 * m.W_x, m.b_1, 1.5 * m.U, b_2


def texts(rng):
    """Arguments of sample: END hardly ever comes, so that all uniform numbers are used."""
    return [Case(f"D_h = {D_h}, V = {V}, {T} numbers", (*loud(rng, D_h, V, -20.0), tau, rng.random(T)))
            for D_h, V, T, tau in ((2, 3, 1, 0.5), (3, 4, 2, 1.8), *6 * [(5, 7, 12, 0.5)])]


def ended(rng):
    """Arguments of sample for names that end by themselves: one at once, one after a few symbols."""
    found = {}
    while len(found) < 2:
        arguments = (*loud(rng, 5, 4), 0.7, rng.random(12))
        length = len(sample(*arguments))
        kind = "a name without letters" if length == 0 else "a name that ends" if 3 <= length <= 8 else ""
        if kind and kind not in found:
            found[kind] = Case(kind, arguments)
    return [found[kind] for kind in sorted(found)]


######## vanishing

def walks(rng):
    """Arguments of gamma_norms."""
    return [Case(f"t = {m.T}, D_h = {m.D_h}", (m.W_h, m.b_1, rng.uniform(0.1, 1, (m.T, m.D_h))))
            for m in models(rng)]


def at_the_start(rng):
    """Arguments of gamma_norms without any step back."""
    m = models(rng)[-1]
    return [Case("t = 0", (m.W_h, m.b_1, np.empty((0, m.D_h))))]


def matrices(rng):
    """Arguments of rescale; the eigenvalue farthest from 0 is positive, negative, one of a complex pair."""
    n = rng.standard_normal
    turn = np.array([[0.2, -1.5], [1.4, 0.1]]) * rng.uniform(0.5, 2)
    negative = np.diag([1.0, -3.0, 0.5]) + 0.1 * n((3, 3))
    return [Case("D_h = 2, complex eigenvalues", (turn, 0.7)),
            Case("D_h = 3, a negative eigenvalue", (negative, 1.2)), Case("D_h = 5", (n((5, 5)), 0.9))]


def single(rng):
    """Arguments of rescale for one unit."""
    return [Case("D_h = 1", (np.array([[-rng.uniform(2, 3)]]), 0.5))]


def measured(rng):
    """Arguments of shares_left."""
    return [Case(f"T = {m.T}, D_h = {m.D_h}, d = {m.d}",
                 (m.W_h, 0.5 * m.W_x, 0.3 * m.b_1, m.X, 0.5 * m.h_0, rng.standard_normal(m.D_h), radii))
            for m, radii in zip(models(rng), ([0.5], [1.2, 0.4], [0.3, 0.9, 1.7]), strict=True)]
