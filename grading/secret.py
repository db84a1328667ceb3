"""The course secret, and the key each student's graded instances are drawn from."""

import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
from pathlib import Path

from grading.files import BadInput

FILE = ".course_secret"     # git-ignored, readable by its owner alone


def course_secret(root):
    """Return the secret of the course at root; the first call makes it."""
    path = Path(root) / FILE
    if not path.exists():
        make(path, secrets.token_hex(32))
    text = read(path)
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise BadInput(f"{path} is not a course secret of 64 hexadecimal digits: put the right file "
                       "back, or delete it and grade everyone again.")
    return text


def read(path):
    """Return what stands in a secret's place, as text, "" where that is no file."""
    return path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else ""


def make(path, text):
    """Write a secret with mode 0600; where another process was first, its secret stays."""
    temporary = path.with_name(f"{FILE}.{os.getpid()}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text + "\n")
    with contextlib.suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()


def student_key(secret, student, attempt):
    """Return the key of one attempt of a student: HMAC(course secret, student and attempt).

    attempt is the digest of attempt_of: the same work is graded on the same numbers each time, other work
    on others, so what a report tells about a hidden check is no answer to it. The check's name is mixed
    in later.
    """
    return hmac.new(secret.encode(), json.dumps([student, attempt]).encode(), hashlib.sha256).hexdigest()


def attempt_of(taken):
    """Return the sha256 of the student's code in the text of a notebook that intake gave."""
    cells = [(cell["metadata"]["nbgrader"]["grade_id"], "".join(cell["source"]))
             for cell in json.loads(taken)["cells"] if cell["cell_type"] == "code"
             and cell["metadata"].get("nbgrader", {}).get("solution")]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()
