"""Gradient checks: the derivative measured from the loss alone, to compare the formulas with."""

import numpy as np

from rnn_ref.checks import floats, generator, plain_array
from rnn_ref.fast import loss_and_gradients
from rnn_ref.params import Params, init_params
from rnn_ref.unit import sequence_loss

STEP = 1e-30    # the complex step subtracts nothing, so it may be as small as we like


def complex_step(loss, array, step=STEP):
    """Return d loss / d array, entry by entry: Im loss(a + i e) / e with e = step, exact to rounding.

    Shapes: array any, real; loss maps a complex array of that shape to a number; result that shape.
    Errors: ValueError where loss gives back a real number, because then it dropped the imaginary
    part. Equation eq-complex-step. Source: [Squire1998].
    """
    array = plain_array("array", array).astype(float)
    gradient = np.empty(array.shape)
    for index in np.ndindex(array.shape):
        moved = array.astype(complex)
        moved[index] += 1j * step
        value = loss(moved)
        if not np.iscomplexobj(value):
            raise ValueError("loss: expected a complex result for a complex argument, "
                             f"got {type(value).__name__}")
        gradient[index] = value.imag / step
    return gradient


def complex_step_gradients(loss, params):
    """Return the Params of complex_step gradients of loss(params), one parameter at a time.

    Shapes: as Params. Equation eq-complex-step. Source: [Squire1998].
    """
    def along(name):
        return complex_step(lambda array: loss(params._replace(**{name: array})), getattr(params, name))

    return type(params)(*(along(name) for name in params._fields))


def central_differences(loss, array, step=1e-5):
    """Return d loss / d array, entry by entry: (loss(a + step e) - loss(a - step e)) / (2 step).

    Shapes: array any, real; loss maps an array of that shape to a number; result that shape. The error
    is of order step^2 from the formula and 1e-16 / step from rounding: about 1e-10 of the loss at 1e-5.
    Equation eq-central-difference. Source: [Goodfellow2016], section 11.5.
    """
    array = plain_array("array", array).astype(float)
    gradient = np.empty(array.shape)
    for index in np.ndindex(array.shape):
        e = np.zeros(array.shape)
        e[index] = step
        gradient[index] = (loss(array + e) - loss(array - e)) / (2 * step)
    return gradient


def relative_error(got, expected):
    """Return ||got - expected|| / ||expected||, the norm-relative error; 0/0 counts as 0.

    Shapes: two arrays of one shape. Errors: ValueError where the shapes differ or one holds no numbers.
    Equation eq-relative-error. Source: [Goodfellow2016], section 11.5.
    """
    got, expected = floats("got", got), floats("expected", expected)
    if got.shape != expected.shape:
        raise ValueError(f"got: expected shape {expected.shape}, got {got.shape}")
    scale, gap = np.linalg.norm(expected), np.linalg.norm(got - expected)
    return gap / scale if scale else gap


def check_all(seed=0):
    """Return (activation, name, relative error) of every gradient against the complex step.

    The instance is generic: unequal lengths, h^(0) nonzero, D_h, d, V and B pairwise different.
    Equations eq-complex-step, eq-relative-error.
    """
    rng = generator(seed)
    xs, ys = ([rng.integers(0, size, n) for n in (6, 3, 1, 8)] for size in (3, 7))
    h_0 = rng.uniform(0.1, 0.9, (4, 5))
    rows = []
    for f in ("sigmoid", "tanh"):
        params = Params(*(p + 0.1 * rng.standard_normal(p.shape) for p in init_params(5, 7, 3, seed=seed)))

        def J(p, h, f=f):
            return sum(sequence_loss(p, x, y, activation=f, h_0=h_t)
                       for x, y, h_t in zip(xs, ys, h, strict=True))

        _, got, got_h_0 = loss_and_gradients(params, xs, ys, activation=f, h_0=h_0)
        expected = complex_step_gradients(lambda p, J=J: J(p, h_0), params)
        expected_h_0 = complex_step(lambda h, J=J, params=params: J(params, h), h_0)
        rows += [(f, name, float(relative_error(g, e))) for name, g, e
                 in zip([*Params._fields, "h_0"], [*got, got_h_0], [*expected, expected_h_0], strict=True)]
    return rows
