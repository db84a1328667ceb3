"""What an item of a table can look at. Each is (task, candidate, case, others) -> Found.

others holds the student's other functions that the check cell passes along, by name.
"""

from typing import NamedTuple

import numpy as np

from grading.checks.call import call
from grading.checks.compare import ABSOLUTE, RELATIVE, Difference, shape_difference, value_difference
from grading.checks.expected import expect
from grading.checks.plain import copied


class Found(NamedTuple):
    """What one look at one instance found: the Difference or None, what was printed, whether it hangs."""

    difference: Difference = None
    printed: str = ""
    stuck: bool = False


def shape(task, candidate, case, others):
    """The result is numbers, in the shape that the equation gives them."""
    return compared(task, candidate, case, shape_difference)


def value(task, candidate, case, others):
    """The result is what the equation gives."""
    return compared(task, candidate, case, value_difference)


def compared(task, candidate, case, difference):
    """Return what is Found where difference(got, expected, names) compares the result of a call."""
    expected = expect(task, case)
    outcome = received(task, candidate, copied(case.arguments), expected)
    if outcome.trouble:
        return failed(outcome)
    return Found(difference(outcome.value, expected, task.returns), outcome.printed)


def failed(outcome):
    """Return what is Found of a call that gave no result."""
    return Found(Difference(outcome.trouble), outcome.printed, outcome.stuck)


def intact(task, candidate, case, others):
    """The arguments are as they were, and a second call with them is right again."""
    expected, arguments, printed = expect(task, case), copied(case.arguments), ""
    for _ in range(2):
        outcome = received(task, candidate, arguments, expected)
        printed, arguments = printed or outcome.printed, outcome.after
        if outcome.trouble:
            return failed(outcome)._replace(printed=printed)
        for name, before, after in zip(task.arguments, case.arguments, arguments, strict=True):
            if not same(before, after):
                return Found(Difference(f"it changes {name}, which it was given"), printed)
        found = value_difference(outcome.value, expected, task.returns)
        if found:
            return Found(found, printed)
    return Found(None, printed)


def same(before, after):
    """Return whether an argument is as it was; lists hold arrays."""
    if type(before) is not type(after):
        return False
    if isinstance(before, list):
        return len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, np.ndarray):
        return before.dtype == after.dtype and np.array_equal(before, after)
    return before == after


def satisfies(sentence, holds):
    """Return a look that passes where holds(case, *parts of the result); sentence says what should hold."""
    def look(task, candidate, case, others):
        def difference(got, expected, names):
            wrong = shape_difference(got, expected, names)
            with np.errstate(all="ignore"):
                return wrong or (None if holds(case, *got) else Difference(sentence))
        return compared(task, candidate, case, difference)
    return look


def judges(task, candidate, case, others):
    """The result is True or False, and the right one of the two."""
    def difference(got, expected, names):
        right, answer = bool(expected[0]), bool(got[0])
        return None if answer == right else Difference("the wrong answer", str(right), str(answer))
    return compared(task, candidate, case, difference)


def linear_in(position):
    """Return a look that passes where the result is linear in one argument: g(a + 2 b) = g(a) + 2 g(b)."""
    def look(task, candidate, case, others):
        a, expected, parts = case.arguments[position], expect(task, case), []
        b = a[::-1] + 0.5
        for changed in (a, b, a + 2 * b):
            arguments = copied((*case.arguments[:position], changed, *case.arguments[position + 1:]))
            outcome = received(task, candidate, arguments, expected)
            if outcome.trouble:
                return failed(outcome)
            wrong = shape_difference(outcome.value, expected, task.returns)
            if wrong:       # results of another shape each time cannot even be added
                return Found(wrong, outcome.printed)
            parts.append([np.asarray(part, float) for part in outcome.value])
        name = task.arguments[position]
        with np.errstate(all="ignore"):
            straight = all(np.isfinite(whole).all()
                           and np.allclose(whole, one + 2 * two, rtol=RELATIVE, atol=ABSOLUTE)
                           for one, two, whole in zip(*parts, strict=True))
        wrong = None if straight else Difference(f"it is not linear in {name}: of a sum it should give "
                                                 f"the sum, of twice {name} twice as much")
        return Found(wrong, outcome.printed)
    return look


def exact_to(tolerance):
    """Return a look that passes where the norm-relative error of the result is at most that."""
    def difference(got, expected, names):
        wrong = shape_difference(got, expected, names)
        for e, g in zip(expected, got, strict=True) if not wrong else ():
            error = np.linalg.norm(g - e) / (np.linalg.norm(e) or 1)
            if not error <= tolerance:
                wrong = Difference(f"the relative error is {error:.1e}, it should be at most {tolerance:.0e}")
        return wrong

    def look(task, candidate, case, others):
        return compared(task, candidate, case, difference)
    return look


def received(task, candidate, arguments, expected):
    """Return the Outcome of a call whose result is read as the arrays that the task returns."""
    return call(candidate, arguments, lambda value: task.read(value, task.returns, expected))
