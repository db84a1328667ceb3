import math

import numpy as np

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


def test_log_softmax_is_exact_where_softmax_has_rounded_to_zero():
    assert rnn_ref.log_softmax(np.array([0.0, -2000.0]))[1] == -2000
    np.testing.assert_allclose(rnn_ref.log_softmax(THETA), np.log(rnn_ref.softmax(THETA)), rtol=1e-14)


def test_cross_entropy_of_a_certain_and_of_an_even_guess():
    assert rnn_ref.cross_entropy(np.array([0.0, 1.0]), 1) == 0
    assert math.isclose(rnn_ref.cross_entropy(np.full(8, 1 / 8), 3), 3 * math.log(2))


def test_softmax_jacobian_equals_the_complex_step_and_its_rows_sum_to_zero():
    by_step = np.array([np.imag(rnn_ref.softmax(THETA + 1e-30j * e)) / 1e-30 for e in np.eye(4)]).T
    jacobian = rnn_ref.softmax_jacobian(rnn_ref.softmax(THETA))
    np.testing.assert_allclose(jacobian, by_step, atol=1e-15)
    np.testing.assert_allclose(jacobian.sum(axis=1), 0, atol=1e-15)


def test_one_hot_rows():
    assert rnn_ref.one_hot(np.array([2, 0]), 3).tolist() == [[0, 0, 1], [1, 0, 0]]
