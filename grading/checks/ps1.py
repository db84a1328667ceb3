"""Problem set 1, the forward pass: what is checked about each function, and every point.

This table is the one place where points stand; the notebooks and the gradebook take them from here.
"""

import numpy as np

from grading.checks import instances as on
from grading.checks.looks import intact, shape, value
from grading.checks.task import Item, Task, checker
from rnn_ref.activations import sigmoid, sigmoid_prime, tanh_prime
from rnn_ref.softmax import affine, cross_entropy, softmax
from rnn_ref.unit import hidden_states, unit_step


def sequence_loss(yhat, y):
    """Return the sum of the losses of all steps: the reference of the last exercise."""
    return -np.log(yhat[np.arange(len(y)), y]).sum()


TABLE = (
    Task("sigmoid", sigmoid, ("sigma(z)",), ("model", "eq-sigmoid"), (
        Item(1, "the shape of the result",        shape,  on.numbers),
        Item(2, "its values on random numbers",   value,  on.numbers),
        Item(1, "right again, arguments unchanged", intact, on.numbers),
    ), (
        Item(3, "its values on your own numbers", value,  on.numbers),
        Item(2, "large z, on both sides of zero", value,  on.far_out),
    )),
    Task("sigmoid_prime", sigmoid_prime, ("sigma'(z)",), ("model", "eq-sigmoid-prime"), (
        Item(1, "the shape of the result",        shape,  on.numbers),
        Item(2, "its values on random numbers",   value,  on.numbers),
        Item(1, "right again, arguments unchanged", intact, on.numbers),
    ), (
        Item(2, "its values on your own numbers", value,  on.numbers),
        Item(2, "large z, on both sides of zero", value,  on.far_out),
    ), ("sigmoid",)),
    Task("tanh_prime", tanh_prime, ("tanh'(z)",), ("model", "eq-tanh-prime"), (
        Item(1, "the shape of the result",        shape,  on.numbers),
        Item(2, "its values on random numbers",   value,  on.numbers),
        Item(1, "right again, arguments unchanged", intact, on.numbers),
    ), (
        Item(1, "its values on your own numbers", value,  on.numbers),
        Item(1, "large z, on both sides of zero", value,  on.far_out),
    )),
    Task("unit_step", unit_step, ("z", "h"), ("model", "eq-1.1", "eq-1.2"), (
        Item(2, "two results, and their shapes",  shape,  on.steps),
        Item(3, "z and h on random numbers",      value,  on.steps),
        Item(2, "right again, arguments unchanged", intact, on.steps),
    ), (
        Item(4, "z and h on your own numbers",    value,  on.steps),
        Item(2, "one unit and one symbol",        value,  on.one_unit),
    ), ("sigmoid",)),
    Task("hidden_states", hidden_states, ("z", "h"), ("model", "eq-1.1", "eq-1.2"), (
        Item(2, "two results, and their shapes",  shape,  on.sequences),
        Item(3, "z and h on random sequences",    value,  on.sequences),
        Item(3, "right again, arguments unchanged", intact, on.sequences),
    ), (
        Item(6, "z and h on your own sequences",  value,  on.sequences),
        Item(2, "a sequence of one step",         value,  on.one_step),
    ), ("sigmoid", "unit_step")),
    Task("affine", affine, ("theta",), ("model", "eq-2.1"), (
        Item(1, "the shape of the result",        shape,  on.readouts),
        Item(2, "theta on random numbers",        value,  on.readouts),
        Item(1, "right again, arguments unchanged", intact, on.readouts),
    ), (
        Item(4, "theta on your own numbers",      value,  on.readouts),
    )),
    Task("softmax", softmax, ("yhat",), ("model", "eq-3.1", "eq-softmax-shift"), (
        Item(1, "the shape of the result",        shape,  on.logits),
        Item(3, "yhat on random logits",          value,  on.logits),
        Item(2, "right again, arguments unchanged", intact, on.logits),
    ), (
        Item(3, "yhat on your own logits",        value,  on.logits),
        Item(4, "logits of size 1e4",             value,  on.large_logits),
        Item(1, "a vocabulary of one symbol",     value,  on.one_symbol),
    )),
    Task("cross_entropy", cross_entropy, ("J",), ("model", "eq-3.2"), (
        Item(1, "the result is one number",       shape,  on.predictions),
        Item(2, "J on random probabilities",      value,  on.predictions),
        Item(1, "right again, arguments unchanged", intact, on.predictions),
    ), (
        Item(3, "J on your own probabilities",    value,  on.predictions),
        Item(1, "a very small probability",       value,  on.surprises),
    )),
    Task("sequence_loss", sequence_loss, ("J",), ("model", "eq-3.3"), (
        Item(1, "the result is one number",       shape,  on.predicted_sequences),
        Item(2, "J on random sequences",          value,  on.predicted_sequences),
        Item(1, "right again, arguments unchanged", intact, on.predicted_sequences),
    ), (
        Item(3, "J on your own sequences",        value,  on.predicted_sequences),
        Item(1, "a sequence of one step",         value,  on.one_prediction),
    ), ("cross_entropy",)),
)

TASKS = {task.name: task for task in TABLE}
WRITTEN = {"why-tied": 10}       # questions graded by hand: name -> points

check, progress = checker("ps1", TASKS)
