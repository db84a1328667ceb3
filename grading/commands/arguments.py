"""The arguments that several programs share, by name."""

import argparse

from grading.files import COURSE


def positive(text):
    """Return the text as a whole number, at least 1."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, got {text!r}")
    return int(text)


def natural(text):
    """Return the text as a whole number, 0 or more."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"expected a whole number, got {text!r}")
    return int(text)


SHARED = {
    "set":     (["problem_set"], {"help": "its name, such as ps1"}),
    "set?":    (["problem_set"], {"nargs": "?", "help": "its name, such as ps1; all without it"}),
    "root":    (["--root"], {"default": ".", "metavar": "DIR",
                             "help": "the course's folder, with submitted/ in it (default: here)"}),
    "sample":  (["--root"], {"default": str(COURSE / "build" / "sample"), "metavar": "DIR",
                             "help": "where to make it; what stands there is deleted "
                                     "(default: build/sample)"}),
    "student": (["--student"], {"metavar": "NAME", "help": "this student alone"}),
    "db":      (["--db"], {"metavar": "URL", "help": "the gradebook, as SQLAlchemy writes addresses: "
                           "postgresql+psycopg://user@host/name (default: gradebook.db in the folder)"}),
    "json":    (["--json"], {"action": "store_true", "help": "print one JSON object"}),
}
