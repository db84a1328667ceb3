"""Problem set 3, through time: what is checked about each function, and every point."""

import numpy as np

from grading.checks import sequence_instances as on
from grading.checks.call import call
from grading.checks.compare import Difference
from grading.checks.expected import expect
from grading.checks.looks import Found, failed, linear_in, received, value
from grading.checks.plain import copied
from grading.checks.task import Item, checker
from grading.checks.through_time import (
    accumulate,
    batch_gradients,
    derivative_from_state,
    gradient_b_1,
    gradient_h_0,
    gradient_of_one_loss,
    gradient_W_x,
    gradients_of_readout,
    loss_of_sequence,
    operations,
    sequence_gradients,
)
from grading.checks.usual import task

STEP = 1e-5     # of a central difference
NAMES = ("dW_h", "dW_x", "db_1", "dU", "db_2", "dh_0")


######## a look of its own

def agrees_with_own_loss(task, candidate, case, others):
    """Along a direction, the gradients give the slope of the student's own loss_of_sequence."""
    own, m = others.get("loss_of_sequence"), case.extra
    y, activation = case.arguments[3], case.arguments[6]
    if own is None:
        return Found(Difference("run the cell of loss_of_sequence first"))
    outcome = received(task, candidate, copied(case.arguments), expect(task, case))
    if outcome.trouble:
        return failed(outcome)
    where = {"W_h": m.W_h, "W_x": m.W_x, "b_1": m.b_1, "U": m.U, "b_2": m.b_2, "h_0": m.h_0}
    for (name, array), got in zip(where.items(), outcome.value, strict=True):
        def loss(a, name=name):
            *weights, h_0 = (where | {name: a}).values()    # by place: a student may rename arguments
            return own(*copied((*weights, m.X, y, h_0)), activation)
        direction = np.cos(np.arange(array.size)).reshape(array.shape)      # no two entries are alike
        slope = call(slope_along, (loss, array, direction), float)
        if slope.trouble:
            sentence = "your loss_of_sequence gives no number here: look at its own checks first"
            return Found(Difference(sentence), slope.printed, slope.stuck)
        with np.errstate(all="ignore"):
            same = got.shape == array.shape and np.isclose((got * direction).sum(), slope.value,
                                                           rtol=1e-3, atol=1e-5)
        if not same:
            sentence = f"d{name} is not the slope of your own loss_of_sequence"
            return Found(Difference(sentence), outcome.printed)
    return Found(None, outcome.printed)


def slope_along(loss, array, direction):
    """Return the central difference of a loss along a direction."""
    step = STEP * direction
    return (loss(array + step) - loss(array - step)) / (2 * STEP)


TABLE = (
    task("loss_of_sequence", loss_of_sequence, ("J",), ("model", "eq-3.3"), (1, 3, 1, 4), on.losses,
         more_hidden=(Item(1, "logits of size 1e3",  value, on.large_losses),)),
    task("gradient_of_one_loss", gradient_of_one_loss, ("the gradient",), ("dummies", "eq-4.1"),
         (1, 4, 2, 6), on.one_loss, more_visible=(
             Item(3, "linear in g",              linear_in(2), on.one_loss),)),
    task("accumulate", accumulate, ("dz",), ("accumulation", "eq-delta", "eq-dz"), (1, 4, 2, 6),
         on.walks, more_visible=(Item(3, "linear in dtheta",   linear_in(2), on.walks),),
         more_hidden=(Item(2, "a sequence of one step", value, on.one_step_walks),)),
    task("gradient_W_x", gradient_W_x, ("dW_x",), ("parameters", "eq-dW_x"), (1, 2, 1, 2),
         on.weighted_inputs),
    task("gradient_b_1", gradient_b_1, ("db_1",), ("parameters", "eq-db_1"), (1, 1, 1, 1), on.rows_of_dz),
    task("gradients_of_readout", gradients_of_readout, ("dU", "db_2"), ("parameters", "eq-dU", "eq-db_2"),
         (1, 2, 1, 4), on.readouts),
    task("gradient_h_0", gradient_h_0, ("dh_0",), ("parameters", "eq-dh_0"), (1, 1, 1, 1),
         on.first_states),
    task("derivative_from_state", derivative_from_state, ("f'(z)",),
         ("model", "eq-sigmoid-prime", "eq-tanh-prime"), (1, 2, 1, 2), on.states,
         more_hidden=(Item(2, "saturated states", value, on.saturated),)),
    task("sequence_gradients", sequence_gradients, NAMES,
         ("accumulation", "eq-dW_h"), (1, 3, 1, 5), on.sequences, more_hidden=(
             Item(1, "a sequence of one step",   value, on.short_sequences),
             Item(3, "the slopes of your own loss", agrees_with_own_loss, on.sequences)),
         uses=("accumulate", "derivative_from_state", "gradient_W_x", "gradient_b_1", "gradients_of_readout",
               "gradient_h_0"), needs=("loss_of_sequence",)),
    task("batch_gradients", batch_gradients, NAMES, ("batches", "eq-batch-loss"), (1, 2, 1, 4), on.batches,
         uses=("sequence_gradients",)),
    task("operations", operations, ("one by one", "accumulated"), ("accumulation", "eq-cost"), (1, 1, 1, 1),
         on.lengths),
)

TASKS = {t.name: t for t in TABLE}
WRITTEN = {}

check, progress = checker("ps3", TASKS)
