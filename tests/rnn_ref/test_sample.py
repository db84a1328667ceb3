import sys

import numpy as np
import pytest

import rnn_ref
from rnn_ref.sample import draw

some = sys.modules["rnn_ref.sample"]    # rnn_ref.sample is the function
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


@pytest.mark.parametrize("temperature", [5e-324, 1e-300, 1e-30])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_tiny_temperature_draws_the_likeliest_symbol_without_a_warning(temperature, dtype):
    theta = np.array([[3e38, 1, 2], [-5, -4, -3e38], [0, -np.inf, -1]], dtype)
    with np.errstate(all="raise", under="ignore"):
        for seed in range(20):
            assert draw(theta, np.random.default_rng(seed), temperature).tolist() == [0, 1, 0]


@pytest.mark.parametrize("temperature", [1e300, 1e308])
def test_a_huge_temperature_draws_any_symbol_alike(temperature):
    theta = np.tile(np.float32([3e38, 0, -3e38]), (60_000, 1))
    with np.errstate(all="raise", under="ignore"):
        drawn = draw(theta, np.random.default_rng(0), temperature)
    np.testing.assert_allclose(np.bincount(drawn) / len(drawn), 1 / 3, atol=0.01)    # 5 standard errors


def test_many_names_are_drawn_some_at_a_time_from_one_stream(monkeypatch):
    once = rnn_ref.sample(PARAMS, ALPHABET, 7, seed=3)
    monkeypatch.setattr(some, "AT_ONCE", 7)
    names, again = (rnn_ref.sample(PARAMS, ALPHABET, 40, seed=3) for _ in range(2))
    assert names == again and len(names) == 40
    assert names[:7] == once and len({tuple(names[i:i + 7]) for i in range(0, 35, 7)}) == 5


def test_a_limit_that_no_name_reaches_costs_nothing():
    assert rnn_ref.sample(PARAMS, ALPHABET, 20, seed=3, longest=10**15) == rnn_ref.sample(
        PARAMS, ALPHABET, 20, seed=3, longest=1000)


def test_new_names_are_distinct_not_empty_and_not_known():
    model = rnn_ref.Model(PARAMS, ALPHABET, "sigmoid")
    found = rnn_ref.new_names(model, {"a", "b"}, 10, seed=5)
    assert len(found) == len(set(found)) == 10
    assert not {"a", "b", ""} & set(found)


@pytest.mark.parametrize("options, sentence", [
    ({"temperature": 0},             "temperature: expected a number above 0, got 0"),
    ({"temperature": float("nan")},  "temperature: expected a number above 0, got nan"),
    ({"temperature": None},          "temperature: expected a number above 0, got None"),
    ({"temperature": np.ones(2)},    r"temperature: expected a number above 0, got \[1\. 1\.\]"),
    ({"temperature": np.inf},        "temperature: expected a number above 0, got inf"),
    ({"temperature": "1"},           "temperature: expected a number above 0, got 1"),
    ({"n": 2.5},                     r"n: expected at least one name to draw, got 2\.5"),
    ({"n": "2"},                     "n: expected at least one name to draw, got '2'"),
    ({"n": True},                    "n: expected at least one name to draw, got True"),
    ({"n": 10**30},                  "n: expected at most 9,223,372,036,854,775,807, which is all"),
    ({"longest": 0},                 "longest: expected at least one letter, got 0"),
    ({"longest": -1},                "longest: expected at least one letter, got -1"),
    ({"seed": -1},                   "seed: expected a whole number from 0 on, got -1"),
    ({"n": 0},                       "n: expected at least one name to draw, got 0"),
])
def test_what_does_not_fit_is_named(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        rnn_ref.sample(PARAMS, ALPHABET, **options)


@pytest.mark.parametrize("n", [0, 2.5, "2"])
def test_a_number_of_new_names_that_is_none_is_named(n):
    with pytest.raises(ValueError, match=f"^n: expected at least one name to draw, got {n!r}"):
        rnn_ref.new_names(rnn_ref.Model(PARAMS, ALPHABET, "sigmoid"), [], n)


@pytest.mark.parametrize("params, alphabet, sentence", [
    (PARAMS, "\nabc", "alphabet: expected as many symbols as the parameters have inputs, 3, .* got 4"),
    (rnn_ref.init_params(6, 3, 4), ALPHABET, "have inputs, 4, and outputs, 3, got 3"),
    (PARAMS._replace(U=np.full((3, 6), np.nan)), ALPHABET, "U: expected finite numbers"),
])
def test_parameters_that_cannot_be_sampled_from_are_named(params, alphabet, sentence):
    with pytest.raises(ValueError, match=sentence):
        rnn_ref.sample(params, alphabet)
