"""Verify entries: both sides at every instance and for every running index, and the TeX on the page."""

import ast
import warnings

import numpy as np

from book.equations.draws import defined, instances, scopes
from book.equations.functions import Wrong

NORM, ELEMENT = 1e-12, 1e-10    # relative; float64 against the complex step stays below both
TINY = 1e-15                    # what rounding leaves of a zero


def agree(a, b, tolerance=None):
    """Are two values equal up to rounding, in norm and in each entry?"""
    if np.shape(a) != np.shape(b):
        return False
    a, b = np.asarray(a), np.asarray(b)
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return False
    gap, size = np.abs(a - b), np.abs(a) + np.abs(b)
    if tolerance is not None:
        return bool((gap <= tolerance * size / 2).all())
    norm = np.linalg.norm(gap) <= max(NORM * np.linalg.norm(size) / 2, TINY)
    return bool(norm and (gap <= np.maximum(ELEMENT * size, TINY)).all())


def holds(relation, a, b, tolerance=None):
    if relation in ("<=", ">=", "<", ">"):
        a, b = (a, b) if relation[0] == "<" else (b, a)
        return np.shape(a) == np.shape(b) == () and bool(a <= b + TINY if "=" in relation else a < b)
    return agree(a, b, tolerance if relation == "~~" else None)


def left_side(statement, instance, substitute, scope):
    if statement.left_value:
        return defined(statement.left_value, instance, scope)
    return instance(substituted(statement.left, substitute), scope)


def substituted(node, substitute):
    return substitute.visit(ast.parse(ast.unparse(node), mode="eval").body) if substitute.replaced else node


def cases(entry, worlds=None):
    """Return every (instance, substitute, scope) at which an entry is checked."""
    return [(instance, substitute, scope) for instance, substitute in instances(entry, worlds)
            for scope in scopes(entry, instance)]


def failures(entry, worlds=None):
    """Yield a sentence for every statement of an entry that does not hold, at its first instance."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)    # a NaN or an overflow is no agreement
        try:
            checked = cases(entry, worlds)
        except Wrong as error:
            yield f"{entry.id}: {error}".replace(f"{entry.id}: {entry.id}: ", f"{entry.id}: ")
            return
        if not checked:
            yield f"{entry.id}: `for` leaves nothing to check"
        for statement in entry.statements:
            for case in checked:
                if sentence := failure(entry, statement, case):
                    yield sentence
                    break


def failure(entry, statement, case):
    instance, substitute, scope = case
    where = f"{instance.world}" + "".join(f", {name} = {n}" for name, n in scope.items())
    try:
        left, relation = left_side(statement, instance, substitute, scope), statement.relation
        for right in statement.rights:
            value = instance(substituted(right, substitute), scope)
            if isinstance(right, ast.Constant) and right.value == 0:
                value = np.zeros(np.shape(left))    # "= 0" may say that an array is zero
            if not holds(relation, left, value, entry.tolerance):
                return (f"{entry.id}: the sides differ at {where}: left {shown(left)}, right {shown(value)} "
                        f"from {ast.unparse(right)}")
            left, relation = value, "="    # the rest of a chain: left <= a = b
    except (Wrong, RuntimeWarning) as error:
        return f"{entry.id}: {error} ({where})"
    return None


def shown(value):
    return np.array2string(np.asarray(value), precision=6, threshold=8).replace("\n", "")
