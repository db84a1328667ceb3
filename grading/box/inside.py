"""The box's first process: it shuts itself in, warms up, and forks a child for each submission.

A child can reach nothing of the course: its modules came as text and are forgotten before the first fork.
"""

import gc
import importlib
import os
import socket
import sys
import types

from grading.box import children, namespaces

# Parts of NumPy that it imports when they are first used: once here, instead of once in each child.
WARM = ("numpy", "numpy.ma", "numpy.fft", "numpy.polynomial", "numpy.random", "numpy.testing")


def main(told, finder):
    """Serve the control socket until it closes: the grader has ended then, whatever ended it."""
    control = socket.socket(fileno=told["control"])
    try:
        home = shut_in(told) if told["isolated"] else None
    except OSError as error:
        children.answer(control, missing=f"{error.filename or 'isolation'}: {error.strerror}")
        os._exit(1)
    serve = warmed_up(told, finder)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    children.answer(control)
    children.attend(control, serve, told, home)


def shut_in(told):
    """Build the walls and return a descriptor of the process namespace that children are forked from."""
    proc = told["proc"]
    if not told["bubblewrap"]:
        namespaces.outer_wall(told, proc)
    home = namespaces.inner_wall(told, proc)
    os.close(proc)
    return home


def warmed_up(told, finder):
    """Import NumPy and the runner, leave no name of the course behind, and return the runner's `serve`."""
    sys.path.append(told["numpy"])
    for name in WARM:
        importlib.import_module(name)
    sys.path.remove(told["numpy"])      # nothing else of that folder can be imported; numpy itself stays
    serve = importlib.import_module(told["runner"]).serve
    for name in [name for name in sys.modules if name.split(".")[0] == "grading"]:
        del sys.modules[name]
    sys.meta_path.remove(finder)
    sys.modules["__main__"] = types.ModuleType("__main__")
    gc.collect()
    gc.freeze()         # the collector need not look at, and so copy, what every child has in common
    return serve
