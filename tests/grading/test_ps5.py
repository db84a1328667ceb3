"""Problem set 5: what its checks compare with is right, by the complex step and by other ways."""

import numpy as np
import pytest

from grading.checks import challenge as expected
from grading.checks import challenge_instances as on
from grading.checks import ps5
from grading.checks.compare import shown
from rnn_ref.bptt import accumulate
from rnn_ref.gradcheck import complex_step, relative_error
from rnn_ref.params import Params
from rnn_ref.softmax import one_hot
from rnn_ref.truncated import truncated_gradients
from rnn_ref.unit import hidden_states


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def test_the_total_derivative_is_the_slope_of_the_state(rng):
    for m, activation, h, f_prime, _ in on.cached(rng):
        total = np.zeros((m.D_h,) * 3)
        for f, before in zip(f_prime, h[:-1], strict=True):
            total = expected.total_derivative(m.W_h, f, before, total)
        for i in range(m.D_h):
            def unit(W, m=m, activation=activation, i=i):
                return hidden_states(W, m.W_x, m.b_1, m.X, m.h_0, activation)[1][-1, i]
            assert relative_error(total[i], complex_step(unit, m.W_h)) < 1e-12


def test_forward_in_time_is_back_in_time(rng):
    for case in on.streams(rng):
        W_h, h, f_prime, gamma = case.arguments
        back = accumulate(W_h, np.eye(len(W_h)), gamma, f_prime).T @ h[:-1]
        assert relative_error(expected.rtrl_gradient(*case.arguments), back) < 1e-12


def test_windows_are_those_of_the_reference(rng):
    for case in on.texts(rng) + on.single_steps(rng) + on.one_window(rng):
        *weights, X, y, h_0, K, activation = case.arguments
        x = rng.integers(X.shape[1], size=len(X))
        got = expected.truncated_gradients(*weights, one_hot(x, X.shape[1]), y, h_0, K, activation)
        J, gradients, last = truncated_gradients(Params(*weights), x, y, K, activation=activation, h_0=h_0)
        assert max(map(relative_error, got, (J, *gradients, last))) < 1e-12


@pytest.mark.parametrize("number", range(6))     # the six gradients stand in the order of the arguments
def test_each_gradient_of_the_lstm_is_the_slope_of_its_step(number, rng):
    for case in on.steps_back(rng):
        before, _ = case.extra
        dh, dc = case.arguments[-2:]

        def told(array, before=before, dh=dh, dc=dc):
            h, c, _ = expected.lstm_step(*before[:number], array, *before[number + 1:])
            return dh @ h + dc @ c
        got = expected.lstm_step_back(*case.arguments)[number]
        assert relative_error(got, complex_step(told, before[number])) < 1e-12


def test_the_diagonal_is_that_of_the_product_of_matrices(rng):
    for case in on.forget_gates(rng) + on.ends_of_paths(rng):
        phi, k, t = case.arguments
        P = np.eye(phi.shape[1])
        for row in phi[k:t]:
            P = np.diag(row) @ P
        assert np.allclose(np.diag(expected.along_the_cell(phi, k, t)), P)


PROPERTIES = (("rtrl_gradient", ps5.as_walking_back, on.streams),
              ("truncated_gradients", ps5.where_nothing_is_cut, on.texts),
              ("lstm_step_back", ps5.as_slope, on.steps_back))


@pytest.mark.parametrize("name, holds, family", PROPERTIES)
def test_each_property_holds_of_the_right_result_and_not_where_a_part_is_off(name, holds, family, rng):
    for case in family(rng):
        result = ps5.TASKS[name].reference(*case.arguments)
        parts = list(result) if isinstance(result, tuple) else [result]
        assert holds(case, *parts)
        assert not holds(case, parts[0] + 0.1, *parts[1:])


def test_a_stack_of_matrices_is_shown_as_rows():
    assert shown(np.arange(8.0).reshape(2, 2, 2)) == "[0  1]\n[2  3]\n[4  5]\n..."
    assert shown(np.arange(8.0)) == "[0  1  2  3  4  5  ...]"
