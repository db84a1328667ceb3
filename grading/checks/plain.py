"""Read a value through NumPy's and Python's own types, so that no method of a student's class runs.

The box reads a result with these before it sends it, the checks when they judge it: so a value gets the
same sentence in a notebook and in the grader. Needs NumPy alone.
"""

import numpy as np

DEEPEST = 6                 # levels of lists in lists that are read
NUMBERS = (float, np.float64, int, bool, complex, *set(np.sctypeDict.values()))     # the usual ones first
OWN = (                     # what a value of a subclass is read with
    (np.ndarray, lambda value: np.ndarray.view(value, np.ndarray)),
    (list,       lambda value: [*list.__iter__(value)]),
    (tuple,      lambda value: (*tuple.__iter__(value),)),
    (int,        int.__int__),
    (float,      float.__float__),
    (str,        str.__str__),
)


class Foreign:
    """A value of another process whose type is none of Python's or NumPy's own: the type's name, and
    what the value is as one of their own types, None where it is of none of them."""

    __slots__ = ("name", "value")

    def __init__(self, name, value=None):
        self.name, self.value = name, value


def bare(value):
    """Return a value with NumPy's or Python's own type in the place of a subclass, one level deep."""
    if value is None or type(value) is np.ndarray or is_one_of(NUMBERS, value):
        return value
    if type(value) is Foreign:
        return value if value.value is None else value.value
    for own, read in OWN:
        if issubclass(type(value), own):
            return read(value)
    return value


def plain(value, depth=0):
    """Return a value with NumPy's and Python's own types in place of subclasses.

    Tuples become lists. Inside of lists, what is no number becomes "" or None.
    """
    value = bare(value)
    if type(value) is np.ndarray:
        return None if depth and value.dtype.kind == "O" else value
    if is_one_of((list, tuple), value):
        return None if depth > DEEPEST else [plain(x, depth + 1) for x in value]
    if depth and not is_one_of(NUMBERS, value):
        return "" if issubclass(type(value), str | bytes) else None
    return value


def copied(value):
    """Return a copy of arguments that a function may write to: arrays, and tuples and lists of them."""
    if type(value) is np.ndarray:
        return value.copy()
    if is_one_of((tuple, list), value):
        return type(value)(map(copied, value))
    return value


def is_one_of(classes, value):
    """Return whether a value's type is exactly one of some: compared by identity, asking no one."""
    own = type(value)
    for cls in classes:     # a loop: this runs for each number in a list
        if own is cls:
            return True
    return False


def type_name(value):
    """Return the name of a value's type, short and on one line; no class of a student has a say."""
    name = value.name if type(value) is Foreign else type.__dict__["__name__"].__get__(type(value))
    return "".join(filter(str.isprintable, " ".join(name.split())))[:40] or "nameless"


def kind(value):
    """Return the name of a value's type, with its article."""
    if value is None:
        return "None (is there a `return`?)"
    name = {"str": "string", "ndarray": "array"}.get(type_name(value), type_name(value))
    return f"a{'n' * (name[0] in 'aeiou')} {name}{' object' * (name == 'nameless')}"
