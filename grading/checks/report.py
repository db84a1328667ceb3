"""The text of a check: what a student reads in the notebook. grading/reports.py reads it back."""

import numpy as np

from grading.checks.course import BOOK, CHAPTERS

INDENT = " " * 10
AS_ABOVE = "for the same reason"
WITH = "with"
MOST = 40       # numbers in the arguments of a call that is shown
DRAWN = 144     # numbers in an array that is kept for a drawing


def render(task, results, hidden, suspects, printed):
    """Return the report on the results of one check cell, as plain text.

    results holds a (item, difference) for each item; difference is None where it passed.
    suspects are earlier functions that fail and that this one may call.
    """
    earned = total(item for item, difference in results if difference is None)
    possible = total(item for item, _ in results)
    title = "graded checks" if hidden else "visible checks"
    lines = [f"{task.name}: {title}, {earned} of {possible} points"]
    above = None
    for item, difference in results:
        lines += passed(item) if difference is None else missed(item, difference, above)
        above = difference or above
    if earned < possible:
        lines += [*blame(task, suspects), f"  Read: {places(task)}"]
    elif not hidden:
        worth = count(total(task.hidden), "point")
        lines.append(f"  All {len(results)} visible checks pass. {len(task.hidden)} more, worth {worth}, "
                     "run after you hand in, on numbers you have not seen.")
    return "\n".join(lines + aside(printed))


def total(items):
    """Return the points of items together."""
    return sum(item.points for item in items)


def count(n, what):
    return f"{n} {what}{'s' * (n != 1)}"


def passed(item):
    return [f"  passed  {item.points} of {item.points}  {item.label}"]


def missed(item, difference, above):
    """Return the lines on one failed item: what, the reason, then the call, expected and got."""
    lines = [f"  missed  0 of {item.points}  {item.label}"]
    if above and difference.sentence == above.sentence:
        return [*lines, INDENT + AS_ABOVE]
    lines.append(INDENT + difference.sentence)
    for word, text in ((WITH, difference.given), ("expected", difference.expected),
                       ("got", difference.got), ("mistake", difference.mistake)):
        for row, shown in enumerate(text.splitlines()):
            lines.append(f"{INDENT}{word if row == 0 else '':8}  {shown}")
    return lines


def blame(task, suspects):
    """Return the line that sends the reader to an earlier function first, if one fails."""
    if not suspects:
        return []
    them = "it" if len(suspects) == 1 else "them"
    verb = "fails" if len(suspects) == 1 else "fail"
    return [f"  Your {' and '.join(suspects)} {verb} the visible checks: if {task.name} calls {them}, "
            "that may be the cause."]


def places(task):
    """Return where the task's equations stand in the book: the chapter, and a link for each."""
    page, *ids = task.where
    links = " and ".join(f"{BOOK}{page}.html#{eq}" for eq in ids)
    return f'{" and ".join(ids)}, chapter "{CHAPTERS[page]}": {links}'


def progress(problem_set, tasks, earned):
    """Return a few lines on how far the visible checks have come."""
    tasks = list(tasks)
    full = sum(total(task.visible) for task in tasks)
    have, steps = sum(earned.values()), 30
    bar = "#" * (have * steps // full)
    done = [t.name for t in tasks if earned.get(t.name) == total(t.visible)]
    left = [t.name for t in tasks if t.name not in done]
    later = sum(total(task.hidden) for task in tasks)
    lines = [f"{problem_set} [{bar:.<{steps}}] {have} of {full} visible points, "
             f"{len(done)} of {len(tasks)} functions"]
    lines += [f"  to do: {', '.join(left)}"] * bool(left)
    return "\n".join([*lines, f"  {later} more points are decided after you hand in."])


def call_of(task, case):
    """Return the arguments of a call, a line each, ready to paste; "" where they are many."""
    if sum(map(numbers_in, case.arguments)) > MOST:
        return ""
    return "\n".join(f"{name} = {literal(argument)}"
                     for name, argument in zip(task.arguments, case.arguments, strict=True))


def numbers_in(argument):
    return sum(map(numbers_in, argument)) if isinstance(argument, list) else np.size(argument)


def literal(argument):
    """Return an argument, rounded, as Python that gives it back."""
    if isinstance(argument, list):
        return f"[{', '.join(map(literal, argument))}]"
    if callable(argument):
        return getattr(argument, "__name__", "a function")
    if not isinstance(argument, np.ndarray):
        return nested(argument) if isinstance(argument, float) else repr(argument)
    return f"np.array({nested(argument.tolist())})"


def nested(x):
    return f"[{', '.join(map(nested, x))}]" if isinstance(x, list) else f"{x:.5g}"


def aside(printed):
    """Return the lines on what a student's function printed, a few at most."""
    lines = printed.splitlines()[:3]
    return ["  Your function printed:"] + [f"  | {line[:90]}" for line in lines] if lines else []


def arrays(results):
    """Return {label: [name, expected, got]} of the failed items whose numbers differ, ready for JSON."""
    return {item.label: [found.arrays[0], *map(in_json, found.arrays[1:])] for item, found in results
            if found and found.arrays and found.arrays[1].size <= DRAWN}


def in_json(array):
    """Return an array as lists of numbers, rounded; what is not finite is a word."""
    if array.ndim:
        return [in_json(part) for part in array]
    x = float(array)
    return float(f"{x:.6g}") if np.isfinite(x) else str(x)
