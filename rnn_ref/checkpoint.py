"""A training run on disk, so that one that was interrupted goes on, bit for bit, where it was."""

import hashlib
import json

import numpy as np

from rnn_ref.files import BadInput, load_arrays, save_arrays
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

    Errors: BadInput names the file and says whether it is missing, cut short or of another run.
    """
    run = start_run(recipe, V, seed)
    memory = [f"memory_{i}" for i in range(len(run.memory))]
    stored = load_arrays(path, "checkpoint", VERSION,
                         ["w", "average", "h", "counts", "rng", "fingerprint", *memory])
    if str(stored["fingerprint"]) != mark:
        raise BadInput(f"{path}: the checkpoint is of another run: names, split, recipe and seed must be the "
                       "same; train without --resume to start anew")
    for array, name in zip((run.w, run.average, run.h, *run.memory), ("w", "average", "h", *memory),
                           strict=True):
        array[:] = stored[name]
    run.step, run.epoch = map(int, stored["counts"])
    run.rng.bit_generator.state = json.loads(str(stored["rng"]))
    return run
