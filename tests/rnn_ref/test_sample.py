import numpy as np
import pytest

import rnn_ref
from rnn_ref.sample import draw

ALPHABET = "\nab"
PARAMS = rnn_ref.init_params(6, 3, seed=1)


def test_draws_follow_softmax_at_the_temperature():
    theta = np.array([1.0, 0.0, -1.0])
    drawn = draw(np.tile(theta, (200_000, 1)), np.random.default_rng(0), 0.5)
    shares = np.bincount(drawn) / len(drawn)
    np.testing.assert_allclose(shares, rnn_ref.softmax(theta / 0.5), atol=0.005)    # 4 standard errors


def test_the_share_of_each_short_name_is_its_probability_by_the_chain_rule():
    names = rnn_ref.sample(PARAMS, ALPHABET, 50_000, seed=2)
    for name in ("", "a", "b", "ab", "ba"):
        (x,), (y,) = rnn_ref.encode([name], ALPHABET)
        probability = np.exp(-rnn_ref.sequence_loss(PARAMS, x, y))
        assert abs(names.count(name) / 50_000 - probability) < 5 * np.sqrt(probability / 50_000)


def test_the_same_seed_draws_the_same_names():
    assert rnn_ref.sample(PARAMS, ALPHABET, 20, seed=3) == rnn_ref.sample(PARAMS, ALPHABET, 20, seed=3)
    assert rnn_ref.sample(PARAMS, ALPHABET, 20, seed=3) != rnn_ref.sample(PARAMS, ALPHABET, 20, seed=4)


def test_no_name_is_longer_than_the_limit():
    endless = PARAMS._replace(b_2=np.array([-1e4, 0, 0]))    # the end symbol never comes
    assert [len(name) for name in rnn_ref.sample(endless, ALPHABET, 3, longest=7)] == [7, 7, 7]


def test_new_names_are_distinct_not_empty_and_not_known():
    model = rnn_ref.Model(PARAMS, ALPHABET, "sigmoid")
    found = rnn_ref.new_names(model, {"a", "b"}, 10, seed=5)
    assert len(found) == len(set(found)) == 10
    assert not {"a", "b", ""} & set(found)


@pytest.mark.parametrize("options, sentence", [
    ({"temperature": 0},             "temperature: expected a number above 0, got 0"),
    ({"temperature": float("nan")},  "temperature: expected a number above 0, got nan"),
    ({"n": 0},                       "n: expected at least one name to draw, got 0"),
])
def test_what_does_not_fit_is_named(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        rnn_ref.sample(PARAMS, ALPHABET, **options)


@pytest.mark.parametrize("params, alphabet, sentence", [
    (PARAMS, "\nabc", "alphabet: expected as many symbols as the parameters have inputs, 3, .* got 4"),
    (rnn_ref.init_params(6, 3, 4), ALPHABET, "have inputs, 4, and outputs, 3, got 3"),
    (PARAMS._replace(U=np.full((3, 6), np.nan)), ALPHABET, "U: expected finite numbers"),
])
def test_parameters_that_cannot_be_sampled_from_are_named(params, alphabet, sentence):
    with pytest.raises(ValueError, match=sentence):
        rnn_ref.sample(params, alphabet)
