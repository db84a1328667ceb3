import re

import numpy as np
import pytest

import rnn_ref
from rnn_ref import checkpoint, data
from rnn_ref.files import BadInput
from rnn_ref.train import start_run

NAMES = data.read_names()[::8]
SPLIT, ALPHABET = data.split_names(NAMES), data.alphabet_of(NAMES)
RECIPES = [rnn_ref.Recipe(D_h=16, epochs=4), rnn_ref.RECIPES["coursera"]._replace(D_h=8, epochs=4),
           rnn_ref.RECIPES["best"]._replace(D_h=16, epochs=4, activation="tanh", optimiser="adagrad")]


class Stopped(Exception):
    pass


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("epoch", [1, 3])
def test_a_run_that_stopped_goes_on_bit_for_bit(tmp_path, recipe, epoch):
    file, mark = tmp_path / "run.npz", checkpoint.fingerprint(SPLIT, ALPHABET, recipe, 5)

    def save_and_stop(run):
        if run.epoch == epoch:
            checkpoint.save_run(run, file, mark)
            raise Stopped

    whole = rnn_ref.train(SPLIT, ALPHABET, recipe=recipe, seed=5)
    with pytest.raises(Stopped):
        rnn_ref.train(SPLIT, ALPHABET, recipe=recipe, seed=5, on_epoch=save_and_stop)
    run = checkpoint.load_run(file, mark, recipe, len(ALPHABET), 5)
    resumed = rnn_ref.train(SPLIT, ALPHABET, recipe=recipe, seed=5, run=run)
    assert run.epoch == 4
    for a, b in zip(resumed.model.params, whole.model.params, strict=True):
        np.testing.assert_array_equal(a, b)
    assert resumed.val_nll == whole.val_nll


def test_a_checkpoint_of_another_run_or_cut_short_is_named(tmp_path):
    recipe, file = RECIPES[0], tmp_path / "run.npz"
    run = start_run(recipe, len(ALPHABET), 0)
    checkpoint.save_run(run, file, checkpoint.fingerprint(SPLIT, ALPHABET, recipe, 0))
    other = checkpoint.fingerprint(SPLIT, ALPHABET, recipe, 1)
    with pytest.raises(BadInput, match=f"^{re.escape(str(file))}: the checkpoint is of another run"):
        checkpoint.load_run(file, other, recipe, len(ALPHABET), 1)
    file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(BadInput, match="not a checkpoint file, or cut short"):
        checkpoint.load_run(file, other, recipe, len(ALPHABET), 1)


def test_every_part_of_a_run_changes_its_fingerprint():
    marks = {checkpoint.fingerprint(SPLIT, ALPHABET, RECIPES[0], 0),
             checkpoint.fingerprint(SPLIT, ALPHABET, RECIPES[0], 1),
             checkpoint.fingerprint(SPLIT, ALPHABET, RECIPES[0]._replace(rate=0.01), 0),
             checkpoint.fingerprint(data.split_names(NAMES, 1), ALPHABET, RECIPES[0], 0)}
    assert len(marks) == 4
