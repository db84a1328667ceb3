"""Compare what a student's function returned with what the equation gives.

Arrays, numbers, lists and tuples of numbers count as arrays; float32 is as good as float64.
Everything else gets a sentence, never an exception.
"""

import math
from typing import NamedTuple

import numpy as np

from grading.checks.call import Unfit
from grading.checks.plain import NUMBERS, is_one_of, kind, plain

# |got - expected| <= ABSOLUTE + RELATIVE * |expected|: single precision is enough, and a wrong
# program is off by far more on a generic instance.
ABSOLUTE, RELATIVE = 1e-6, 1e-4
CONTENT = {"b": "truth value", "c": "complex number", "U": "string", "S": "string", "O": "object"}
COUNT = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
ROWS, COLUMNS = 3, 6        # of an array that a report shows
READ = (np.ndarray, list, *NUMBERS)     # what an array may be read from


class Difference(NamedTuple):
    """Where got and expected part: one sentence, and both, ready to print ("" where of no help).

    given is the call's arguments, as lines of text; mistake is what the catalogue has to say; arrays are
    (name, expected, got) where both are arrays of one shape.
    """

    sentence: str
    expected: str = ""
    got: str = ""
    given: str = ""
    mistake: str = ""
    arrays: tuple = ()


def as_parts(value, names, like):
    """Return the list of arrays a result consists of; Unfit says what it is instead.

    like is the expected result: it tells a stack of two arrays from one array of length 2.
    """
    if len(names) == 1:
        return [as_array(value, names[0])]
    wanted = f"expected {COUNT[len(names)]} arrays, {' and '.join(names)}"
    value, depth = plain(value), np.ndim(like[0])
    if type(value) is np.ndarray:
        if value.shape[:1] != (len(names),) or value.ndim != depth + 1:
            raise Unfit(f"{wanted}, got one of shape {value.shape}")
    elif type(value) is not list:
        raise Unfit(f"{wanted}, got {kind(value)}")
    elif depth and value and all(is_one_of(NUMBERS, part) for part in value):
        raise Unfit(f"{wanted}, got one of shape ({len(value)},)")
    elif len(value) != len(names):
        raise Unfit(f"{wanted}, got {len(value)}")
    return [as_array(part, name) for part, name in zip(value, names, strict=True)]


def as_array(value, name):
    """Return value as a plain array of real numbers; Unfit says what it is instead."""
    wanted, read = f"{name}: expected an array of numbers", plain(value)
    if not is_one_of(READ, read):
        raise Unfit(f"{wanted}, got {kind(value)}")
    try:
        array = np.asarray(read)
    except Exception:       # rows of unequal lengths, an integer too long, a list inside itself
        raise Unfit(f"{wanted}, got {kind(value)} that is not one") from None
    if array.dtype.kind not in "fiu":
        raise Unfit(f"{wanted}, got {kind(value)} of {CONTENT.get(array.dtype.kind, 'odd value')}s")
    return array


def shape_difference(got, expected, names):
    """Return the first Difference in shape between two lists of arrays, or None."""
    for g, e, name in zip(got, expected, names, strict=True):
        if g.shape != e.shape:
            return Difference(f"{name}: expected shape {e.shape}, got {g.shape}")
    return None


def value_difference(got, expected, names):
    """Return the first Difference in shape or value between two lists of arrays, or None."""
    difference = shape_difference(got, expected, names)
    if difference:
        return difference
    for g, e, name in zip(got, expected, names, strict=True):
        wrong = ~close(g, e)
        if wrong.any():
            if np.isnan(g).any():
                sentence = f"{name} has NaN in it"
            else:
                sentence = f"{name} differs in {wrong.sum()} of {wrong.size} numbers"
            return Difference(sentence, shown(e), shown(g), arrays=(name, e, g))
    return None


def equal(some, others):
    """Return whether two lists of arrays are equal in shape and value; NaN equals NaN."""
    return len(some) == len(others) and all(
        a.shape == b.shape and (close(a, b) | (np.isnan(a) & np.isnan(b))).all()
        for a, b in zip(some, others, strict=True))


def close(got, expected):
    """Return where two arrays of one shape are as good as equal: np.isclose, in a fifth of its time."""
    with np.errstate(all="ignore"):
        got, expected = np.asarray(got, float), np.asarray(expected, float)
        near = np.abs(got - expected) <= ABSOLUTE + RELATIVE * np.abs(expected)
        return (near & np.isfinite(expected)) | (got == expected)


def as_truth(value, names, like):
    """Return a truth value as a list of one array, for functions that judge, or raise Unfit."""
    if not is_one_of((bool, np.bool_), value):
        raise Unfit(f"expected True or False, got {kind(value)}")
    return [np.asarray(bool(value))]


def shown(array):
    """Return an array as a few short rows of text; those of a stack of matrices one below the other."""
    table = np.atleast_2d(array)
    table = table.reshape(math.prod(table.shape[:-1]), table.shape[-1])
    text = ["[" + "  ".join(f"{x:.5g}" for x in row[:COLUMNS]) + "  ..." * (len(row) > COLUMNS) + "]"
            for row in table[:ROWS]]
    return "\n".join(text + ["..."] * (len(table) > ROWS))
