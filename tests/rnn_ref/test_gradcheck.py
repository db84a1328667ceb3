import numpy as np
import pytest

import rnn_ref
from rnn_ref.gradcheck import check_all


def test_complex_step_of_a_known_derivative_is_exact_to_rounding():
    a = np.array([[0.3, -1.2], [2.0, 0.1]])
    got = rnn_ref.complex_step(lambda a: np.sum(np.exp(a) * a), a)
    np.testing.assert_allclose(got, np.exp(a) * (a + 1), rtol=1e-15)


def test_complex_step_agrees_with_central_differences(instance):
    def J(W):
        return rnn_ref.sequence_loss(instance.params._replace(W_h=W), instance.xs[0], instance.ys[0],
                                     activation=instance.activation, h_0=instance.h_0[0])

    W_h, central = instance.params.W_h, np.empty((5, 5))
    for index in np.ndindex(5, 5):
        step = np.zeros((5, 5))
        step[index] = 1e-5
        central[index] = (J(W_h + step) - J(W_h - step)) / 2e-5
    assert rnn_ref.relative_error(central, rnn_ref.complex_step(J, W_h)) < 1e-6


def test_a_loss_that_drops_the_imaginary_part_is_refused():
    with pytest.raises(ValueError, match="expected a complex result for a complex argument, got float64"):
        rnn_ref.complex_step(lambda a: np.abs(a).sum(), np.ones(2))


def test_relative_error_of_equal_zero_and_different_arrays():
    assert rnn_ref.relative_error(np.ones(3), np.ones(3)) == 0
    assert rnn_ref.relative_error(np.zeros(3), np.zeros(3)) == 0
    assert rnn_ref.relative_error(np.array([3.0, 0]), np.array([2.0, 0])) == 0.5


def test_check_all_sees_a_wrong_gradient(monkeypatch):
    assert max(error for _, _, error in check_all()) < 1e-12
    right = rnn_ref.gradcheck.loss_and_gradients

    def wrong(*args, **options):
        J, gradients, dh_0 = right(*args, **options)
        return J, gradients._replace(b_1=gradients.b_1 * 1.001), dh_0

    monkeypatch.setattr(rnn_ref.gradcheck, "loss_and_gradients", wrong)
    assert {name for _, name, error in check_all() if error > 1e-12} == {"b_1"}
