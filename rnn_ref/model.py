"""A trained model and its file: NumPy arrays in a .npz, no pickle."""

import os
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnn_ref.activations import activation_named
from rnn_ref.data import BadInput
from rnn_ref.params import Params, checked_params

VERSION = 1


class Model(NamedTuple):
    """Everything needed to sample again in another process."""

    params: Params
    alphabet: str      # symbol i is alphabet[i]; symbol 0 ends a name
    activation: str


def checked_place(path):
    """Return path once a model file can be written there, making its folder; BadInput says why not."""
    path = Path(path)
    if path.suffix != ".npz":
        raise BadInput(f"{path}: expected the name of a model file to end in .npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() or not os.access(path.parent, os.W_OK):
            raise PermissionError(None, "is a folder" if path.is_dir() else "its folder is write-protected")
    except OSError as error:
        raise BadInput(f"{path}: cannot write the model file: {error.strerror}") from None
    return path


def save_model(model, path):
    """Write the model to path, which must end in .npz: first beside it, then renamed.

    Errors: BadInput names the path and the reason; a file that was there stays as it was.
    """
    path = checked_place(path)
    arrays = dict(zip(Params._fields, model.params, strict=True))
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, version=VERSION, alphabet=model.alphabet, activation=model.activation,
                         **arrays)
            os.chmod(beside, 0o644)
            os.replace(beside, path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{path}: cannot write the model file: {error.strerror}") from None


def load_model(path):
    """Return the Model in a file that save_model wrote.

    Errors: BadInput names the file and says whether it is missing, cut short or of another version.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
    except OSError as error:
        raise BadInput(f"{path}: cannot read the model file: {error.strerror or error}") from None
    except (ValueError, EOFError, zipfile.BadZipFile, zlib.error, AttributeError):
        raise BadInput(f"{path}: not a model file, or cut short; train again to get a whole one") from None
    version = stored.get("version")
    if version is None or version.shape or version != VERSION:
        raise BadInput(f"{path}: the model file has version {version}, this program reads version {VERSION}")
    try:
        for name in Params._fields:
            if stored[name].dtype.kind != "f":
                raise ValueError(f"{name}: expected numbers, got {stored[name].dtype}")
        params = checked_params([stored[name] for name in Params._fields])
        model = Model(params, str(stored["alphabet"]), str(stored["activation"]))
        activation_named(model.activation)
        if not params.d == params.V == len(model.alphabet):
            raise ValueError(f"alphabet: expected {params.V} symbols, got {len(model.alphabet)}")
    except KeyError as error:
        raise BadInput(f"{path}: the model file lacks {error.args[0]!r}") from None
    except ValueError as error:
        raise BadInput(f"{path}: the model file does not fit together: {error}") from None
    return model
