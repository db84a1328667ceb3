"""Right answers written differently: the checks give each of them full marks.

One module a problem set; @variant("softmax") enters a program. Warnings, prints and odd types are welcome.
"""

import importlib


def collection():
    """Return an empty list of (function, program) and the decorator that enters a program into it."""
    entries = []

    def variant(function):
        def enter(program):
            entries.append((function, program))
            return program
        return enter
    return entries, variant


def of(problem_set):
    """Return the variants of a problem set: (function, program) pairs."""
    return importlib.import_module(f"grading.selftest.variants.{problem_set}").VARIANTS
