"""Left sides and quantities of the n-gram model: what rnn_ref.ngram makes of a few random names."""

import numpy as np

from rnn_ref import ngram

SYMBOLS = "\nabcdefg"


def names_of(world):
    """Return an alphabet of V symbols and random names of the others."""
    alphabet, draw = SYMBOLS[:world.sizes["V"]], np.random.default_rng(world.seed)
    letters = list(alphabet[1:])
    return alphabet, ["".join(draw.choice(letters, n)) for n in (2, 3, 4, 5, 6, 4)]


def row(symbols, alphabet):
    """Return a context's {symbol: count} as a column."""
    return np.array([[float(symbols.get(symbol, 0))] for symbol in alphabet])


def pair_counts(world):
    alphabet, names = names_of(world)
    found = ngram.counts(names, 2)
    return np.hstack([row(found.get(v, {}), alphabet) for v in alphabet]).T


def continuation(world, s):
    alphabet, names = names_of(world)
    return float(ngram.continuation_counts(ngram.counts(names, 2))[""][alphabet[s - 1]])


def counts_of_counts(world):
    return np.array([[40.0 + world.seed], [21.0], [12.0], [8.0]])


def discount(world, c):
    """Return D_c of a table with as many counts of 1, 2, 3 and 4 as counts_of_counts says."""
    numbers = np.repeat([1, 2, 3, 4], counts_of_counts(world)[:, 0].astype(int))
    return ngram.discounts({f"context {i}": {"a": int(count)} for i, count in enumerate(numbers)})[c - 1]


def context(world):
    """Return the most frequent letter of the names, as a context."""
    _, names = names_of(world)
    found = ngram.counts(names, 2)
    return max(sorted(set(found) - {"\n"}), key=lambda u: sum(found[u].values()))


def context_counts(world):
    alphabet, names = names_of(world)
    return row(ngram.counts(names, 2)[context(world)], alphabet)


def context_discounts(world):
    _, names = names_of(world)
    D = [0, *ngram.discounts(ngram.counts(names, 2))]
    return np.array([[float(D[min(int(c), 3)])] for c in context_counts(world)[:, 0]])


def shorter_probabilities(world):
    alphabet, names = names_of(world)
    model = ngram.fit(names, 2, alphabet)
    return np.array([[ngram.probability(model, "", symbol)] for symbol in alphabet])


def context_probability(world, s):
    alphabet, names = names_of(world)
    return ngram.probability(ngram.fit(names, 2, alphabet), context(world), alphabet[s - 1])


def mixed_loss(p, q, lambda_):
    return ngram.mixture_loss([p[:, 0]], [q[:, 0]], lambda_)
