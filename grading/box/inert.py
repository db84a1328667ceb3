"""What a student's cell may mention and the box does not have: plots, widgets, checks, IPython's commands.

They do nothing, whatever is done with them, so a cell that draws or checks is none the worse.
"""

import builtins
import importlib.machinery
import re
import sys
import types

import numpy as np

ROOTS = ("grading", "nbgrader", "IPython", "ipykernel", "ipywidgets", "matplotlib", "mpl_toolkits", "pylab",
         "seaborn", "plotly", "bokeh", "tqdm", "numba")
SILENT = ("grading", "nbgrader")
ABSENT = ("rnn_ref",)       # may be imported, and is no help: the functions are to be written
RUN = ("time", "timeit", "prun", "capture")     # commands whose argument is code to be run
OPTIONS = re.compile(r"(?:\s*-(?:[nrplsTD]\s*\S+|\w))*\s*")      # what stands before that code


class Inert:
    """Does nothing, and gives more of the same."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return KNOWN.get(name) or Inert()

    def __call__(self, *arguments, **_):
        # As a decorator, and around what a loop runs over, it gives back what it was given.
        return arguments[0] if arguments and (callable(arguments[0]) or iterable(arguments[0])) else Inert()

    def __getitem__(self, key): return Inert()
    def __setitem__(self, key, value): pass
    def __iter__(self): return iter(())
    def __len__(self): return 0
    def __enter__(self): return self
    def __exit__(self, *_): return False


def iterable(value):
    return hasattr(value, "__iter__") and not isinstance(value, str)


def subplots(rows=1, columns=1, **_):
    """Return a figure and as many axes as Matplotlib would, in an array of that shape."""
    axes = np.empty((rows, columns), object)
    for place in np.ndindex(axes.shape):
        axes[place] = Inert()
    axes = axes.squeeze()
    return Inert(), axes if axes.ndim else axes.item()


KNOWN = {   # what is unpacked, or looped over
    "subplots": subplots,
    "plot":     lambda *_, **__: [Inert()],
    "hist":     lambda *_, **__: (Inert(), Inert(), Inert()),
    "trange":   range,
    "prange":   range,
}


class Silent(Inert):
    """Does nothing, and gives nothing back: the checks that a cell calls."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Silent()

    def __call__(self, *_, **__): return Silent()
    def __getitem__(self, key): return Silent()


class Absent:
    """A name of a module that is not here: a sentence where it is used."""

    def __init__(self, name):
        self.name = name

    def __call__(self, *_, **__):
        raise RuntimeError(f"{self.name} is not there while your work is graded")


class Module(types.ModuleType):
    """A module in which every name stands for nothing."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        root = self.__name__.split(".")[0]
        if root in SILENT:
            return Silent()
        return Absent(f"{self.__name__}.{name}") if root in ABSENT else KNOWN.get(name) or Inert()


class Finder:
    """Finds the modules of ROOTS and ABSENT, whatever stands below them."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] in (*ROOTS, *ABSENT):
            return importlib.machinery.ModuleSpec(name, Finder, is_package=True)
        return None

    @staticmethod
    def create_module(spec):
        return Module(spec.name)

    @staticmethod
    def exec_module(module):
        pass


class Shell:
    """Stands for get_ipython(): commands do nothing, but for those that run what follows them."""

    def __init__(self, space):
        self.space = space

    def run_line_magic(self, name, line, *_, **__):
        if name in RUN:
            exec(line[OPTIONS.match(line).end():], self.space)

    def run_cell_magic(self, name, line, cell):
        if name in RUN:
            exec(cell, self.space)

    def getoutput(self, *_, **__): return []

    def __getattr__(self, name): return Inert()


def install(module):
    """Make a module the one that cells run in, as a notebook's kernel does."""
    sys.modules["__main__"] = module
    sys.meta_path.append(Finder)
    shell = Shell(module.__dict__)
    module.__dict__.update(np=np, get_ipython=lambda: shell, display=Inert(), __builtins__=builtins,
                           input=lambda *_: "")
