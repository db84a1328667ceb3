"""Instances for the checks: random, generic, and each with the words that tell its size.

A family is a function of a random generator that returns Cases, the smallest first, so that the
first failure is the smallest. Generic means: D_h, d, V and T pairwise different, T >= 3, h_0 not
zero, W_h not symmetric. Special instances hide mistakes: with T = 1 and h_0 = 0 most of them pass.
"""

import contextlib
import hashlib
import hmac
import os
from itertools import combinations
from typing import NamedTuple

import numpy as np

KEY = "BPTT_GRADING_KEY"    # the environment variable that holds one student's key while grading
PUBLIC = "visible"          # the key of the numbers that everybody sees


class Case(NamedTuple):
    """One call: its size in words, its arguments, what some look needs besides, and what is expected."""

    size: str
    arguments: tuple
    extra: object = None
    expected: list = None


class Model(NamedTuple):
    """Random parameters and inputs of one size; shapes as in rnn_ref.unit."""

    D_h: int
    d: int
    V: int
    T: int
    W_h: np.ndarray
    W_x: np.ndarray
    b_1: np.ndarray
    U: np.ndarray
    b_2: np.ndarray
    X: np.ndarray
    h_0: np.ndarray


def key_of(hidden):
    """Return the key that instances are drawn with: of the student whose key is set, or everybody's."""
    return os.environ.get(KEY, "") if hidden else PUBLIC


@contextlib.contextmanager
def keyed(key):
    """Set a student's key in the block."""
    before = os.environ.get(KEY)
    os.environ[KEY] = key
    try:
        yield
    finally:
        os.environ.pop(KEY)
        if before is not None:
            os.environ[KEY] = before


def generator(name, key):
    """Return the random generator of one check."""
    digest = hmac.new(key.encode(), name.encode(), hashlib.sha256).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def model(rng, D_h, d, V, T):
    """Return a random Model of that size."""
    n = rng.standard_normal
    return Model(D_h, d, V, T, n((D_h, D_h)), n((D_h, d)), n(D_h), n((V, D_h)), n(V),
                 n((T, d)), n(D_h))


def models(rng):
    """Return Models of growing length: one step, two steps, and a generic one of random sizes.

    Of the first two, one has the sizes D_h, d and V growing and one falling: both orders occur for everyone.
    """
    D_h, d, V, T = (int(n) for n in rng.permutation(np.arange(3, 9))[:4])
    built = [model(rng, 2, 3, 4, 1), model(rng, 5, 4, 3, 2), model(rng, D_h, d, V, T)]
    assert_generic(built[-1])
    return built


def assert_generic(m):
    """Raise AssertionError where a Model is special in a way that would hide mistakes."""
    assert all(a != b for a, b in combinations((m.D_h, m.d, m.V, m.T), 2)), "equal sizes"
    assert m.T >= 3, "fewer than three steps"
    assert np.all(m.h_0 != 0), "a zero in h_0"
    assert not np.allclose(m.W_h, m.W_h.T), "a symmetric W_h"


######## families: rng -> Cases, the smallest first

def numbers(rng):
    """Arrays z for elementwise functions: one number, a vector, a matrix."""
    return [Case(f"z of shape {shape}", (2 * rng.standard_normal(shape),))
            for shape in ((1,), (4,), (3, 5))]


def far_out(rng):
    """Arrays z so large that e^z overflows or underflows, on both sides of zero."""
    return [Case(f"z = {z:g}", (np.array([z]),)) for z in (40.0, -40.0, 1e4, -1e4)]


def steps(rng):
    """Arguments of unit_step."""
    return [Case(f"D_h = {m.D_h}, d = {m.d}", (m.W_h, m.W_x, m.b_1, m.h_0, m.X[-1]))
            for m in models(rng)]


def one_unit(rng):
    """Arguments of unit_step with a single hidden unit and a single symbol."""
    m = model(rng, 1, 1, 2, 1)
    return [Case("D_h = d = 1", (m.W_h, m.W_x, m.b_1, m.h_0, m.X[0]))]


def sequences(rng):
    """Arguments of hidden_states."""
    return [Case(f"T = {m.T}, D_h = {m.D_h}, d = {m.d}", (m.W_h, m.W_x, m.b_1, m.X, m.h_0))
            for m in models(rng)]


def one_step(rng):
    """Arguments of hidden_states for a sequence of one symbol."""
    return sequences(rng)[:1]


def readouts(rng):
    """Arguments of affine."""
    return [Case(f"V = {m.V}, D_h = {m.D_h}", (m.U, m.b_2, m.h_0)) for m in models(rng)]


def logits(rng):
    """Logits theta of a few sizes."""
    return [Case(f"V = {m.V}", (2 * m.b_2,)) for m in models(rng)]


def large_logits(rng):
    """Logits of which e^theta overflows, underflows, or both."""
    some = rng.permutation(np.array([1.0, 0.0, -1.0, 2.0]))
    return [Case("theta near +1e4", (some + 1e4,)), Case("theta near -1e4", (some - 1e4,)),
            Case("theta from -1e4 to +1e4", (1e4 * np.sign(some),))]


def one_symbol(rng):
    """Logits of a vocabulary of one symbol."""
    return [Case("V = 1", (rng.standard_normal(1),))]


def predictions(rng):
    """Arguments of cross_entropy: probabilities, and a true symbol y; y and y - 1 are not the likeliest."""
    cases = []
    for m in models(rng):
        p = rng.permutation(np.arange(1.0, m.V + 1))
        unlikely = np.flatnonzero((p < m.V) & (np.roll(p, 1) < m.V))
        cases.append(Case(f"V = {m.V}", (p / p.sum(), int(rng.choice(unlikely)))))
    return cases


def surprises(rng):
    """Arguments of cross_entropy with a tiny probability on the true symbol, first and last."""
    return [Case("yhat[y] = 1e-30", (np.roll([1e-30, 0.25, 0.75], y), y)) for y in (0, 2)]


def predicted_sequences(rng):
    """Arguments of sequence_loss: probabilities of each step, and the true symbols."""
    cases = []
    for m in models(rng):
        p = rng.uniform(0.1, 1, (m.T, m.V))
        arguments = p / p.sum(axis=1, keepdims=True), rng.integers(m.V, size=m.T)
        cases.append(Case(f"T = {m.T}, V = {m.V}", arguments))
    return cases


def one_prediction(rng):
    """Arguments of sequence_loss for a sequence of one step."""
    return predicted_sequences(rng)[:1]
