"""Instances for the backward pass: the families of problem sets 2 and 3, smallest first."""

import numpy as np

from grading.checks.instances import Case, models
from rnn_ref.activations import sigmoid, sigmoid_prime
from rnn_ref.softmax import softmax


def probabilities(rng):
    """Arguments of softmax_jacobian."""
    return [Case(f"V = {m.V}", (softmax(m.b_2),)) for m in models(rng)]


def certainty(rng):
    """The probability of a vocabulary of one symbol."""
    return [Case("V = 1", (np.ones(1),))]


def predictions(rng):
    """Arguments of dtheta: probabilities and the index of the true symbol."""
    return [Case(f"V = {m.V}", (softmax(m.b_2), int(rng.integers(m.V)))) for m in models(rng)]


def first_and_last(rng):
    """Arguments of dtheta with the first and with the last symbol as the true one."""
    yhat = softmax(rng.standard_normal(4))
    return [Case("y = 0", (yhat, 0)), Case("y = V - 1", (yhat, 3))]


def local(rng):
    """Arguments of local_gamma."""
    return [Case(f"V = {m.V}, D_h = {m.D_h}", (m.U, m.b_2)) for m in models(rng)]


def vectors(rng):
    """Arguments of claim_1: gamma, f'(z) and the state before."""
    return [Case(f"D_h = {m.D_h}", (m.b_1, sigmoid_prime(m.W_h[0]), m.h_0)) for m in models(rng)]


def one_unit(rng):
    """Arguments of claim_1 with one hidden unit."""
    return [Case("D_h = 1", tuple(rng.standard_normal((3, 1))))]


def steps_back(rng):
    """Arguments of claim_2: W_h, gamma and f'(z)."""
    return [Case(f"D_h = {m.D_h}", (m.W_h, m.b_1, sigmoid_prime(m.h_0))) for m in models(rng)]


######## functions as arguments

def square_sum(a):
    return (a ** 2).sum()


def sum_of_exponentials(a):
    return np.exp(a).sum()


def loss_of_logits(a):
    """The cross-entropy of symbol 0 after a softmax of the flattened entries."""
    a = a.ravel()
    return np.log(np.exp(a).sum()) - a[0]


def nearly_flat(a):
    """A loss in which a central difference drowns: 10^9 and a little."""
    return 1e9 + np.sin(a).sum()


def losses(rng):
    """Arguments of complex_step: a loss that takes complex entries, and where to differentiate it."""
    n = rng.standard_normal
    return [Case("three entries", (square_sum, n(3))), Case("shape (2, 4)", (sum_of_exponentials, n((2, 4)))),
            Case("shape (3, 5)", (loss_of_logits, n((3, 5))))]


def flat_losses(rng):
    """Arguments of complex_step where only a method without a difference is exact."""
    return [Case("a loss near 1e9", (nearly_flat, rng.standard_normal(4)))]


def scalars(rng):
    """Arguments of complex_step with an array of one entry."""
    return [Case("one entry", (sum_of_exponentials, rng.standard_normal(1)))]


def exponentials(theta):
    return np.exp(theta)


def sigmoids(theta):
    return sigmoid(theta)


def shares(theta):
    return theta / theta.sum()


def shares_of_squares(theta):
    return theta ** 2 / (theta ** 2).sum()


def by_the_largest(theta):
    e = np.exp(theta - theta.max())
    return e / e.max()


def half_a_softmax(theta):
    return softmax(theta) / 2


def only_the_largest(theta):
    return (theta == theta.max()).astype(float)


def of_squares(theta):
    return softmax(theta ** 2)


def of_a_wave(theta):
    """Ignores a shift by whole numbers, and by no other."""
    return softmax(theta + np.sin(2 * np.pi * theta))


def nearly_a_softmax(theta):
    """A softmax, but for the second symbol, and for little."""
    return softmax(theta) + 0.003 * theta * (np.arange(len(theta)) == 1)


CANDIDATES = (softmax, exponentials, shares, sigmoids, shares_of_squares, by_the_largest, half_a_softmax,
              only_the_largest, of_squares, of_a_wave, nearly_a_softmax)


def candidates(rng):
    """Arguments of sums_to_one: functions that may be a softmax, and logits."""
    return [Case(f"{f.__name__}, V = {V}", (f, rng.uniform(0.5, 2, V))) for V in (3, 7) for f in CANDIDATES]


def shifted_candidates(rng):
    """Arguments of ignores_shift: the same, and what is added to every logit."""
    return [Case(f"{f.__name__}, V = {V}", (f, np.sort(rng.uniform(0.5, 2, V)), float(rng.uniform(2.1, 2.4))))
            for V in (3, 7) for f in CANDIDATES]


def rounded(rng):
    """Arguments of sums_to_one whose sums are 1 but for rounding."""
    return [Case(f"softmax, V = {V}", (softmax, rng.uniform(-5, 5, V))) for V in range(5, 60, 3)]


def rounded_shifts(rng):
    """Arguments of ignores_shift whose results are equal but for rounding."""
    return [Case(f"softmax, V = {V}", (softmax, rng.uniform(-5, 5, V), float(rng.uniform(10, 90))))
            for V in range(5, 60, 3)]
