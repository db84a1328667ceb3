import json
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


@pytest.fixture
def damaged(tmp_path):
    """A function that saves a run with some arrays changed and returns what loading it says."""
    recipe, file = RECIPES[2], tmp_path / "run.npz"
    mark = checkpoint.fingerprint(SPLIT, ALPHABET, recipe, 0)
    checkpoint.save_run(start_run(recipe, len(ALPHABET), 0), file, mark)

    def load(**changes):
        with np.load(file) as stored:
            changed = {name: np.asarray(change(stored[name])) for name, change in changes.items()}
            arrays = dict(stored) | changed
        np.savez(file, **arrays)
        with pytest.raises(BadInput) as caught:
            checkpoint.load_run(file, mark, recipe, len(ALPHABET), 0)
        return str(caught.value).removeprefix(f"{file}: the checkpoint is damaged: ")

    return load


@pytest.mark.parametrize("name", ["w", "average", "h", "memory_0"])
@pytest.mark.parametrize("change, got", [
    (lambda w: w[..., :-1],          r"expected shape \(.*\) of float32, got \(.*\) of float32"),
    (lambda w: w.ravel()[0],         r"expected shape .* got \(\) of float32"),
    (lambda w: w[..., :1],           r"expected shape .* got \(1(,|, 1)\) of float32"),
    (lambda w: w.astype(str),        r"expected shape .* of float32, got .* of <U"),
    (lambda w: w.astype(float),      r"expected shape .* of float32, got .* of float64"),
    (lambda w: w.astype(complex),    r"expected shape .* of float32, got .* of complex128"),
    (lambda w: w * np.float32("nan"), r"expected finite numbers, got \d+ NaN or infinite"),
])
def test_an_array_of_a_checkpoint_that_does_not_fit_is_named(damaged, name, change, got):
    assert re.match(f"{name}: ({got})", damaged(**{name: change}))


@pytest.mark.parametrize("counts", [[3], 3, [1, 2, 3], [3, -1], [1.0, 2.0], [1.0, np.nan], ["1", "2"]])
def test_counts_that_are_none_are_named(damaged, counts):
    found = damaged(counts=lambda _: counts)
    assert found.startswith("counts: expected two integers from 0 on, got ") and "\n" not in found


def as_json(generator):
    return json.dumps(generator.state, default=lambda array: array.tolist())


@pytest.mark.parametrize("rng", [
    "", "no JSON", "null", "[]", "{}", "3", "NaN", "[" * 100_000,
    as_json(np.random.MT19937(0)), as_json(np.random.SFC64(0)),
    json.dumps(np.random.PCG64(0).state | {"state": {"state": -1, "inc": 2**200}}),
    json.dumps(np.random.PCG64(0).state | {"state": {"state": 1.5, "inc": 1}}),
    json.dumps(np.random.PCG64(0).state | {"has_uint32": "x"}),
])
def test_the_state_of_no_such_generator_is_named(damaged, rng):
    assert damaged(rng=lambda _: rng) == ("rng: expected the state of a PCG64 generator; train without "
                                          "--resume to start anew")


def test_every_part_of_a_run_changes_its_fingerprint():
    marks = {checkpoint.fingerprint(SPLIT, ALPHABET, RECIPES[0], 0),
             checkpoint.fingerprint(SPLIT, ALPHABET, RECIPES[0], 1),
             checkpoint.fingerprint(SPLIT, ALPHABET, RECIPES[0]._replace(rate=0.01), 0),
             checkpoint.fingerprint(data.split_names(NAMES, 1), ALPHABET, RECIPES[0], 0)}
    assert len(marks) == 4
