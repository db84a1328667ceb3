import math

import numpy as np
import pytest

import rnn_ref

THETA = np.array([0.5, -1.0, 2.0, 0.0])


def test_affine_by_hand():
    U, b_2 = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]), np.array([0.1, 0.2, 0.3])
    h = np.array([2.0, 4.0])
    np.testing.assert_allclose(rnn_ref.affine(U, b_2, h), [10.1, -3.8, 8.3])


def test_softmax_by_its_definition():
    total = sum(math.exp(t) for t in THETA)
    np.testing.assert_allclose(rnn_ref.softmax(THETA), [math.exp(t) / total for t in THETA], rtol=1e-15)


def test_softmax_ignores_a_shift_and_sums_to_one_along_the_last_axis():
    rows = np.stack([THETA, THETA + 1000, THETA - 1000])
    yhat = rnn_ref.softmax(rows)
    np.testing.assert_allclose(yhat[1:], yhat[:1].repeat(2, axis=0), rtol=1e-12)
    np.testing.assert_allclose(yhat.sum(axis=-1), 1)


def test_softmax_of_huge_logits_and_masked_ones_does_not_warn():
    with np.errstate(all="raise", under="ignore"):
        assert rnn_ref.softmax(np.array([1e4, -1e4, -np.inf])).tolist() == [1, 0, 0]


def test_a_masked_symbol_has_no_probability_and_the_others_are_as_if_it_were_not_there():
    masked = np.array([0.5, -np.inf, 2.0, -np.inf, 0.0])
    with np.errstate(all="raise"):
        yhat, log_yhat = rnn_ref.softmax(masked), rnn_ref.log_softmax(masked)
    np.testing.assert_allclose(yhat[[0, 2, 4]], rnn_ref.softmax(masked[[0, 2, 4]]), rtol=1e-15)
    np.testing.assert_allclose(log_yhat[[0, 2, 4]], np.log(yhat[[0, 2, 4]]), rtol=1e-14)
    assert yhat[[1, 3]].tolist() == [0, 0] and log_yhat[[1, 3]].tolist() == [-np.inf, -np.inf]


@pytest.mark.parametrize("function", [rnn_ref.softmax, rnn_ref.log_softmax])
@pytest.mark.parametrize("theta, got", [
    ([[0.0, 1.0], [-np.inf, -np.inf]], r"-inf in an array of shape \(2, 2\)"),
    ([0.0, np.nan],                    r"nan in an array of shape \(2,\)"),
    ([0.0, np.inf],                    r"inf in an array of shape \(2,\)"),
])
def test_a_row_without_a_finite_largest_logit_is_refused_without_a_warning(function, theta, got):
    with np.errstate(all="raise"), pytest.raises(
            ValueError, match=f"^theta: expected a finite largest logit in every row, got {got}"):
        function(np.array(theta))


@pytest.mark.parametrize("theta", [3.0, np.zeros((2, 0))])
def test_logits_of_no_symbol_are_refused(theta):
    with pytest.raises(ValueError, match="theta: expected one logit a symbol in the last axis, got shape"):
        rnn_ref.softmax(theta)


@pytest.mark.parametrize("function", [rnn_ref.softmax, rnn_ref.log_softmax])
@pytest.mark.parametrize("theta", [
    np.array([100, -100, 3], np.int8), np.array([1, 255, 0], np.uint8), np.array([[True, False]]),
    np.array([32767, -32768], np.int16), [3, 1],
])
def test_small_integers_and_booleans_do_not_wrap_round(function, theta):
    got = function(theta)
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, function(np.asarray(theta, float)))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "complex64", "complex128"])
@pytest.mark.parametrize("function", [rnn_ref.softmax, rnn_ref.log_softmax])
def test_floats_keep_their_type(function, dtype):
    assert function(THETA.astype(dtype)).dtype == dtype


@pytest.mark.parametrize("theta", ["ab", ["a", "b"], np.array([1.0, 2.0], object), [[1.0], [1.0, 2.0]], None])
def test_logits_that_are_no_numbers_are_refused(theta):
    with pytest.raises(ValueError, match=r"^theta: expected "):
        rnn_ref.softmax(theta)


def test_log_softmax_is_exact_where_softmax_has_rounded_to_zero():
    assert rnn_ref.log_softmax(np.array([0.0, -2000.0]))[1] == -2000
    np.testing.assert_allclose(rnn_ref.log_softmax(THETA), np.log(rnn_ref.softmax(THETA)), rtol=1e-14)


