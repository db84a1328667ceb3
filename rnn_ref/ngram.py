"""The baseline that the network has to beat: a character n-gram model with modified Kneser-Ney smoothing.

    context   the symbols before, at most order - 1; a name starts after order - 1 END symbols
    c         how often a symbol follows a context; for shorter contexts how many different symbols stand
              before the two, so that what is frequent in one place only does not look frequent everywhere
    D         what is taken from a count: D_1, D_2 or D_3 for c = 1, c = 2 and c >= 3
    share     (c - D) / (sum of the context's counts)
    left      (sum of the context's D) / (sum of its counts): the weight of the next shorter context

The probability in a context is its share plus left times the probability in the context without its first
symbol. Below the empty context every symbol is as likely as another, so no probability is zero.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np

from rnn_ref.checks import is_whole
from rnn_ref.data import END, alphabet_of


class NGram(NamedTuple):
    """A fitted model."""

    order: int
    alphabet: str
    contexts: dict    # context -> ({symbol: share}, left)


def checked_names(names, alphabet):
    """Return names once there is one and the alphabet has their symbols; ValueError says what it lacks."""
    if len(names) == 0:
        raise ValueError("names: expected at least one name, got 0")
    unknown = set().union(*names) - set(alphabet)
    if unknown:
        raise ValueError(f"names: the symbol {min(unknown)!r} is not in the alphabet")
    return names


def steps_of(name, order):
    """Yield (context, symbol) for each symbol of a name and the END after it."""
    text = END * (order - 1) + name + END
    for i in range(order - 1, len(text)):
        yield text[i - order + 1:i], text[i]


def counts(names, order):
    """Return {context: {symbol: how often it follows}} for all contexts of order - 1 symbols."""
    found = defaultdict(Counter)
    for name in names:
        for context, symbol in steps_of(name, order):
            found[context][symbol] += 1
    return found


def continuation_counts(longer):
    """Return {context: {symbol: how many different symbols stand before the two}} from one order above.

    Equation eq-continuation. Source: [Kneser1995].
    """
    found = defaultdict(Counter)
    for context, symbols in longer.items():
        found[context[1:]].update(symbols.keys())
    return found


def discounts(table):
    """Return [D_1, D_2, D_3], from how many of the table's counts are 1, 2, 3 and 4.

    Where those are too few to give discounts between 0 and their counts, as for a small alphabet's single
    symbols, they are 0.5, 1 and 1.5. Equation eq-discounts. Source: [ChenGoodman1999].
    """
    n = Counter(c for symbols in table.values() for c in symbols.values())
    if n[1] and n[2] and n[3]:
        Y = n[1] / (n[1] + 2 * n[2])
        D = [c - (c + 1) * Y * n[c + 1] / n[c] for c in (1, 2, 3)]
        if all(0 < D_c < c for c, D_c in enumerate(D, start=1)):
            return D
    return [0.5, 1.0, 1.5]


def fit(names, order=7, alphabet=None):
    """Return the NGram model of the names with contexts of up to order - 1 symbols.

    The alphabet is that of the names where it is None. Errors: ValueError names the argument.
    Equations eq-continuation, eq-discounts, eq-kneser-ney. Source: [ChenGoodman1999], [Kneser1995].
    """
    alphabet = alphabet_of(names) if alphabet is None else alphabet
    if not is_whole(order) or order < 1:
        raise ValueError(f"order: expected a positive integer, got {order!r}")
    table, contexts = counts(checked_names(names, alphabet), order), {}
    for shorter in range(order - 1, -1, -1):
        D = [0, *discounts(table)]
        for context, symbols in table.items():
            total = sum(symbols.values())
            shares = {symbol: (c - D[min(c, 3)]) / total for symbol, c in symbols.items()}
            contexts[context] = shares, sum(D[min(c, 3)] for c in symbols.values()) / total
        if shorter:
            table = continuation_counts(table)
    return NGram(order, alphabet, contexts)


def probability(model, context, symbol):
    """Return the probability of a symbol after a context, of which the last order - 1 symbols count.

    Equation eq-kneser-ney. Source: [ChenGoodman1999].
    """
    p = 1 / len(model.alphabet)
    for start in range(len(context), max(0, len(context) - model.order + 1) - 1, -1):
        if context[start:] not in model.contexts:    # then no longer one is there either
            break
        shares, left = model.contexts[context[start:]]
        p = shares.get(symbol, 0.0) + left * p
    return p


def symbol_probabilities(model, names):
    """Return one array (T,) a name: the probability of each of its symbols and of the END after it.

    Errors: ValueError names a symbol that is not in the model's alphabet. Equation eq-kneser-ney.
    """
    return [np.array([probability(model, *step) for step in steps_of(name, model.order)])
            for name in checked_names(names, model.alphabet)]


def loss_per_character(model, names):
    """Return the mean loss over all symbols of the names, end symbols included, in nats.

    Errors: ValueError names a symbol that is not in the model's alphabet. Equation eq-mean-loss.
    """
    return float(-np.log(np.concatenate(symbol_probabilities(model, names))).mean())


def mixture_loss(p, q, weight):
    """Return the mean loss in nats of the mixture weight p + (1 - weight) q of two models' probabilities.

    Shapes: p, q lists of (T,) arrays, one a name, the probabilities of the true symbols; weight in 0..1.
    Errors: ValueError names the argument. Equation eq-mixture. Source: [ChenGoodman1999].
    """
    if [np.shape(a) for a in p] != [np.shape(a) for a in q]:
        raise ValueError(f"q: expected {len(p)} arrays shaped as those of p, got {len(q)} others")
    if not 0 <= weight <= 1:
        raise ValueError(f"weight: expected a number in 0..1, got {weight}")
    return float(-np.log(weight * np.concatenate(p) + (1 - weight) * np.concatenate(q)).mean())
