import numpy as np
import pytest

import rnn_ref
from rnn_ref.gradcheck import check_all


def test_complex_step_of_a_known_derivative_is_exact_to_rounding():
    a = np.array([[0.3, -1.2], [2.0, 0.1]])
    got = rnn_ref.complex_step(lambda a: np.sum(np.exp(a) * a), a)
    np.testing.assert_allclose(got, np.exp(a) * (a + 1), rtol=1e-15)


def test_central_differences_of_a_square_are_exact_but_for_rounding():
    a = np.array([[0.3, -1.2], [2.0, 0.1]])
    np.testing.assert_allclose(rnn_ref.central_differences(lambda a: np.sum(a * a), a), 2 * a, atol=1e-9)


def test_the_error_of_central_differences_falls_with_the_square_of_the_step():
    errors = [rnn_ref.central_differences(lambda a: np.exp(a[0]), np.zeros(1), step)[0] - 1
              for step in (1e-2, 1e-3)]
    np.testing.assert_allclose(errors, [1e-4 / 6, 1e-6 / 6], rtol=1e-3)    # the third derivative is 1


def test_the_error_of_a_complex_step_falls_with_the_square_of_the_step():
    errors = [rnn_ref.complex_step(lambda a: np.exp(a[0]), np.zeros(1), step)[0] - 1
              for step in (1e-2, 1e-3)]
    np.testing.assert_allclose(errors, [-1e-4 / 6, -1e-6 / 6], rtol=1e-3)


@pytest.mark.parametrize("name", rnn_ref.Params._fields)
def test_complex_step_agrees_with_central_differences(instance, name):
    def J(array):
        return rnn_ref.sequence_loss(instance.params._replace(**{name: array}), instance.xs[0],
                                     instance.ys[0], activation=instance.activation, h_0=instance.h_0[0])

    array = getattr(instance.params, name)
    central = rnn_ref.central_differences(J, array)
    assert rnn_ref.relative_error(central, rnn_ref.complex_step(J, array)) < 1e-6


def test_a_loss_that_drops_the_imaginary_part_is_refused():
    with pytest.raises(ValueError, match="expected a complex result for a complex argument, got float64"):
        rnn_ref.complex_step(lambda a: np.abs(a).sum(), np.ones(2))


def test_relative_error_of_equal_zero_and_different_arrays():
    assert rnn_ref.relative_error(np.ones(3), np.ones(3)) == 0
    assert rnn_ref.relative_error(np.zeros(3), np.zeros(3)) == 0
    assert rnn_ref.relative_error(np.array([3.0, 0]), np.array([2.0, 0])) == 0.5


@pytest.mark.parametrize("got, expected, sentence", [
    (np.ones(3), np.ones((3, 1)),      r"got: expected shape \(3, 1\), got \(3,\)"),
    (1.0, np.ones(3),                  r"got: expected shape \(3,\), got \(\)"),
    (np.ma.ones(3), np.ones(3),        "got: expected an array without a mask"),
    (np.ones(3), np.ma.ones(3),        "expected: expected an array without a mask"),
    (["a"], [1.0],                     "got: expected numbers"),
])
def test_arrays_that_cannot_be_compared_are_named(got, expected, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        rnn_ref.relative_error(got, expected)


def test_the_error_of_small_integers_does_not_wrap_round():
    assert rnn_ref.relative_error(np.array([0, 4], np.uint8), np.array([3, 4], np.uint8)) == 3 / 5


@pytest.mark.parametrize("measured", [rnn_ref.complex_step, rnn_ref.central_differences])
def test_a_masked_array_has_no_derivative(measured):
    with pytest.raises(ValueError, match=r"^array: expected an array without a mask"):
        measured(lambda a: a.sum(), np.ma.ones(3))


def test_check_all_sees_a_wrong_gradient(monkeypatch):
    assert max(error for _, _, error in check_all()) < 1e-12
    right = rnn_ref.gradcheck.loss_and_gradients

    def wrong(*args, **options):
        J, gradients, dh_0 = right(*args, **options)
        return J, gradients._replace(b_1=gradients.b_1 * 1.001), dh_0

    monkeypatch.setattr(rnn_ref.gradcheck, "loss_and_gradients", wrong)
    assert {name for _, name, error in check_all() if error > 1e-12} == {"b_1"}
