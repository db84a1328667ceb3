"""How the parameters move: optimisers, clipping, and schedules of the learning rate.

    w       all parameters in one vector                  (P,)
    g       their gradient                                (P,)
    state   what an optimiser remembers: a tuple of arrays (P,)
    step    0, 1, 2, ...                rate    the learning rate, above 0

Every optimiser is a pair (start, step): state = start(w), then step(w, g, state, step, rate) moves w and
state in place. Every schedule maps (step, steps) to the share of the rate that is used at that step.
"""

from typing import NamedTuple

import numpy as np

from rnn_ref.params import Params


def flatten(params):
    """Return the parameters as one vector (P,), and the Params of views into it."""
    w = np.concatenate([p.ravel() for p in params])
    return w, views(w, params)


def views(w, like):
    """Return Params whose arrays are views into the vector w, shaped as those of like."""
    ends = np.cumsum([p.size for p in like])[:-1]
    return Params(*(part.reshape(p.shape) for part, p in zip(np.split(w, ends), like, strict=True)))


def clip_by_norm(g, limit):
    """Scale g in place so that its Euclidean norm is at most limit; return the norm it had.

    Equation eq-clip-norm. Source: [Pascanu2013].
    """
    norm = float(np.sqrt(np.dot(g, g)))
    if norm > limit:
        g *= limit / norm
    return norm


def clip_by_value(g, limit):
    """Bring every entry of g into -limit..limit in place, which may turn the direction of g.

    Equation eq-clip-value. Source: [Talwar2018], its notebook.
    """
    np.clip(g, -limit, limit, out=g)


CLIPS = {"norm": clip_by_norm, "value": clip_by_value}


def sgd_start(w):
    """Return the state of plain gradient descent: nothing."""
    return ()


def sgd_step(w, g, state, step, rate):
    """Move w in place against the gradient: w - rate g.

    Shapes: w, g (P,). Equation eq-sgd. Source: [Goodfellow2016], section 8.3.1.
    """
    w -= rate * g


class Adagrad(NamedTuple):
    """Adagrad's sum of all squared gradients so far. Source: [Duchi2011]."""

    s: np.ndarray


def adagrad_start(w):
    """Return the Adagrad state before the first step: zeros."""
    return Adagrad(np.zeros_like(w))


def adagrad_step(w, g, state, step, rate, *, epsilon=1e-8):
    """Move w in place by one Adagrad step, w - rate g / sqrt(s + epsilon), after adding g^2 to s.

    Shapes: w, g (P,). Epsilon stands under the root, as in the notebook that goes with the derivation.
    Equation eq-adagrad. Source: [Duchi2011]; [Talwar2018], its notebook.
    """
    s, = state
    s += g * g
    w -= rate * g / np.sqrt(s + epsilon)


BLOCK = 16384    # numbers: what a step makes of so many stays in the processor's cache


def blocks(*vectors):
    """Yield the same stretch of each vector (P,) as views, from the first number to the last.

    A step made of many small lines is several times as fast stretch by stretch, and moves w no differently.
    """
    for first in range(0, len(vectors[0]), BLOCK):
        yield [vector[first:first + BLOCK] for vector in vectors]


class Adam(NamedTuple):
    """Adam's two moving averages of the gradient and of its square. Source: [Kingma2015]."""

    m: np.ndarray
    v: np.ndarray


def adam_start(w):
    """Return the Adam state before the first step: zeros."""
    return Adam(np.zeros_like(w), np.zeros_like(w))


def adam_step(w, g, state, step, rate, *, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    """Move w in place by one Adam step, the step'th from 0; state is updated in place as well.

    Shapes: w, g (P,). Equation eq-adam. Source: [Kingma2015], algorithm 1.
    """
    for w_b, g_b, m, v in blocks(w, g, *state):
        m += (1 - beta_1) * (g_b - m)
        v += (1 - beta_2) * (g_b * g_b - v)
        m_hat = m / (1 - beta_1 ** (step + 1))
        v_hat = v / (1 - beta_2 ** (step + 1))
        w_b -= rate * m_hat / (np.sqrt(v_hat) + epsilon)


OPTIMISERS = {
    "sgd":     (sgd_start,     sgd_step),
    "adagrad": (adagrad_start, adagrad_step),
    "adam":    (adam_start,    adam_step),
}


def constant(step, steps):
    """Return the share of the learning rate that is left at a step 0..steps-1: all of it."""
    return 1.0


def linear_to_zero(step, steps):
    """Return the share of the learning rate that is left at a step 0..steps-1, from 1 towards 0.

    Equation eq-linear.
    """
    return 1 - step / steps


def cosine_to_zero(step, steps):
    """Return the share that is left at a step 0..steps-1, from 1 towards 0 along half a cosine.

    Equation eq-cosine. Source: [Loshchilov2017].
    """
    return (1 + np.cos(np.pi * step / steps)) / 2


def warm_up(step, length):
    """Return the share to multiply a schedule by: it climbs to 1 within the first length steps.

    Equation eq-warm-up. Source: [Goyal2017].
    """
    return min(1.0, (step + 1) / length)


def linear_after_warm_up(step, steps):
    """Return linear_to_zero with a warm-up over the first fiftieth of the steps.

    Equation eq-warm-up. Source: [Goyal2017].
    """
    return warm_up(step, steps / 50) * linear_to_zero(step, steps)


SCHEDULES = {"constant": constant, "linear": linear_to_zero, "cosine": cosine_to_zero,
             "warm-up": linear_after_warm_up}
