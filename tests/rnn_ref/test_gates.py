"""The cells with gates against loops over scalars, and their Jacobians against the complex step."""

import cmath

import numpy as np
import pytest

from rnn_ref import relative_error
from rnn_ref.gates import (
    GRU,
    LSTM,
    gru_jacobian,
    gru_step,
    init_gates,
    lstm_cell_by_state,
    lstm_gates,
    lstm_step,
)

D_h, d, STEP = 4, 3, 1e-30


def sigma(z):
    return 1 / (1 + cmath.exp(-z))


F = {"sigmoid": sigma, "tanh": cmath.tanh}


@pytest.fixture(params=range(3))
def state(request):
    rng = np.random.default_rng(request.param)
    return rng.standard_normal(D_h) / 2, rng.standard_normal(D_h), rng.standard_normal(d)


def cell(kind, seed=5):
    """Return a cell of which no bias is zero."""
    rng = np.random.default_rng(seed)
    return kind(*(part._replace(b=rng.standard_normal(D_h)) for part in init_gates(kind, D_h, d, seed=seed)))


def sums(part, h, x):
    """Return W_h h + W_x x + b with loops alone."""
    return [sum(part.W_h[i, j] * h[j] for j in range(D_h)) + sum(part.W_x[i, j] * x[j] for j in range(d))
            + part.b[i] for i in range(D_h)]


def lstm_in_loops(lstm, h, c, x, f):
    phi, iota, omega = ([sigma(a) for a in sums(part, h, x)] for part in lstm[:3])
    new = [f(a) for a in sums(lstm.c_new, h, x)]
    c = [phi[i] * c[i] + iota[i] * new[i] for i in range(D_h)]
    return [omega[i] * f(c[i]) for i in range(D_h)], c


def gru_in_loops(gru, h, x, f):
    kappa, rho = ([sigma(a) for a in sums(part, h, x)] for part in gru[:2])
    new = [f(a) for a in sums(gru.h_new, [rho[i] * h[i] for i in range(D_h)], x)]
    return [kappa[i] * h[i] + (1 - kappa[i]) * new[i] for i in range(D_h)]


def jacobian(function, v):
    """Return d function / d v by the complex step, one column for each component of v."""
    return np.transpose([[part.imag / STEP for part in function(list(v + 1j * STEP * e))]
                         for e in np.eye(len(v))])


def test_an_lstm_step_is_what_loops_give(activation, state):
    h, c, x = state
    expected = lstm_in_loops(cell(LSTM), h, c, x, F[activation])
    assert relative_error(lstm_step(cell(LSTM), h, c, x, activation), np.real(expected)) < 1e-14


def test_a_gru_step_is_what_loops_give(activation, state):
    h, _, x = state
    expected = gru_in_loops(cell(GRU), h, x, F[activation])
    assert relative_error(gru_step(cell(GRU), h, x, activation), np.real(expected)) < 1e-14


def test_along_the_cell_the_immediate_derivative_is_the_forget_gate(activation, state):
    h, c, x = state
    measured = jacobian(lambda moved: lstm_in_loops(cell(LSTM), h, moved, x, F[activation])[1], c)
    assert relative_error(np.diag(lstm_gates(cell(LSTM), h, x)[0]), measured) < 1e-14


def test_the_way_from_the_state_to_the_cell_equals_the_complex_step(activation, state):
    h, c, x = state
    measured = jacobian(lambda moved: lstm_in_loops(cell(LSTM), moved, c, x, F[activation])[1], h)
    assert relative_error(lstm_cell_by_state(cell(LSTM), h, c, x, activation), measured) < 1e-12


def test_the_gru_s_jacobian_equals_the_complex_step(activation, state):
    h, _, x = state
    measured = jacobian(lambda moved: gru_in_loops(cell(GRU), moved, x, F[activation]), h)
    assert relative_error(gru_jacobian(cell(GRU), h, x, activation), measured) < 1e-12


@pytest.mark.parametrize("kind", [LSTM, GRU])
def test_the_bias_goes_to_the_gate_that_keeps_the_past(kind):
    first, *rest = init_gates(kind, D_h, d, bias=2.0)
    assert (first.b == 2).all() and all((part.b == 0).all() for part in rest)
