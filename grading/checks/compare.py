"""Compare what a student's function returned with what the equation gives.

Arrays, numbers, lists and tuples of numbers count as arrays; float32 is as good as float64.
Everything else gets a sentence, never an exception.
"""

from typing import NamedTuple

import numpy as np

# |got - expected| <= ABSOLUTE + RELATIVE * |expected|: single precision is enough, and a wrong
# program is off by far more on a generic instance.
ABSOLUTE, RELATIVE = 1e-6, 1e-4
CONTENT = {"b": "truth value", "c": "complex number", "U": "string", "S": "string", "O": "object"}
ROWS, COLUMNS = 3, 6        # of an array that a report shows


class Difference(NamedTuple):
    """Where got and expected part: one sentence, and both, ready to print ("" where of no help)."""

    sentence: str
    expected: str = ""
    got: str = ""


def as_parts(value, names):
    """Return the list of arrays a result consists of; ValueError says what it is instead."""
    if len(names) == 1:
        return [as_array(value, names[0])]
    wanted = f"expected {len(names)} arrays, {' and '.join(names)}"
    if not isinstance(value, tuple | list | np.ndarray):
        raise ValueError(f"{wanted}, got {kind(value)}")
    length = len(value) if isinstance(value, tuple | list) or value.ndim else 0
    if length != len(names):
        raise ValueError(f"{wanted}, got {kind(value)} of length {length}")
    return [as_array(part, name) for part, name in zip(value, names, strict=True)]


def as_array(value, name):
    """Return value as an array of real numbers; ValueError says what it is instead."""
    wanted = f"{name}: expected an array of numbers"
    if not isinstance(value, np.ndarray | np.generic | int | float | complex | list | tuple):
        raise ValueError(f"{wanted}, got {kind(value)}")
    try:
        array = np.asarray(value)
    except Exception:       # rows of unequal lengths, an integer too long, a list inside itself
        raise ValueError(f"{wanted}, got {kind(value)} that is not one") from None
    if array.dtype.kind not in "fiu":
        raise ValueError(f"{wanted}, got {kind(value)} of {CONTENT.get(array.dtype.kind, 'other')}s")
    return array


def kind(value):
    """Return the name of a value's type, with its article."""
    if value is None:
        return "None (is there a `return`?)"
    name = {"str": "string", "ndarray": "array"}.get(type(value).__name__, type(value).__name__)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def shape_difference(got, expected, names):
    """Return the first Difference in type or shape between two results, or None."""
    try:
        got = as_parts(got, names)
    except ValueError as error:
        return Difference(str(error))
    for g, e, name in zip(got, as_parts(expected, names), names, strict=True):
        if g.shape != e.shape:
            return Difference(f"{name}: expected shape {e.shape}, got {g.shape}")
    return None


def value_difference(got, expected, names):
    """Return the first Difference in type, shape or value between two results, or None."""
    difference = shape_difference(got, expected, names)
    if difference:
        return difference
    for g, e, name in zip(as_parts(got, names), as_parts(expected, names), names, strict=True):
        with np.errstate(all="ignore"):
            wrong = ~np.isclose(np.asarray(g, float), e, rtol=RELATIVE, atol=ABSOLUTE)
        if wrong.any():
            if np.isnan(g).any():
                sentence = f"{name} has NaN in it"
            else:
                sentence = f"{name} differs in {wrong.sum()} of {wrong.size} numbers"
            return Difference(sentence, shown(e), shown(g))
    return None


def shown(array):
    """Return an array as a few short rows of text."""
    rows = np.atleast_2d(array)[:ROWS, :COLUMNS]
    more = np.atleast_2d(array).shape[1] > COLUMNS
    text = ["[" + "  ".join(f"{x:.5g}" for x in row) + ("  ..." if more else "") + "]"
            for row in rows]
    return "\n".join(text + ["..."] * (np.atleast_2d(array).shape[0] > ROWS))
