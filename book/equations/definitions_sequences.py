"""Left sides for the chapter on sequences: a random language, as words and their probabilities."""

from itertools import pairwise

import numpy as np


def language(world):
    """Return {word: probability}; the first word has T symbols, END (0) last, and shares its beginnings."""
    T, V = world.sizes["T"], world.sizes["V"] + 2
    draw = np.random.default_rng([world.seed, T, V])
    word = tuple(int(symbol) for symbol in draw.integers(1, V, T - 1))
    words = [(*word, 0)]
    for t in range(T):
        words += [(*word[:t], symbol, 0) for symbol in range(1, V) if (*word[:t], symbol) != word[:t + 1]]
    return dict(zip(words, draw.dirichlet(np.ones(len(words))), strict=True))


def word_probability(world):
    return next(iter(language(world).values()))


def conditional_probabilities(world):
    """Return the share of the words with one more symbol among those that begin alike, for every step."""
    words = language(world)
    word = next(iter(words))
    begun = [sum(p for other, p in words.items() if other[:t] == word[:t]) for t in range(len(word) + 1)]
    return np.array([[b / a] for a, b in pairwise(begun)])
