import numpy as np

import rnn_ref
from rnn_ref import data
from rnn_ref.dropout import Rates

NAMES = data.read_names()[::4]
SMALL = rnn_ref.Recipe(D_h=24, epochs=10)


def trained(seed=0, **changes):
    split = data.split_names(NAMES)
    return rnn_ref.train(split, data.alphabet_of(NAMES), recipe=SMALL._replace(**changes), seed=seed)


def unigram_loss(split, alphabet):
    """Nats per character of a model that knows only how often each symbol occurs."""
    _, ys = data.encode(split.training, alphabet)
    _, held_out = data.encode(split.held_out, alphabet)
    share = np.bincount(np.concatenate(ys), minlength=len(alphabet)) + 0.5
    return -np.log(share / share.sum())[np.concatenate(held_out)].mean()


def test_a_few_epochs_beat_the_symbol_frequencies_for_both_activations():
    baseline = unigram_loss(data.split_names(NAMES), data.alphabet_of(NAMES))
    assert trained().val_nll < baseline - 0.2
    assert trained(activation="tanh", rate=0.006).val_nll < baseline - 0.2


def test_the_same_seed_trains_the_same_model():
    first, again, other = trained(), trained(), trained(seed=1)
    np.testing.assert_array_equal(first.model.params.W_h, again.model.params.W_h)
    assert first.val_nll == again.val_nll != other.val_nll


def test_dropout_changes_training_but_not_the_evaluation():
    without = trained(dropout=Rates())
    assert without.val_nll != trained().val_nll
    split = data.split_names(NAMES)
    assert rnn_ref.loss_per_character(without.model, split.held_out) == without.val_nll


def test_loss_per_character_is_the_mean_over_symbols_end_included():
    model = rnn_ref.Model(rnn_ref.init_params(6, 3), "\nab", "tanh")
    xs, ys = data.encode(["ab", "b"], "\nab")
    total = sum(rnn_ref.sequence_loss(model.params, x, y, activation="tanh")
                for x, y in zip(xs, ys, strict=True))
    assert np.isclose(rnn_ref.loss_per_character(model, ["ab", "b"]), total / 5)


def test_every_epoch_is_reported():
    seen = []
    split = data.split_names(NAMES)
    rnn_ref.train(split, data.alphabet_of(NAMES), recipe=SMALL, on_epoch=seen.append)
    assert seen == list(range(1, 11))
