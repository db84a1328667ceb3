"""Arrays in .npz files without pickle, whole or not at all; what cannot be used is named in one sentence."""

import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np


class BadInput(ValueError):
    """Something the course cannot use; its text is the one sentence that the user reads."""


def checked_place(path, kind="model"):
    """Return path once a .npz file can be written there, making its folder; BadInput says why not."""
    path = Path(path)
    if path.suffix != ".npz":
        raise BadInput(f"{path}: expected the name of a {kind} file to end in .npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() or not os.access(path.parent, os.W_OK):
            raise PermissionError(None, "is a folder" if path.is_dir() else "its folder is write-protected")
    except OSError as error:
        raise BadInput(f"{path}: cannot write the {kind} file: {error.strerror}") from None
    return path


def save_arrays(path, kind, version, arrays):
    """Write the named arrays and the version to path: first beside it, then renamed.

    Errors: BadInput names the path and the reason; a file that was there stays as it was.
    """
    path = checked_place(path, kind)
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, version=version, **arrays)
            os.chmod(beside, 0o644)
            os.replace(beside, path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{path}: cannot write the {kind} file: {error.strerror}") from None


def load_arrays(path, kind, version, names):
    """Return the named arrays of a file that save_arrays wrote, as a dictionary.

    Errors: BadInput names the file and says whether it is missing, cut short, of another version, or
    which array it lacks.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
    except OSError as error:
        raise BadInput(f"{path}: cannot read the {kind} file: {error.strerror or error}") from None
    except (ValueError, EOFError, zipfile.BadZipFile, zlib.error, AttributeError):
        raise BadInput(f"{path}: not a {kind} file, or cut short; train again to get a whole one") from None
    found = stored.get("version")
    if found is None or found.shape or found != version:
        raise BadInput(f"{path}: the {kind} file has version {found}, this program reads version {version}")
    for name in names:
        if name not in stored:
            raise BadInput(f"{path}: the {kind} file lacks {name!r}")
    return stored
