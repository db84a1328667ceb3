"""Problem set 5, the challenge: what is checked about each function, and every point."""

import numpy as np

from grading.checks import challenge_instances as on
from grading.checks.challenge import (
    along_the_cell,
    gate_gradients,
    immediate_derivative,
    lstm_step,
    lstm_step_back,
    rtrl_gradient,
    total_derivative,
    truncated_gradients,
    window_gradients,
)
from grading.checks.looks import linear_in, satisfies, value
from grading.checks.task import Item, checker
from grading.checks.usual import task
from rnn_ref.bptt import accumulate
from rnn_ref.gradcheck import STEP

OF_WINDOW = ("J", "dW_h", "dW_x", "db_1", "dU", "db_2", "the last state")


######## what holds of a right result

def as_walking_back(case, gradient):
    W_h, h, f_prime, gamma = case.arguments
    return near(gradient, accumulate(W_h, np.eye(len(W_h)), gamma, f_prime).T @ h[:-1])


def where_nothing_is_cut(case, J, dW_h, dW_x, db_1, dU, db_2, h):
    *before, _, activation = case.arguments
    whole = window_gradients(*before, activation)
    return all(map(near, (J, dU, db_2, h), (whole[0], *whole[4:])))


def as_slope(case, *gradients):
    """The step itself, moved along a direction by a complex step, has the slope that the gradients say."""
    arguments, direction = case.extra
    h, c, _ = lstm_step(*(a + 1j * STEP * v for a, v in zip(arguments, direction, strict=True)))
    dh, dc = case.arguments[-2:]
    said = sum((g * v).sum() for g, v in zip(gradients, direction, strict=True))
    return np.isclose(said, (dh @ h + dc @ c).imag / STEP, rtol=1e-3, atol=1e-4)


def near(got, expected):
    return np.allclose(got, expected, rtol=1e-4, atol=1e-6)


BACK = satisfies("walking back through the same sequence gives another gradient", as_walking_back)
WHOLE = satisfies("J, dU, db_2 and the last state should be those of the uncut text", where_nothing_is_cut)
SLOPE = satisfies("in a random direction the step has another slope than these gradients say", as_slope)


######## the table

TABLE = (
    task("immediate_derivative", immediate_derivative, ("the derivative",), ("rtrl", "eq-influence"),
         (1, 3, 1, 3), on.uses, more_hidden=(Item(1, "a single unit", value, on.one_unit),)),
    task("total_derivative", total_derivative, ("the derivative",), ("rtrl", "eq-influence"),
         (1, 4, 1, 4), on.carried, more_hidden=(Item(2, "the first step", value, on.first_uses),),
         uses=("immediate_derivative",)),
    task("rtrl_gradient", rtrl_gradient, ("dW_h",), ("rtrl", "eq-rtrl"), (1, 3, 1, 4), on.streams,
         more_visible=(Item(2, "what walking back gives", BACK, on.streams),
                       Item(1, "linear in gamma", linear_in(3), on.streams)),
         more_hidden=(Item(1, "a sequence of one step", value, on.short_streams),
                      Item(2, "what walking back gives, on your own numbers", BACK, on.streams)),
         uses=("immediate_derivative", "total_derivative")),
    task("window_gradients", window_gradients, OF_WINDOW, ("long_text", "eq-truncated"), (1, 5, 1, 6),
         on.windows, more_hidden=(Item(1, "a window of one step", value, on.short_windows),)),
    task("truncated_gradients", truncated_gradients, OF_WINDOW, ("long_text", "eq-truncated"),
         (1, 3, 1, 4), on.texts, more_visible=(Item(2, "what truncation leaves alone", WHOLE, on.texts),),
         more_hidden=(Item(1, "windows of one step", value, on.single_steps),
                      Item(1, "one window for all of it", value, on.one_window)), uses=("window_gradients",)),
    task("lstm_step", lstm_step, ("h", "c", "the gates"),
         ("vanishing", "eq-lstm-gates", "eq-lstm-candidate", "eq-lstm-cell", "eq-lstm-state"), (1, 3, 1, 4),
         on.cell_steps, more_hidden=(Item(1, "gates that are open or closed", value, on.open_and_closed),)),
    task("along_the_cell", along_the_cell, ("the diagonal",), ("vanishing", "eq-lstm-path"), (1, 2, 1, 1),
         on.forget_gates, more_hidden=(Item(1, "no step and all steps", value, on.ends_of_paths),)),
    task("gate_gradients", gate_gradients, ("da", "dc"),
         ("vanishing", "eq-lstm-cell", "eq-lstm-immediate", "eq-lstm-total"), (1, 3, 1, 4), on.at_gates,
         more_hidden=(Item(1, "the last step", value, on.last_steps),)),
    task("lstm_step_back", lstm_step_back, ("dW_h", "dW_x", "db", "dh", "dc", "dx"),
         ("vanishing", "eq-lstm-side", "eq-lstm-immediate"), (1, 3, 1, 4), on.steps_back,
         more_visible=(Item(2, "the slope of the step itself", SLOPE, on.steps_back),),
         uses=("gate_gradients",)),
)

TASKS = {t.name: t for t in TABLE}
WRITTEN = {}

check, progress = checker("ps5", TASKS)
