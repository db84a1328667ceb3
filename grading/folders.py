"""Find what a class handed in, and say where something stands in the wrong place."""

import os
import stat
import unicodedata
from pathlib import Path

from grading.files import BadInput, source_of

PATTERN = set("*?[]")       # nbgrader reads a student's name as a file pattern


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
    else:
        return
    raise BadInput(f'stands in the folder "{shown(student)}", whose name {fault}: rename it')


def find(root, student, name):
    """Return the path of a student's notebook, or None where there is none.

    BadInput where a folder on the way is a link or cannot be entered.
    """
    folder = Path(root) / "submitted" / student
    notebook = folder / name / f"{name}.ipynb"
    for path in (folder, folder / name, notebook):
        try:
            mode = os.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise BadInput(f"cannot be reached ({error.strerror})") from None
        if stat.S_ISLNK(mode) and path is not notebook:
            raise BadInput("stands in a folder that is a symbolic link")
    return notebook


def next_door(root, student, name):
    """Return a sentence on what stands near the place of a missing notebook, or ""."""
    folder, place = Path("submitted") / student, Path("submitted") / student / name / f"{name}.ipynb"
    near = []
    for where in (folder, folder / name):
        try:
            near += [where / entry for entry in sorted(os.listdir(Path(root) / where))
                     if entry.lower().endswith(".ipynb")]
        except OSError:     # the second may not be there, or be a file
            pass
    if near:
        return f"{shown(near[0])} is there instead: its place is {shown(place)}"
    if os.path.isfile(Path(root) / folder / name):
        return f"{shown(folder / name)} is a file: it should be a folder with {name}.ipynb in it"
    return ""
