"""Texts, and arrays in .npz files without pickle; what cannot be used is named in one sentence."""

import os
import stat
import tempfile
import zipfile
from pathlib import Path

import numpy as np

LARGEST_TEXT = 100_000_000       # bytes
LARGEST_ARRAY = 1_000_000_000    # bytes; a few kilobytes of a .npz file may claim to be terabytes


class BadInput(ValueError):
    """Something the course cannot use; its text is the one sentence that the user reads."""


def checked_size(path, kind):
    """Return the bytes of a regular file; BadInput names what cannot be read, or might never end."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise BadInput(f"{path}: cannot read the {kind}: {error.strerror}") from None
    if not stat.S_ISREG(found.st_mode):
        raise BadInput(f"{path}: cannot read the {kind}: expected a regular file, no folder, pipe or device")
    return found.st_size


def read_text(path, kind):
    """Return the text of a UTF-8 file without the mark at its start; BadInput says why it cannot be read."""
    size = checked_size(path, kind)
    if size > LARGEST_TEXT:
        raise BadInput(f"{path}: expected a {kind} of at most {LARGEST_TEXT:,} bytes, found {size:,}")
    try:
        return Path(path).read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: byte {error.start} is not UTF-8; save the {kind} as UTF-8") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot read the {kind}: {error.strerror}") from None


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


def load_array(archive, name):
    """Return one array of an open .npz file, None where it has none of that name; BadInput if too large."""
    member = f"{name}.npy"
    if member not in archive.namelist():
        return None
    size = archive.getinfo(member).file_size    # no more than that is ever read
    if size > LARGEST_ARRAY:
        raise BadInput(f"{archive.filename}: expected arrays of at most {LARGEST_ARRAY:,} bytes, "
                       f"but {name!r} has {size:,}")
    with archive.open(member) as file:
        array = np.lib.format.read_array(file, allow_pickle=False)
        if file.read(1):    # also compares the checksum, which happens at the end only
            raise ValueError("the array ends before its file does")
    return array


def load_arrays(path, kind, version, names):
    """Return the named arrays of a file that save_arrays wrote, as a dictionary; others are not read.

    Errors: BadInput names the file and says whether it is missing, damaged or cut short, of another
    version, or which array it lacks.
    """
    checked_size(path, f"{kind} file")
    try:
        with zipfile.ZipFile(path) as archive:
            stored = {name: load_array(archive, name) for name in ("version", *names)}
    except OSError as error:
        raise BadInput(f"{path}: cannot read the {kind} file: {error.strerror or error}") from None
    except BadInput:
        raise
    except Exception:    # which one depends on the byte that is damaged: zipfile and NumPy raise a dozen
        raise BadInput(f"{path}: not a {kind} file, or cut short; train again to get a whole one") from None
    found = stored.pop("version")
    if found is None or found.shape or found != version:
        raise BadInput(f"{path}: the {kind} file has version {found}, this program reads version {version}")
    for name in names:
        if stored[name] is None:
            raise BadInput(f"{path}: the {kind} file lacks {name!r}")
    return stored
