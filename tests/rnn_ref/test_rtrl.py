import numpy as np
import pytest

import rnn_ref
from rnn_ref import relative_error
from rnn_ref.activations import activation_named
from rnn_ref.rtrl import total_derivatives

TOLERANCE = 1e-12    # norm-relative


def of(instance, i):
    """Arguments and options for sequence i."""
    return ((instance.params, instance.xs[i], instance.ys[i]),
            {"activation": instance.activation, "h_0": instance.h_0[i]})


@pytest.mark.parametrize("i", [0, 2])    # 6 steps, 1 step
def test_learning_forward_equals_backpropagation_through_time(instance, i):
    args, options = of(instance, i)
    J, gradients, dh_0 = rnn_ref.rtrl_gradients(*args, **options)
    J_expected, expected, dh_0_expected = rnn_ref.sequence_gradients(*args, **options)
    assert J == J_expected
    assert max(relative_error(g, e) for g, e in zip(gradients, expected, strict=True)) < TOLERANCE
    assert relative_error(dh_0, dh_0_expected) < TOLERANCE


def test_the_total_derivative_of_each_state_equals_the_complex_step(instance):
    (params, x, _), _ = of(instance, 0)
    X, h_0 = np.eye(3)[x], instance.h_0[0]
    z, h = rnn_ref.hidden_states(*params[:3], X, h_0, instance.activation)
    f_prime = activation_named(instance.activation).prime(z)
    for t, total in enumerate(total_derivatives(params.W_h, f_prime, h, X), start=1):
        def state(W, i, t=t):
            columns = W[:, :5], W[:, 5:8], W[:, 8]
            return rnn_ref.hidden_states(*columns, X[:t], W[:, 9], instance.activation)[1][t, i]

        W = np.column_stack([*params[:3], h_0])
        expected = [rnn_ref.complex_step(lambda W, i=i, state=state: state(W, i), W) for i in range(5)]
        assert relative_error(total, expected) < TOLERANCE


def test_a_total_with_a_local_and_an_immediate_with_a_total_are_both_exact(instance):
    args, options = of(instance, 0)
    found = rnn_ref.bookkeepings(*args, **options)
    expected = rnn_ref.complex_step(
        lambda W: rnn_ref.sequence_loss(args[0]._replace(W_h=W), *args[1:], **options), args[0].W_h)
    assert relative_error(found["total local"], expected) < TOLERANCE
    assert relative_error(found["immediate total"], expected) < TOLERANCE


def test_a_total_times_a_total_is_wrong_and_counts_a_path_once_for_each_of_its_states(instance):
    """The path from step k to loss s counts s - k + 1 times; weighting it so explains the whole error."""
    args, options = of(instance, 0)
    got = rnn_ref.bookkeepings(*args, **options)["total total"]
    _, gradients, _ = rnn_ref.sequence_gradients(*args, **options)
    assert relative_error(got, gradients.W_h) > 0.01
    trace = rnn_ref.forward(args[0], args[1], **options)
    f_prime = activation_named(instance.activation).prime(trace.z)
    gamma = rnn_ref.gammas(*args, **options)
    counted = sum((s - k + 1) * rnn_ref.claim_1(gamma[s - 1, k], f_prime[k - 1], trace.h[k - 1])
                  for s in range(1, 7) for k in range(1, s + 1))
    assert relative_error(got, counted) < TOLERANCE


def test_with_one_step_there_is_nothing_to_count_twice(instance):
    args, options = of(instance, 2)
    found = rnn_ref.bookkeepings(*args, **options)
    assert relative_error(found["total total"], found["total local"]) < TOLERANCE
