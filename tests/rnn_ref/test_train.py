import numpy as np
import pytest

import rnn_ref
from rnn_ref import batches, data, fast
from rnn_ref.dropout import Rates
from rnn_ref.train import Diverged, one_epoch, sequences, start_run

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
    rnn_ref.train(split, data.alphabet_of(NAMES), recipe=SMALL, on_epoch=lambda run: seen.append(run.epoch))
    assert seen == list(range(1, 11))


def test_every_recipe_trains_and_beats_guessing():
    split, alphabet = data.split_names(NAMES), data.alphabet_of(NAMES)
    for name, recipe in rnn_ref.RECIPES.items():
        # The average of so few steps would still be the start.
        small = recipe._replace(D_h=16, epochs=3, batch_size=min(recipe.batch_size, 32), average=0)
        result = rnn_ref.train(split, alphabet, recipe=small)
        if name == "seed":    # its windows never show it a start: it may not beat guessing
            assert np.isfinite(result.val_nll)
        else:
            assert result.val_nll < np.log(len(alphabet)), name


def test_a_blind_start_is_a_zero_vector():
    recipe = SMALL._replace(blind_start=True)
    assert set(sequences(["ab", "ba"], "\nab", recipe).x[0]) == {3}
    run = start_run(SMALL._replace(dropout=Rates()), 3, seed=0, dtype=np.float64)
    batch = batches.pack(sequences(["ab", "ba"], "\nab", recipe), np.arange(2))
    J, gradients, _ = fast.batch_gradients(run.params, batch)

    def loss(params):
        total = 0
        for name in ("ab", "ba"):
            (x,), (y,) = data.encode([name], "\nab")
            X = rnn_ref.one_hot(x, 3)
            X[0] = 0
            _, h = rnn_ref.hidden_states(*params[:3], X, np.zeros(24))
            theta = np.array([rnn_ref.affine(params.U, params.b_2, h_t) for h_t in h[1:]])
            total = total - rnn_ref.log_softmax(theta)[np.arange(3), y].sum()
        return total

    np.testing.assert_allclose(J, loss(run.params), rtol=1e-13)
    expected = rnn_ref.complex_step(lambda W: loss(run.params._replace(W_x=W)), run.params.W_x)
    assert rnn_ref.relative_error(gradients.W_x, expected) < 1e-12
    expected = rnn_ref.complex_step(lambda b: loss(run.params._replace(b_1=b)), run.params.b_1)
    assert rnn_ref.relative_error(gradients.b_1, expected) < 1e-12


def test_a_carried_state_goes_from_name_to_name():
    recipe = SMALL._replace(carry=True, batch_size=1, dropout=Rates())
    run = start_run(recipe, 3, seed=0)
    padded = sequences(["ab", "ba"], "\nab", recipe)
    one_epoch(run, padded, recipe, fast.buffers(run.params, 3, 1))
    assert np.abs(run.h).max() > 0


def test_windows_cross_names_and_drop_pieces_that_touch_an_end():
    xs, ys = data.windows(["abab", "ba", "b"], "\nab", 3)    # abab|ba|b -> "aba", "b|b", "a|b"
    assert [x.tolist() for x in xs] == [[1, 2], [2, 0], [1, 0]]
    assert [y.tolist() for y in ys] == [[2, 1], [0, 2], [0, 2]]


def test_a_run_that_diverges_says_where_and_what_to_change():
    split, alphabet = data.split_names(NAMES), data.alphabet_of(NAMES)
    wild = SMALL._replace(optimiser="sgd", rate=1e30, clip=("norm", 1e30), weight_decay=0)
    with np.errstate(all="ignore"), pytest.raises(Diverged, match=r"the loss is nan at step \d+, in epoch 1; "
                                                  "take a lower rate than 1e[+]30, or clip the gradient"):
        rnn_ref.train(split, alphabet, recipe=wild)
