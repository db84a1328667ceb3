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


def gammas(instance, t):
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
    gamma, f_prime, h = gammas(instance, t)
    for k in range(1, t + 1):
        expected = rnn_ref.complex_step(
            lambda W, k=k: loss_of_step(instance, t, lambda j: W if j == k else W_h), W_h)
        assert relative_error(rnn_ref.claim_1(gamma[k], f_prime[k - 1], h[k - 1]), expected) < TOLERANCE


def test_a_dummy_variable_after_the_loss_does_nothing(instance):
    W_h = instance.params.W_h
    moved = loss_of_step(instance, 3, lambda k: W_h + (k > 3))
    assert moved == loss_of_step(instance, 3, lambda k: W_h)


def test_claim_2_down_to_the_initial_state_equals_the_complex_step(instance):
    gamma, _, _ = gammas(instance, 5)
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


def test_accumulating_equals_the_sum_over_every_single_loss(instance):
    args = instance.params, instance.xs[0], instance.ys[0]
    options = {"activation": instance.activation, "h_0": instance.h_0[0]}
    one_by_one = sum(rnn_ref.gradient_of_one_loss(*args, t, **options) for t in range(1, 7))
    _, gradients, _ = rnn_ref.sequence_gradients(*args, **options)
    assert relative_error(gradients.W_h, one_by_one) < TOLERANCE


@pytest.mark.parametrize("name", rnn_ref.Params._fields)
def test_each_parameters_gradient_equals_the_complex_step(instance, name):
    x, y = instance.xs[0], instance.ys[0]
    options = {"activation": instance.activation, "h_0": instance.h_0[0]}
    _, gradients, _ = rnn_ref.sequence_gradients(instance.params, x, y, **options)
    expected = rnn_ref.complex_step(
        lambda a: rnn_ref.sequence_loss(instance.params._replace(**{name: a}), x, y, **options),
        getattr(instance.params, name))
    assert relative_error(getattr(gradients, name), expected) < TOLERANCE


def test_the_initial_states_gradient_equals_the_complex_step(instance):
    x, y, f = instance.xs[0], instance.ys[0], instance.activation
    _, _, dh_0 = rnn_ref.sequence_gradients(instance.params, x, y, activation=f, h_0=instance.h_0[0])
    expected = rnn_ref.complex_step(
        lambda h: rnn_ref.sequence_loss(instance.params, x, y, activation=f, h_0=h), instance.h_0[0])
    assert relative_error(dh_0, expected) < TOLERANCE
