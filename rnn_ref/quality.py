"""How good the names model is: held-out loss over several splits, beside an honest n-gram baseline."""

import time

import numpy as np

from rnn_ref import data, ngram
from rnn_ref.recipes import RECIPES
from rnn_ref.softmax import log_softmax
from rnn_ref.train import train
from rnn_ref.unit import forward

ORDER = 7    # of the n-gram model: its held-out loss is lowest from here on


def measure(names, recipes, splits, *, seed=0, on_run=lambda: None):
    """Return one row a model: its name, held-out losses in nats per character, and seconds of each run.

    The last recipe is also mixed with the n-gram model, half and half. Errors: ValueError names a split
    that cannot be made. Equations eq-mean-loss, eq-kneser-ney, eq-mixture.
    """
    alphabet, rows = data.alphabet_of(names), {}

    def note(model, loss, seconds):
        rows.setdefault(model, {"model": model, "losses": [], "seconds": []})
        rows[model]["losses"].append(round(loss, 4))
        rows[model]["seconds"].append(round(seconds, 2))
        on_run()

    for number in splits:
        split = data.split_names(names, number)
        for recipe in recipes:
            result = train(split, alphabet, recipe=RECIPES[recipe], seed=seed)
            note(recipe, result.val_nll, result.seconds)
        began = time.perf_counter()
        baseline = ngram.fit(split.training, ORDER, alphabet)
        q = ngram.symbol_probabilities(baseline, split.held_out)
        seconds = time.perf_counter() - began
        note(f"Kneser-Ney {ORDER}-gram", -np.log(np.concatenate(q)).mean(), seconds)
        p = symbol_probabilities(result.model, split.held_out)
        note(f"{recipe} and {ORDER}-gram, half each", ngram.mixture_loss(p, q, 0.5), result.seconds + seconds)
    return list(rows.values())


def symbol_probabilities(model, names):
    """Return one array (T,) a name: the probability the model gives each symbol and the END after it.

    Equation eq-3.1.
    """
    found = []
    for x, y in zip(*data.encode(names, model.alphabet), strict=True):
        theta = forward(model.params, x, activation=model.activation).theta
        found.append(np.exp(log_softmax(theta)[np.arange(len(y)), y]))
    return found


def table(rows):
    """Return the rows as text: mean loss, range, and mean seconds."""
    lines = [f"{'model':28} {'mean loss':>9}  {'range':>13} {'seconds':>8}"]
    for row in rows:
        low, high = min(row["losses"]), max(row["losses"])
        lines.append(f"{row['model']:28} {np.mean(row['losses']):9.3f}  {low:.3f} - {high:.3f} "
                     f"{np.mean(row['seconds']):8.1f}")
    return "\n".join([*lines, "losses in nats per character, end symbols included"])
