"""A training run on disk, so that one that was interrupted goes on, bit for bit, where it was."""

import hashlib
import json

import numpy as np

from rnn_ref.files import BadInput, load_arrays, save_arrays
from rnn_ref.params import checked_numbers
from rnn_ref.train import start_run

VERSION = 1


def fingerprint(split, alphabet, recipe, seed):
    """Return a text that is the same for two runs exactly when they would be the same run."""
    text = json.dumps([split.training, alphabet, recipe, seed])
    return hashlib.sha256(text.encode()).hexdigest()


def save_run(run, path, mark):
    """Write the run to path, with the fingerprint of what it trains.

    Errors: BadInput names the path and the reason; a checkpoint that was there stays as it was.
    """
    arrays = {"w": run.w, "average": run.average, "h": run.h, "counts": np.array([run.step, run.epoch]),
              "rng": json.dumps(run.rng.bit_generator.state), "fingerprint": mark}
    save_arrays(path, "checkpoint", VERSION, arrays | {f"memory_{i}": m for i, m in enumerate(run.memory)})


def load_run(path, mark, recipe, V, seed):
    """Return the Run that save_run wrote.

    Errors: BadInput names the file and says whether it is missing, cut short, of another run or damaged.
    """
    run = start_run(recipe, V, seed)
    memory = [f"memory_{i}" for i in range(len(run.memory))]
    stored = load_arrays(path, "checkpoint", VERSION,
                         ["w", "average", "h", "counts", "rng", "fingerprint", *memory])
    if str(stored["fingerprint"]) != mark:
        raise BadInput(f"{path}: the checkpoint is of another run: names, split, recipe and seed must be the "
                       "same; train without --resume to start anew")
    try:
        for array, name in zip((run.w, run.average, run.h, *run.memory), ("w", "average", "h", *memory),
                               strict=True):
            array[:] = checked_like(array, name, stored[name])
        run.step, run.epoch = checked_counts(stored["counts"])
        restore(run.rng, str(stored["rng"]))
    except ValueError as error:
        raise BadInput(f"{path}: the checkpoint is damaged: {error}; train without --resume to start "
                       "anew") from None
    return run


def checked_like(array, name, found):
    """Return found where it has the shape and type of array and finite entries; ValueError names it."""
    if (found.shape, found.dtype) != (array.shape, array.dtype):
        raise ValueError(f"{name}: expected shape {array.shape} of {array.dtype}, "
                         f"got {found.shape} of {found.dtype}")
    return checked_numbers(name, found)


def checked_counts(counts):
    """Return the updates and the epochs done, as Python integers; ValueError says what they are instead."""
    if counts.shape != (2,) or counts.dtype.kind not in "iu" or counts.min() < 0:
        raise ValueError("counts: expected two integers from 0 on, "
                         f"got {np.array2string(counts, threshold=9)} of {counts.dtype}")
    return counts.tolist()


def restore(rng, text):
    """Bring the generator into the state that save_run wrote as text; ValueError where it is none."""
    try:
        state = json.loads(text)
        rng.bit_generator.state = state
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        state = None
    if rng.bit_generator.state != state:
        raise ValueError(f"rng: expected the state of a {type(rng.bit_generator).__name__} generator")
