"""Dropout: during training, parts of the network are silenced at random so that no part can rely on another.

What is kept is scaled up by 1 / (1 - rate), so the expected value stays what it was.
"""

from typing import NamedTuple

import numpy as np


class Rates(NamedTuple):
    """The share that is silenced in each place."""

    inputs: float = 0.0     # of the x^(t): a silenced input is a zero vector, not scaled
    state: float = 0.0      # of h^(t-1) on its way to z^(t); one mask for all steps of a sequence
    read_out: float = 0.0   # of h^(t) on its way to theta^(t); a fresh mask at each step


class Masks(NamedTuple):
    """What the states are multiplied by: 0, or 1 / (1 - rate)."""

    state: np.ndarray     # (B, D_h)
    read_out: np.ndarray  # (N, D_h)


def draw_mask(rng, shape, rate, dtype):
    """Return an array that is 0 with probability rate and 1 / (1 - rate) elsewhere.

    Equation eq-dropout. Source: [Srivastava2014].
    """
    kept = rng.random(shape, np.float32) >= rate
    return kept.astype(dtype) * dtype(1 / (1 - rate))


def draw_masks(rng, rates, N, B, D_h, dtype):
    """Return fresh Masks for a batch of N rows and B sequences, or None where nothing is dropped.

    Source: [Gal2016] for one mask a sequence on the recurrent connection.
    """
    if not (rates.state or rates.read_out):
        return None
    dtype = np.dtype(dtype).type
    return Masks(draw_mask(rng, (B, D_h), rates.state, dtype),
                 draw_mask(rng, (N, D_h), rates.read_out, dtype))


def silence_inputs(rng, x, rate, d):
    """Return x with symbols replaced by d, which stands for no input, with probability rate.

    Shapes: x (N,); result the same. Source: [Gal2016], word dropout.
    """
    return np.where(rng.random(len(x)) < rate, d, x) if rate else x
