"""The programs of `python -m grading`: one module each, of the program's name.

A program's module begins with one sentence on what it does, which `--help` shows. It has

    EXAMPLE     a command that works, or several, one a line
    ARGUMENTS   names out of arguments.SHARED, and pairs (flags, settings) of its own
    run(args)   does it and returns the exit code

What takes long to import is imported in run: `--help` reads every module here.
"""

import argparse
import importlib

from grading.commands.arguments import SHARED

PROGRAMS = ("exercises", "collect", "grade", "sample", "feedback", "formgrader",
            "items", "export", "similarity", "selftest", "bench", "summary")


def parser():
    """Return the parser of all programs; args.run is the function of the one that was named."""
    top = argparse.ArgumentParser(prog="python -m grading", description="Exercises and grades.",
                                  epilog="Example: python -m grading sample")
    programs = top.add_subparsers(required=True, metavar="program")
    for name in PROGRAMS:
        module = importlib.import_module(f"{__name__}.{name}")
        about = " ".join(module.__doc__.split())
        one = programs.add_parser(name, help=about[0].lower() + about[1:].removesuffix("."),
                                  description=about, epilog=f"Example: {module.EXAMPLE}")
        one.set_defaults(run=module.run)
        for argument in module.ARGUMENTS:
            flags, settings = SHARED[argument] if isinstance(argument, str) else argument
            one.add_argument(*flags, **settings)
    return top
