"""A student's cell as plain Python: IPython's commands become the calls they stand for."""

import re

from grading.checks.guards import TimeIsUp, time_limit

COMMAND = re.compile(r"^[ \t]*(?:[%!?,;/]|>>>|In \[)|\?[ \t]*$|=[ \t]*[%!]", re.M)
TIMED = re.compile(r"\s*%%(?:time|timeit|prun|capture)\b[^\n]*")    # the rest of the cell is plain Python
COMMANDS, LENGTH, SECONDS = 50, 20_000, 2.0     # of a cell that is read for commands at all


def as_python(source):
    """Return a cell's source as plain Python, without running or compiling any of it.

    What is too long to be read for commands stays as it is: in the box it is a syntax error, if it has one.
    """
    source = TIMED.sub("#", source, count=1) if TIMED.match(source) else source
    if not (source[:1].isspace() or COMMAND.search(source)):
        return source
    if len(source) > LENGTH or len(COMMAND.findall(source)) > COMMANDS:
        return source
    from IPython.core.inputtransformer2 import TransformerManager
    try:
        with time_limit(SECONDS):
            return TransformerManager().transform_cell(source)
    except (Exception, TimeIsUp):       # half a line: Python says what is wrong with it
        return source
