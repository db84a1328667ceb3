"""Problem set 4, dinosaurs: what is checked about each function, and every point."""

import numpy as np

from grading.checks import training_instances as on
from grading.checks.looks import satisfies, value
from grading.checks.task import Item, checker
from grading.checks.training import (
    adagrad_step,
    clip_by_norm,
    clip_by_value,
    draw,
    gamma_norms,
    initialize,
    rescale,
    sample,
    shares_left,
    tempered,
    train,
)
from grading.checks.usual import task

######## what holds of a right result

def zero_biases(case, W_h, W_x, b_1, U, b_2):
    return not b_1.any() and not b_2.any()


def within_limit(case, clipped):
    return np.abs(clipped).max() <= case.arguments[1] * (1 + 1e-6)


def same_direction(case, clipped):
    g, c = case.arguments
    return np.isclose(clipped @ g, np.linalg.norm(clipped) * np.linalg.norm(g)) \
        and np.linalg.norm(clipped) <= c * (1 + 1e-6)


def as_long_as_the_rate(case, w, s):
    return np.allclose(np.abs(w - case.arguments[0]), case.arguments[3])


def learned(case, w, losses):
    return on.loss_of_names(w) < on.LOSS


def sums_to_one(case, yhat):
    return np.isclose(yhat.sum(), 1) and (yhat >= 0).all()


def starts_at_one(case, shares):
    return np.allclose(shares[:, 0], 1)


BIASES = satisfies("a bias is not zero", zero_biases)
WITHIN = satisfies("an entry lies beyond the limit", within_limit)
DIRECTION = satisfies("the direction has changed, or the result is longer than c", same_direction)
LENGTH = satisfies("the first step of a weight should be as long as the rate", as_long_as_the_rate)
LEARNED = satisfies(f"after {on.EPOCHS} epochs the names still cost {on.LOSS} nats per character or more",
                    learned)
ONE = satisfies("the result is not a probability for each symbol, with the sum 1", sums_to_one)
START = satisfies("the share left after 0 steps should be 1", starts_at_one)


######## the table


TABLE = (
    task("initialize", initialize, ("W_h", "W_x", "b_1", "U", "b_2"), ("model", "eq-init"), (2, 2, 1, 4),
         on.drawn_weights, more_visible=(Item(1, "both biases are zero", BIASES, on.drawn_weights),)),
    task("clip_by_value", clip_by_value, ("the gradient",), ("training", "eq-clip-value"), (1, 1, 1, 1),
         on.gradients, more_visible=(Item(1, "no entry beyond the limit", WITHIN, on.gradients),)),
    task("clip_by_norm", clip_by_norm, ("the gradient",), ("training", "eq-clip-norm"), (1, 2, 1, 2),
         on.gradients, more_visible=(Item(1, "the direction stays", DIRECTION, on.gradients),),
         more_hidden=(Item(1, "short gradients and zero", value, on.short_gradients),)),
    task("adagrad_step", adagrad_step, ("w", "s"), ("training", "eq-adagrad"), (1, 3, 1, 2),
         on.adagrad_steps, more_visible=(Item(1, "the length of a first step", LENGTH, on.first_steps),),
         more_hidden=(Item(1, "a weight without a gradient", value, on.no_gradient),)),
    task("train", train, ("w", "losses"), ("training", "eq-adagrad", "eq-clip-norm"), (1, 3, 1, 4),
         on.small_runs, more_visible=(Item(3, "it learns six names", LEARNED, on.names),), more_hidden=(
             Item(2, "it learns them from your own first weights", LEARNED, on.names),
             Item(1, "a run of no epochs", value, on.no_epochs)), uses=("clip_by_norm", "adagrad_step")),
    task("tempered", tempered, ("yhat",), ("long_text", "eq-temperature"), (1, 1, 1, 1),
         on.tempers, more_visible=(Item(1, "the probabilities sum to one", ONE, on.tempers),), more_hidden=(
             Item(1, "a temperature near zero", value, on.cold),)),
    task("draw", draw, ("the symbol",), ("model", "eq-3.1"), (1, 1, 1, 1), on.uniforms, more_hidden=(
             Item(1, "on the border of two symbols", value, on.corners),
             Item(1, "a sum that rounding left below 1", value, on.rounded))),
    task("sample", sample, ("the name",), ("model", "eq-1.1", "eq-1.2", "eq-2.1"), (1, 2, 1, 3),
         on.texts, more_visible=(Item(1, "names that end by themselves", value, on.ended),), more_hidden=(
             Item(1, "the same on your own numbers", value, on.ended),), uses=("tempered", "draw")),
    task("gamma_norms", gamma_norms, ("the list of norms",), ("vanishing", "eq-gamma-product"), (1, 2, 1, 2),
         on.walks, more_hidden=(Item(1, "no step back", value, on.at_the_start),)),
    task("rescale", rescale, ("W_h",), ("vanishing", "eq-spectral-norm"), (1, 1, 1, 1), on.matrices,
         more_hidden=(Item(1, "a single unit", value, on.single),)),
    task("shares_left", shares_left, ("the table",), ("vanishing", "eq-gamma-product"), (1, 1, 1, 1),
         on.measured, more_visible=(Item(1, "after no step all is left", START, on.measured),),
         uses=("gamma_norms", "rescale")),
)

TASKS = {t.name: t for t in TABLE}
WRITTEN = {"what-the-table-says": 9, "what-clipping-does": 6}

check, progress = checker("ps4", TASKS)
