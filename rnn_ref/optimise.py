"""How the parameters move: Adam, clipping, the schedule, weight decay, averaged weights.

    w       all parameters in one vector      (P,)
    g       their gradient                    (P,)
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


def linear_to_zero(step, steps):
    """Return the share of the learning rate that is left at a step 0..steps-1, from 1 towards 0."""
    return 1 - step / steps


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
    m, v = state
    m += (1 - beta_1) * (g - m)
    v += (1 - beta_2) * (g * g - v)
    m_hat = m / (1 - beta_1 ** (step + 1))
    v_hat = v / (1 - beta_2 ** (step + 1))
    w -= rate * m_hat / (np.sqrt(v_hat) + epsilon)
