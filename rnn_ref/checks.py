"""The checks that public functions begin with: each returns its argument once it fits, or names it."""

import numpy as np


def plain_array(name, value):
    """Return value as an array; ValueError names it where its rows are ragged or some entries masked."""
    if isinstance(value, np.ma.MaskedArray):
        raise ValueError(f"{name}: expected an array without a mask, got a masked one of shape {value.shape}")
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: expected an array, got rows of unequal length or shape") from None


def floats(name, value):
    """Return value as an array of real or complex floats, of float64 where it holds integers or booleans.

    Small integers would wrap round in a difference. Errors: ValueError names what holds no numbers.
    """
    array = plain_array(name, value)
    if array.dtype.kind not in "biufc":
        raise ValueError(f"{name}: expected numbers, got shape {array.shape} of {array.dtype}")
    return array if array.dtype.kind in "fc" else array.astype(float)


def indices(name, value, size):
    """Return value as an array of integers in 0..size-1, of any shape; ValueError says what it is instead.

    A negative index would count from the end.
    """
    array = plain_array(name, value)
    if array.size == 0:
        return array.astype(np.intp)
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name}: expected integers, got shape {array.shape} of {array.dtype}")
    if array.min() < 0 or array.max() >= size:
        raise ValueError(f"{name}: expected symbols in 0..{size - 1}, got {array.min()}..{array.max()} "
                         f"in shape {array.shape}")
    return array


def is_whole(value):
    """Return whether value is an integer; True and False are none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def generator(seed):
    """Return the random generator of a seed; ValueError where NumPy cannot make one of it."""
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise ValueError(f"seed: expected a whole number from 0 on, got {seed!r}") from None
