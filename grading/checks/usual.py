"""The items that most functions have, so that a table says only what is special about each."""

from grading.checks.looks import intact, shape, value
from grading.checks.task import Item, Task


def task(name, reference, returns, where, points, family, more_visible=(), more_hidden=(), **rest):
    """Return a Task whose four usual items have these points: shape, values, intact; values once more."""
    visible = (Item(points[0], "the shape of the result",          shape,  family),
               Item(points[1], "its values on random numbers",     value,  family),
               Item(points[2], "right again, arguments unchanged", intact, family))
    hidden = (Item(points[3], "its values on your own numbers",    value,  family),)
    return Task(name, reference, returns, where, visible + more_visible, hidden + more_hidden, **rest)
