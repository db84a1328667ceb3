"""Where things stand, how files are written, and the one exception that becomes a sentence."""

import os
import tempfile
from pathlib import Path

COURSE = Path(__file__).resolve().parent.parent     # the folder with solutions/ and exercises/
SOLUTIONS = COURSE / "solutions"
EXERCISES = COURSE / "exercises"


class BadInput(Exception):
    """One clear sentence on what was wrong with what the user gave; exit code 2."""


def write_file(path, text):
    """Write text to path, in UTF-8, as write_bytes does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path, data):
    """Write bytes to path through a temporary file, so that no half-written one ever stands there."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)      # mkstemp makes it private
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def problem_sets():
    """Return the names of the problem sets that have a source, in order."""
    return sorted(path.stem for path in SOLUTIONS.glob("*/*.py") if path.stem == path.parent.name)


def source_of(name):
    """Return the path of a problem set's source; BadInput where there is none of that name."""
    if name not in problem_sets():
        raise BadInput(f"There is no problem set {name!r}: the course has "
                       f"{', '.join(problem_sets())}.")
    return SOLUTIONS / name / f"{name}.py"
