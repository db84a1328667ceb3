"""Find what a class handed in, and say where something stands in the wrong place."""

import os
import re
import stat
import unicodedata
from pathlib import Path

from grading.files import BadInput, source_of

PATTERN = set("*?[]")       # nbgrader reads a student's name as a file pattern
MARKUP = set('<>"\\')        # nbgrader's pages print a name as it is
ENDING = re.compile(r"\.ipynb(\.(txt|json))?$|\.(json|zip)$")     # what browsers and mail make of a notebook


def shown(text):
    """Return a path or a name as it can be printed: composed, on one line."""
    composed = unicodedata.normalize("NFC", str(text))
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode()
                   for c in composed)


def students_of(root, name, student=None):
    """Return the names of the students' folders, and sentences on what else lies beside them.

    BadInput where there is no folder, or not the one that was asked for.
    """
    source_of(name)
    folder = Path(root) / "submitted"
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}: put each notebook at "
                       f"{folder}/<student>/{name}/{name}.ipynb.")
    entries = sorted(entry for entry in os.listdir(folder) if not entry.startswith("."))
    students = [entry for entry in entries if os.path.isdir(folder / entry)]
    if student is not None and student not in students:
        raise BadInput(f"{folder} has no folder of a student {student!r}.")
    if not students:
        raise BadInput(f"{folder} has no student's folder in it.")
    loose = [] if student is not None else [e for e in entries if e not in students]
    return ([student] if student is not None else students), [
        f"submitted/{shown(entry)} is not in a student's folder, so it is not graded." for entry in loose]


def check_name(student):
    """Raise BadInput where a folder's name cannot be a student's name in nbgrader."""
    if student != student.strip():
        fault = "begins or ends in a space"
    elif student.startswith("-"):
        fault = "begins with a dash"
    elif any(unicodedata.category(c) in ("Cc", "Cs") for c in student):
        fault = "has a control character or an undecodable byte in it"
    elif PATTERN & set(student):
        fault = "has one of * ? [ ] in it"
    elif MARKUP & set(student):
        fault = 'has one of < > " \\ in it'
    else:
        return
    raise BadInput(f'stands in the folder "{shown(student)}", whose name {fault}: rename it')


def find(root, student, name):
    """Return the path of a student's notebook, or None where there is none.

    Where its place is empty, it is the last notebook of another name, or in another place, nearby.
    BadInput where a folder on the way is a link or cannot be entered.
    """
    folder = Path(root) / "submitted" / student
    notebook = folder / name / f"{name}.ipynb"
    for path in (folder, folder / name, notebook):
        try:
            mode = os.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            near = nearby(folder, name)
            return near[-1] if near else None
        except OSError as error:
            raise BadInput(f"cannot be reached ({error.strerror})") from None
        if stat.S_ISLNK(mode) and path is not notebook:
            raise BadInput("stands in a folder that is a symbolic link")
    return notebook


def nearby(folder, name):
    """Return the files near the place of a missing notebook that may be it, the likeliest last.

    Any notebook in the problem set's folder will do; above it and for archives, the name has to begin
    like the set's. "ps1 (2).ipynb" comes after "ps1 (1).ipynb".
    """
    own, found = [path for path in listed(folder) if path.name.lower() == name], []
    twice = [path for outer in own for path in listed(outer) if path.name.lower() == name]     # unpacked
    for place in (folder, *twice, *own):
        inside = [path for path in listed(place) if ENDING.search(path.name.lower())
                  and (path.name.lower().startswith(name)
                       or (place != folder and path.name.lower().endswith(".ipynb")))]
        found += sorted((path for path in inside if is_plain(path)), key=numbered)
    return found


def listed(folder):
    """Return the paths in a folder, no link followed and no hidden one; [] where there is none."""
    try:
        return [folder / entry for entry in sorted(os.listdir(folder)) if not entry.startswith(".")] \
            if stat.S_ISDIR(os.lstat(folder).st_mode) else []
    except OSError:
        return []


def is_plain(path):
    return stat.S_ISREG(os.lstat(path).st_mode)


def numbered(path):
    """Return a key that sorts 2 before 10, and what is surely a notebook last."""
    parts = [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part)
             for part in re.split(r"([0-9]{1,9})", path.name.lower())]
    return path.name.lower().endswith(".ipynb"), parts


def astray(root, student, name, path):
    """Return a sentence on a notebook, or something like it, that is not in its place, or ""."""
    folder = Path("submitted") / student
    place = folder / name / f"{name}.ipynb"
    if path and path != Path(root) / place:
        return f"{shown(path.relative_to(root))} was graded, though its place is {shown(place)}"
    if not path and os.path.isfile(Path(root) / folder / name):
        return f"{shown(folder / name)} is a file: it should be a folder with {name}.ipynb in it"
    return ""
