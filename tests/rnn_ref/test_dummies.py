import re

import numpy as np
import pytest

import rnn_ref
from rnn_ref import relative_error
from rnn_ref.activations import activation_named

TOLERANCE = 1e-12    # norm-relative, against the complex step in double precision


def loss_of_step(instance, t, W_h_at):
    """J^(t) of the first sequence, with W_h^(k) taken from W_h_at(k): the dummy variables themselves."""
    (_, W_x, b_1, U, b_2), h = instance.params, instance.h_0[0]
    for k in range(1, t + 1):
        x = np.eye(3)[instance.xs[0][k - 1]]
        _, h = rnn_ref.unit_step(W_h_at(k), W_x, b_1, h, x, instance.activation)
    return -rnn_ref.log_softmax(rnn_ref.affine(U, b_2, h))[instance.ys[0][t - 1]]


def by_claim_2(instance, t):
    """gamma_t^(k) by Claim 2 for k = t, ..., 0, and f'(z^(k)) for each step."""
    params = instance.params
    trace = rnn_ref.forward(params, instance.xs[0], activation=instance.activation, h_0=instance.h_0[0])
    f_prime = activation_named(instance.activation).prime(trace.z)
    y = np.eye(7)[instance.ys[0][t - 1]]
    gamma = {t: rnn_ref.local_gamma(params.U, trace.yhat[t - 1] - y)}
    for k in range(t, 0, -1):
        gamma[k - 1] = rnn_ref.claim_2(params.W_h, gamma[k], f_prime[k - 1])
    return gamma, f_prime, trace.h


def test_claim_1_equals_the_complex_step_on_one_dummy_variable(instance):
    t, W_h = 5, instance.params.W_h
    gamma, f_prime, h = by_claim_2(instance, t)
    for k in range(1, t + 1):
        expected = rnn_ref.complex_step(
            lambda W, k=k: loss_of_step(instance, t, lambda j: W if j == k else W_h), W_h)
        assert relative_error(rnn_ref.claim_1(gamma[k], f_prime[k - 1], h[k - 1]), expected) < TOLERANCE


def test_a_dummy_variable_after_the_loss_does_nothing(instance):
    W_h = instance.params.W_h
    moved = loss_of_step(instance, 3, lambda k: W_h + (k > 3))
    assert moved == loss_of_step(instance, 3, lambda k: W_h)


def test_claim_2_down_to_the_initial_state_equals_the_complex_step(instance):
    gamma, _, _ = by_claim_2(instance, 5)
    W_h = instance.params.W_h
    expected = rnn_ref.complex_step(
        lambda h: loss_of_step(instance._replace(h_0=[h]), 5, lambda k: W_h), instance.h_0[0])
    assert relative_error(gamma[0], expected) < TOLERANCE


def test_one_loss_through_all_dummy_variables_equals_the_complex_step(instance):
    for t in (1, 4, 6):
        got = rnn_ref.gradient_of_one_loss(instance.params, instance.xs[0], instance.ys[0], t,
                                           activation=instance.activation, h_0=instance.h_0[0])
        expected = rnn_ref.complex_step(lambda W, t=t: loss_of_step(instance, t, lambda k: W),
                                        instance.params.W_h)
        assert relative_error(got, expected) < TOLERANCE


def test_the_table_of_gammas_equals_the_complex_step_on_every_state(instance):
    (W_h, W_x, b_1, U, b_2), x, y = instance.params, np.eye(3)[instance.xs[0]], instance.ys[0]
    f = instance.activation
    table = rnn_ref.gammas(instance.params, instance.xs[0], y, activation=f, h_0=instance.h_0[0])
    _, h = rnn_ref.hidden_states(W_h, W_x, b_1, x, instance.h_0[0], f)
    assert table.shape == (6, 7, 5)

    def J_t_from(h_k, k, t):
        after = rnn_ref.hidden_states(W_h, W_x, b_1, x[k:t], h_k, f)[1]
        return -rnn_ref.log_softmax(rnn_ref.affine(U, b_2, after[-1]))[y[t - 1]]

    for t in range(1, 7):
        for k in range(t + 1):
            expected = rnn_ref.complex_step(lambda h_k, k=k, t=t: J_t_from(h_k, k, t), h[k])
            assert relative_error(table[t - 1, k], expected) < TOLERANCE
        assert not table[t - 1, t + 1:].any()


@pytest.mark.parametrize("t", [1, 4, 6])
def test_every_gradient_of_one_loss_equals_the_complex_step(instance, t):
    args = instance.params, instance.xs[0], instance.ys[0]
    options = {"activation": instance.activation, "h_0": instance.h_0[0]}
    got, got_h_0 = rnn_ref.gradients_of_one_loss(*args, t, **options)

    def J_t(params, h_0):
        theta = rnn_ref.forward(params, args[1], activation=instance.activation, h_0=h_0).theta
        return -rnn_ref.log_softmax(theta[t - 1])[args[2][t - 1]]

    expected = rnn_ref.complex_step_gradients(lambda p: J_t(p, instance.h_0[0]), instance.params)
    assert max(relative_error(g, e) for g, e in zip(got, expected, strict=True)) < TOLERANCE
    expected_h_0 = rnn_ref.complex_step(lambda h: J_t(instance.params, h), instance.h_0[0])
    assert relative_error(got_h_0, expected_h_0) < TOLERANCE


def test_a_loss_is_local_to_its_step_in_the_read_out(instance):
    """dU and db_2 of J^(t) see h^(t) and no other state."""
    gradients, _ = rnn_ref.gradients_of_one_loss(instance.params, instance.xs[0], instance.ys[0], 2,
                                                 activation=instance.activation)
    h = rnn_ref.forward(instance.params, instance.xs[0], activation=instance.activation).h
    np.testing.assert_allclose(gradients.U, np.outer(gradients.b_2, h[2]), rtol=1e-14)


@pytest.mark.parametrize("t", [0, 3, -1, 1.5, 2.0, True, "1", None, np.array([1, 2])])
@pytest.mark.parametrize("function", [rnn_ref.gradients_of_one_loss, rnn_ref.gradient_of_one_loss])
def test_a_step_that_is_not_there_is_named(function, t):
    with pytest.raises(ValueError, match=rf"t: expected a step in 1\.\.2, got {re.escape(repr(t))}"):
        function(rnn_ref.init_params(5, 7, 3), [0, 1], [5, 6], t)


@pytest.mark.parametrize("function", [rnn_ref.gradients_of_one_loss, rnn_ref.gradient_of_one_loss])
def test_symbols_may_come_as_a_tuple(function):
    params = rnn_ref.init_params(5, 7, 3)
    got, expected = (function(params, form([0, 1]), form([5, 6]), 2) for form in (tuple, np.array))
    assert relative_error(np.ravel(got[0][0]), np.ravel(expected[0][0])) == 0