def test_cross_entropy_of_a_certain_and_of_an_even_guess():
    assert rnn_ref.cross_entropy(np.array([0.0, 1.0]), 1) == 0
    assert math.isclose(rnn_ref.cross_entropy(np.full(8, 1 / 8), 3), 3 * math.log(2))


def test_cross_entropy_of_what_was_ruled_out_is_infinite_without_a_warning():
    with np.errstate(all="raise"):
        assert rnn_ref.cross_entropy(np.array([0.0, 1.0]), 0) == np.inf


@pytest.mark.parametrize("y", range(4))
def test_dtheta_is_the_jacobian_transposed_times_the_gradient_of_the_loss(y):
    yhat = rnn_ref.softmax(THETA)
    gradient = np.zeros(4)
    gradient[y] = -1 / yhat[y]
    composed = rnn_ref.softmax_jacobian(yhat).T @ gradient
    np.testing.assert_allclose(rnn_ref.dtheta(yhat, y), composed, rtol=1e-13)


def test_dtheta_of_every_step_equals_the_complex_step_of_the_loss():
    theta, y = np.array([THETA, 3 * THETA[::-1], THETA**2]), np.array([2, 0, 2])
    expected = rnn_ref.complex_step(lambda a: -rnn_ref.log_softmax(a)[np.arange(3), y].sum(), theta)
    np.testing.assert_allclose(rnn_ref.dtheta(rnn_ref.softmax(theta), y), expected, rtol=1e-13)


def test_loss_and_dtheta_of_huge_and_masked_logits_are_finite_and_exact():
    theta = np.array([1e4, -1e4, -np.inf])
    with np.errstate(all="raise", under="ignore"):
        assert -rnn_ref.log_softmax(theta)[1] == 2e4
        assert rnn_ref.dtheta(rnn_ref.softmax(theta), 1).tolist() == [1, -1, 0]


def test_softmax_jacobian_equals_the_complex_step_and_its_rows_sum_to_zero():
    by_step = np.array([np.imag(rnn_ref.softmax(THETA + 1e-30j * e)) / 1e-30 for e in np.eye(4)]).T
    jacobian = rnn_ref.softmax_jacobian(rnn_ref.softmax(THETA))
    np.testing.assert_allclose(jacobian, by_step, atol=1e-15)
    np.testing.assert_allclose(jacobian.sum(axis=1), 0, atol=1e-15)


YHAT = np.array([0.5, 0.25, 0.25])


@pytest.mark.parametrize("function", [rnn_ref.cross_entropy, rnn_ref.dtheta])
@pytest.mark.parametrize("y, got", [
    (-1,   r"symbols in 0\.\.2, got -1\.\.-1"),
    (3,    r"symbols in 0\.\.2, got 3\.\.3"),
    (1.0,  r"integers, got shape \(\) of float64"),
    (True, r"integers, got shape \(\) of bool"),
])
def test_a_true_symbol_that_is_not_there_is_named(function, y, got):
    with pytest.raises(ValueError, match=f"^y: expected {got}"):
        function(YHAT, y)


def test_probabilities_may_be_a_list_and_must_be_numbers():
    assert rnn_ref.cross_entropy([0, 1], 1) == 0
    assert rnn_ref.dtheta([0.5, 0.5], 1).tolist() == [0.5, -0.5]
    with pytest.raises(ValueError, match=r"^yhat: expected numbers"):
        rnn_ref.cross_entropy(["a", "b"], 1)


@pytest.mark.parametrize("x", [[-1], [0, 3], 3, [[0, 1], [2, -3]]])
def test_a_symbol_that_is_not_there_has_no_one_hot_row(x):
    with pytest.raises(ValueError, match=r"^x: expected symbols in 0\.\.2, got "):
        rnn_ref.one_hot(x, 3)


def test_one_hot_of_any_shape():
    assert rnn_ref.one_hot(2, 3).tolist() == [0, 0, 1]
    assert rnn_ref.one_hot(((2, 0),), 3).tolist() == [[[0, 0, 1], [1, 0, 0]]]
    assert rnn_ref.one_hot([], 3).shape == (0, 3)


def test_one_hot_rows():
    assert rnn_ref.one_hot(np.array([2, 0]), 3).tolist() == [[0, 0, 1], [1, 0, 0]]
