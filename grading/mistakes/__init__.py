"""The catalogue of wrong programs: what each typical mistake computes, and the sentence that helps.

One module a problem set. An entry is a program with the mistake in it, so a student's output that equals
the program's output on generic numbers names the mistake: nobody reads the student's code.

    @mistake("softmax", "eq-3.1", "The sum below runs over nothing: each entry is divided by itself.")
    def divided_by_itself(theta): ...
"""

import importlib
from typing import NamedTuple


class Mistake(NamedTuple):
    """One wrong program: of which function, the equation it breaks, what to tell the student."""

    function: str
    equation: str
    sentence: str
    program: callable

    @property
    def name(self):
        return self.program.__name__


def catalogue():
    """Return an empty catalogue and the decorator that enters a program into it."""
    entries = []

    def mistake(function, equation, sentence):
        def enter(program):
            entries.append(Mistake(function, equation, sentence, program))
            return program
        return enter
    return entries, mistake


def of(problem_set):
    """Return the catalogue of a problem set: a list of Mistakes, those of each function together."""
    return importlib.import_module(f"grading.mistakes.{problem_set}").MISTAKES
