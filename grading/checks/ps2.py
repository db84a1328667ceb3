"""Problem set 2, one step back: what is checked about each function, and every point."""

import numpy as np

from grading.checks import backward_instances as on
from grading.checks.compare import as_truth
from grading.checks.looks import exact_to, intact, judges, linear_in, satisfies, shape, value
from grading.checks.proofs import Proof, as_order, complete, lettered, ordered, sound, whole
from grading.checks.task import Item, Task, checker
from rnn_ref.dummies import claim_1, claim_2, local_gamma
from rnn_ref.gradcheck import complex_step
from rnn_ref.softmax import dtheta, softmax_jacobian


def sums_to_one(softmax, theta):
    """Return whether softmax(theta) sums to one, but for rounding."""
    return bool(abs(softmax(theta).sum() - 1) < 1e-9)


def ignores_shift(softmax, theta, c):
    """Return whether softmax(theta + c) is softmax(theta), but for rounding."""
    return bool(np.allclose(softmax(theta + c), softmax(theta), rtol=1e-9, atol=1e-12))


CLAIM_1 = Proof("CFBEGH", {
    "A": "h^(k-1) is made by the copies of earlier steps. It does not depend on copy k: that is what the "
         "dummy variable is for.",
    "D": "This drops the immediate term: for k = 1 it gives zero, and the copy does act on h^(1).",
    "I": "Entry (i, j) of that matrix is h_i^(k-1) times what belongs to j: rows and columns are exchanged.",
})
CLAIM_2 = Proof("FBHCE", {
    "A": "The sum runs over the first index of W_h, so the matrix stands transposed. As written, it "
         "would run over the second.",
    "D": "h^(k-1) is not a function of h^(k), and a Jacobian need not have an inverse: that of a saturated "
         "unit has none. Derivatives do not cancel like fractions.",
    "G": "gamma_t belongs to the loss of step t alone. The sum over all later losses is delta, and it comes "
         "in the next set.",
    "I": "A column times a matrix from the left has no meaning here: f' multiplies gamma element by element, "
         "before W_h^T does.",
})


def proof_of_claim_1():
    return list(CLAIM_1.order)


def proof_of_claim_2():
    return list(CLAIM_2.order)


def rows_sum_to_zero(case, J):
    return np.allclose(J.sum(axis=1), 0, atol=1e-6)


def proof_items(proof, points):
    """Return the visible and the graded items of an order-the-proof task, with these points."""
    return ((Item(points[0], "the answer is letters",     lettered, whole),
             Item(points[1], "every line of it holds",    sound(proof), whole)),
            (Item(points[2], "no line is missing",        complete(proof), whole),
             Item(points[3], "the lines are in order",    ordered(proof), whole)))


TABLE = (
    Task("softmax_jacobian", softmax_jacobian, ("the Jacobian",), ("softmax", "eq-softmax-jacobian"), (
        Item(1, "the shape of the result",          shape,  on.probabilities),
        Item(3, "its values on random numbers",     value,  on.probabilities),
        Item(2, "each row sums to zero",            satisfies("a row does not sum to zero", rows_sum_to_zero),
             on.probabilities),
        Item(1, "right again, arguments unchanged", intact, on.probabilities),
    ), (
        Item(4, "its values on your own numbers",   value,  on.probabilities),
        Item(1, "a vocabulary of one symbol",       value,  on.certainty),
    )),
    Task("sums_to_one", sums_to_one, ("the answer",), ("model", "eq-3.1"), (
        Item(1, "the answer is True or False",      shape,  on.candidates),
        Item(1, "right and wrong softmaxes",        judges, on.candidates),
        Item(1, "right again, arguments unchanged", intact, on.candidates),
    ), (
        Item(2, "the same on your own numbers",     judges, on.candidates),
        Item(1, "sums that differ by rounding", judges, on.rounded),
    ), read=as_truth),
    Task("ignores_shift", ignores_shift, ("the answer",), ("model", "eq-softmax-shift"), (
        Item(1, "the answer is True or False",      shape,  on.shifted_candidates),
        Item(1, "right and wrong softmaxes",        judges, on.shifted_candidates),
        Item(1, "right again, arguments unchanged", intact, on.shifted_candidates),
    ), (
        Item(2, "the same on your own numbers",     judges, on.shifted_candidates),
        Item(1, "results that differ by rounding", judges, on.rounded_shifts),
    ), read=as_truth),
    Task("dtheta", dtheta, ("dtheta",), ("softmax", "eq-dtheta"), (
        Item(1, "the shape of the result",          shape,  on.predictions),
        Item(2, "its values on random numbers",     value,  on.predictions),
        Item(1, "right again, arguments unchanged", intact, on.predictions),
    ), (
        Item(4, "its values on your own numbers",   value,  on.predictions),
        Item(2, "the first and the last symbol",    value,  on.first_and_last),
    )),
    Task("complex_step", complex_step, ("the gradient",), ("calculus", "eq-complex-step"), (
        Item(1, "the shape of the result",          shape,  on.losses),
        Item(3, "the gradients of three losses",    value,  on.losses),
        Item(1, "right again, arguments unchanged", intact, on.losses),
    ), (
        Item(3, "the same at your own points",      value,  on.losses),
        Item(3, "exact to ten digits",              exact_to(1e-10), on.flat_losses),
        Item(1, "an array of one entry",            value,  on.scalars),
    )),
    Task("local_gamma", local_gamma, ("gamma",), ("claim_2", "eq-gamma-local"), (
        Item(1, "the shape of the result",          shape,  on.local),
        Item(2, "its values on random numbers",     value,  on.local),
        Item(1, "right again, arguments unchanged", intact, on.local),
    ), (
        Item(4, "its values on your own numbers",   value,  on.local),
    )),
    Task("claim_1", claim_1, ("the gradient",), ("claim_1", "eq-5.2"), (
        Item(1, "the shape of the result",          shape,  on.vectors),
        Item(3, "its values on random numbers",     value,  on.vectors),
        Item(2, "linear in gamma",                  linear_in(0), on.vectors),
        Item(1, "right again, arguments unchanged", intact, on.vectors),
    ), (
        Item(4, "its values on your own numbers",   value,  on.vectors),
        Item(1, "a single unit",                    value,  on.one_unit),
    )),
    Task("claim_2", claim_2, ("gamma",), ("claim_2", "eq-6.2"), (
        Item(1, "the shape of the result",          shape,  on.steps_back),
        Item(3, "its values on random numbers",     value,  on.steps_back),
        Item(2, "linear in gamma",                  linear_in(1), on.steps_back),
        Item(1, "right again, arguments unchanged", intact, on.steps_back),
    ), (
        Item(5, "its values on your own numbers",   value,  on.steps_back),
    )),
    Task("proof_of_claim_1", proof_of_claim_1, ("the order",), ("claim_1", "eq-5.2"),
         *proof_items(CLAIM_1, (1, 2, 3, 4)), read=as_order),
    Task("proof_of_claim_2", proof_of_claim_2, ("the order",), ("claim_2", "eq-6.2"),
         *proof_items(CLAIM_2, (1, 2, 4, 5)), read=as_order),
)

TASKS = {task.name: task for task in TABLE}
WRITTEN = {}

check, progress = checker("ps2", TASKS)
