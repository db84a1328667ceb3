"""What the chapter "Training" shows: optimizers, rates, first weights, schedules, means against overfitting.

    .venv/bin/python -m benchmarks.training --json book/data/training.json
"""

import argparse
import sys

import numpy as np

from benchmarks.__main__ import write
from rnn_ref import data
from rnn_ref.activations import activation_named
from rnn_ref.dropout import Rates
from rnn_ref.files import BadInput
from rnn_ref.model import Model
from rnn_ref.optimise import views
from rnn_ref.params import Params
from rnn_ref.recipes import RECIPES
from rnn_ref.train import Diverged, loss_per_character, start_run, train
from rnn_ref.unit import forward

BASE = RECIPES["plain"]._replace(epochs=15)
RATES = {"sgd": (0.1, 0.3, 1.0, 3.0, 10.0), "adagrad": (0.01, 0.03, 0.1, 0.3, 1.0),
         "adam": (0.001, 0.003, 0.01, 0.03, 0.1)}
BEST = {"sigmoid": 0.02, "tanh": 0.01}    # Adam's rate in what follows
SCALES = (0.01, None, 1.0, 3.0)           # None: 1 / sqrt(fan-in)
SPLITS = range(3)
UNAIDED = RECIPES["default"]._replace(average=0, weight_decay=0, dropout=Rates())
DECAY, AVERAGE, DROPOUT = 0.02, 0.99, Rates(state=0.2, read_out=0.1)
HELD_BACK = {"nothing": {}, "weight decay": {"weight_decay": DECAY}, "averaged weights": {"average": AVERAGE},
             "dropout": {"dropout": DROPOUT},
             "all three": {"weight_decay": DECAY, "average": AVERAGE, "dropout": DROPOUT}}


def held_out(names, recipe, splits=SPLITS):
    """Return the held-out loss of a recipe, averaged over splits; None where a run diverged."""
    alphabet = data.alphabet_of(names)
    try:
        return float(np.mean([train(data.split_names(names, n), alphabet, recipe=recipe).val_nll
                              for n in splits]))
    except Diverged:
        return None


def by_rate(names):
    """Return the held-out loss of each optimizer at each rate, with clipping and without."""
    return [{"activation": activation, "optimiser": optimiser, "clip": clip, "rate": rate,
             "loss": held_out(names, BASE._replace(activation=activation, optimiser=optimiser, rate=rate,
                                                   clip=("norm", clip)), splits=range(1))}
            for activation in BEST for optimiser, rates in RATES.items()
            for clip in (1.0, 1e9) for rate in rates]


def by_scale(names):
    """Return, for each scale of the first weights, the mean slope at the start and the held-out loss."""
    alphabet, rows = data.alphabet_of(names), []
    xs, _ = data.encode(names[::100], alphabet)
    for activation, rate in BEST.items():
        for scale in SCALES:
            recipe = BASE._replace(activation=activation, rate=rate, scale=scale)
            start = start_run(recipe, len(alphabet), seed=0).params
            z = np.concatenate([forward(start, x, activation=activation).z for x in xs])
            rows.append({"activation": activation, "scale": scale,
                         "slope": float(activation_named(activation).prime(z).mean()),
                         "loss": held_out(names, recipe)})
    return rows


def by_schedule(names):
    """Return the held-out loss of each schedule and activation."""
    return [{"activation": activation, "schedule": schedule, "loss": held_out(
                names, BASE._replace(activation=activation, rate=rate, schedule=schedule))}
            for activation, rate in BEST.items() for schedule in ("constant", "linear", "cosine", "warm-up")]


def by_regularizer(names):
    """Return the held-out loss with each means against overfitting, in a network large enough to need it."""
    return [{"with": what, "loss": held_out(names, UNAIDED._replace(**fields))}
            for what, fields in HELD_BACK.items()]


def curves(names):
    """Return the loss on training and held-out names after each epoch, without and with all three means."""
    alphabet, split = data.alphabet_of(names), data.split_names(names, 0)
    rows = []
    for what in ("nothing", "all three"):
        recipe = UNAIDED._replace(epochs=40, **HELD_BACK[what])
        row = {"with": what, "training": [], "held_out": []}

        def note(run, row=row, recipe=recipe):
            model = Model(Params(*views(run.average, run.params)), alphabet, recipe.activation)
            row["training"].append(loss_per_character(model, split.training))
            row["held_out"].append(loss_per_character(model, split.held_out))

        train(split, alphabet, recipe=recipe, on_epoch=note)
        rows.append(row)
    return rows


def measure(names):
    """Return everything the chapter shows, as one dictionary."""
    return {"splits": len(SPLITS), "epochs": BASE.epochs, "D_h": BASE.D_h, "rates": by_rate(names),
            "scales": by_scale(names), "schedules": by_schedule(names), "regularizers": by_regularizer(names),
            "curves": curves(names)}


def main(argv=None):
    """Measure and write; bad input gets one sentence on standard error and exit code 2."""
    top = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__.splitlines()[0])
    top.add_argument("--names", default=data.DINOSAURS, metavar="FILE", help="UTF-8 names, one a line")
    top.add_argument("--json", required=True, metavar="FILE", help="where the results go")
    options = top.parse_args(argv)
    try:
        write(options.json, measure(data.read_names(options.names)))
    except BadInput as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
