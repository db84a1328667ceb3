from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from rnn_ref import data, ngram

NAMES = data.read_names()
SPLIT = data.split_names(NAMES)
ALPHABET = data.alphabet_of(NAMES)


def fitted(order, names=SPLIT.training):
    return ngram.fit(names, order, ALPHABET)


def by_definition(names, order, alphabet):
    """Return p(symbol, context) from strings alone; below the highest order, counts are of strings."""
    texts = ["\n" * (order - 1) + name + "\n" for name in names]

    @cache
    def table(n):
        """How often each string of n symbols ends at a symbol to be predicted, or after how many others."""
        if n < order:
            return Counter(longer[1:] for longer in table(n + 1))
        return Counter(text[i - n + 1:i + 1] for text in texts for i in range(order - 1, len(text)))

    @cache
    def discounts(n):
        n_1, n_2, n_3, n_4 = (sum(count == c for count in table(n).values()) for c in (1, 2, 3, 4))
        if n == 1:    # all of these names' letters are frequent
            assert n_1 == 0
            return 0, 0.5, 1, 1.5
        Y = n_1 / (n_1 + 2 * n_2)
        return 0, 1 - 2 * Y * n_2 / n_1, 2 - 3 * Y * n_3 / n_2, 3 - 4 * Y * n_4 / n_3

    def p(symbol, context):
        n = len(context) + 1
        shorter = p(symbol, context[1:]) if context else 1 / len(alphabet)
        after = [table(n)[context + s] for s in alphabet]
        if not any(after):
            return shorter
        c, D = table(n)[context + symbol], discounts(n)
        return (c - D[min(c, 3)] + sum(D[min(c, 3)] for c in after) * shorter) / sum(after)

    return p


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_every_probability_equals_the_definition_by_strings(order):
    names = SPLIT.training[::6]
    alphabet = data.alphabet_of(names)
    model, p = ngram.fit(names, order), by_definition(names, order, alphabet)
    for text in ("\n\n\na", "\n\nty", "saur", "zzus", "qwe\n"):
        context = text[4 - order:3]
        for symbol in alphabet:
            assert np.isclose(ngram.probability(model, context, symbol), p(symbol, context), rtol=1e-12)


@pytest.mark.parametrize("order", [1, 2, 4, 7])
def test_the_probabilities_in_every_context_sum_to_one_and_none_is_zero(order):
    model = fitted(order)
    seen = list(model.contexts)[::50]
    for context in [*seen, "\n" * (order - 1), "zzzzzzz"]:
        p = [ngram.probability(model, context, symbol) for symbol in ALPHABET]
        assert abs(sum(p) - 1) < 1e-12 and min(p) > 0


def test_order_one_is_how_often_each_symbol_occurs_but_for_the_discount():
    text = "".join(name + "\n" for name in SPLIT.training)
    p = np.array([ngram.probability(fitted(1), "", symbol) for symbol in ALPHABET])
    shares = np.array([text.count(symbol) for symbol in ALPHABET]) / len(text)
    assert abs(p - shares).max() < 2 * len(ALPHABET) / len(text)


def test_a_context_longer_than_the_model_looks_at_counts_by_its_end():
    assert ngram.probability(fitted(4), "brontosau", "r") == ngram.probability(fitted(4), "sau", "r") > 0.9


def test_a_context_never_seen_falls_back_to_the_longest_end_that_was():
    model = fitted(6)
    assert "zzsau" not in model.contexts and "zsau" in model.contexts
    assert ngram.probability(model, "zzsau", "r") == ngram.probability(model, "zsau", "r")


def test_the_discounts_by_hand():
    table = {"a": dict.fromkeys("abcd", 1) | {"e": 2, "f": 2}, "b": {"a": 3, "b": 4, "c": 9}}
    Y = 4 / (4 + 2 * 2)
    expected = [1 - 2 * Y * 2 / 4, 2 - 3 * Y * 1 / 2, 3 - 4 * Y * 1 / 1]
    np.testing.assert_allclose(ngram.discounts(table), expected)


@pytest.mark.parametrize("counts", [[7], [1, 2], [1, 2, 3, 4, 4, 4, 4]])
def test_counts_too_few_for_discounts_get_fixed_ones(counts):
    """No 1; no 3; so many 4 that D_3 would be negative."""
    assert ngram.discounts({"": dict(enumerate(counts))}) == [0.5, 1.0, 1.5]


def test_the_loss_is_the_mean_over_the_true_symbols_probabilities_end_included():
    model = fitted(3)
    each = ngram.symbol_probabilities(model, ["ab", "b"])
    assert [p.tolist() for p in each] == [
        [ngram.probability(model, *step) for step in (("\n\n", "a"), ("\na", "b"), ("ab", "\n"))],
        [ngram.probability(model, *step) for step in (("\n\n", "b"), ("\nb", "\n"))]]
    assert np.isclose(ngram.loss_per_character(model, ["ab", "b"]), -np.log(np.concatenate(each)).sum() / 5)


def test_held_out_names_get_likelier_with_each_symbol_of_context():
    losses = [ngram.loss_per_character(fitted(order), SPLIT.held_out) for order in range(1, 6)]
    assert all(shorter - longer > 0.02 for shorter, longer in pairwise(losses))
    assert ngram.loss_per_character(fitted(7), SPLIT.training) < losses[-1]


def test_names_do_not_run_into_each_other():
    np.testing.assert_array_equal(ngram.symbol_probabilities(fitted(5), ["rex", "zuul"])[1],
                                  ngram.symbol_probabilities(fitted(5), ["zuul"])[0])


def test_a_mixture_lies_between_its_models_or_beats_both():
    p, q = [np.array([0.5, 0.1]), np.array([0.9])], [np.array([0.1, 0.5]), np.array([0.9])]
    assert np.isclose(ngram.mixture_loss(p, q, 1), -np.log([0.5, 0.1, 0.9]).mean())
    assert np.isclose(ngram.mixture_loss(p, q, 0), -np.log([0.1, 0.5, 0.9]).mean())
    assert np.isclose(ngram.mixture_loss(p, q, 0.25), -np.log([0.2, 0.4, 0.9]).mean())


@pytest.mark.parametrize("call, sentence", [
    (lambda: ngram.fit([], 3),                    "names: expected at least one name, got 0"),
    (lambda: ngram.fit(["ab"], 0),                "order: expected a positive integer, got 0"),
    (lambda: ngram.fit(["ab"], 2.0),              r"order: expected a positive integer, got 2\.0"),
    (lambda: ngram.fit(["ab"], 2, "\na"),         "names: the symbol 'b' is not in the alphabet"),
    (lambda: ngram.loss_per_character(ngram.fit(["ab"], 2), ["az"]),
     "names: the symbol 'z' is not in the alphabet"),
    (lambda: ngram.mixture_loss([np.ones(2)], [np.ones(3)], 0.5), "q: expected 1 arrays shaped as"),
    (lambda: ngram.mixture_loss([np.ones(2)], [np.ones(2)], 1.5), r"weight: expected a number in 0\.\.1"),
])
def test_what_does_not_fit_is_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
