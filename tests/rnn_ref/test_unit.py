import math

import numpy as np
import pytest

import rnn_ref


def by_scalars(instance, i):
    """The loss of sequence i by loops over scalars: no matrix product, no shared code."""
    (W_h, W_x, b_1, U, b_2), f = instance.params, {"sigmoid": lambda z: 1 / (1 + math.exp(-z)),
                                                   "tanh": math.tanh}[instance.activation]
    h, J = list(instance.h_0[i]), 0.0
    for x, y in zip(instance.xs[i], instance.ys[i], strict=True):
        h = [f(sum(w * g for w, g in zip(W_h[a], h, strict=True)) + W_x[a][x] + b_1[a]) for a in range(5)]
        theta = [sum(u * g for u, g in zip(U[v], h, strict=True)) + b_2[v] for v in range(7)]
        J += math.log(sum(math.exp(t) for t in theta)) - theta[y]
    return J


def test_sequence_loss_equals_loops_over_scalars(instance):
    for i, (x, y, h_0) in enumerate(zip(instance.xs, instance.ys, instance.h_0, strict=True)):
        J = rnn_ref.sequence_loss(instance.params, x, y, activation=instance.activation, h_0=h_0)
        assert math.isclose(J, by_scalars(instance, i), rel_tol=1e-13)


def test_the_trace_has_its_shapes_and_obeys_each_equation(instance):
    params, x, f = instance.params, instance.xs[0], instance.activation
    z, h, theta, yhat = rnn_ref.forward(params, x, activation=f, h_0=instance.h_0[0])
    assert (z.shape, h.shape, theta.shape, yhat.shape) == ((6, 5), (7, 5), (6, 7), (6, 7))
    np.testing.assert_array_equal(h[0], instance.h_0[0])
    for t in range(1, 7):
        x_t = np.eye(3)[x[t - 1]]
        np.testing.assert_allclose(z[t - 1], params.W_h @ h[t - 1] + params.W_x @ x_t + params.b_1)
        np.testing.assert_allclose(theta[t - 1], params.U @ h[t] + params.b_2)
    np.testing.assert_allclose(yhat.sum(axis=1), 1)


def test_the_state_starts_at_zero_where_none_is_given(instance):
    with_zeros = rnn_ref.forward(instance.params, instance.xs[0], h_0=np.zeros(5))
    np.testing.assert_array_equal(rnn_ref.forward(instance.params, instance.xs[0]).h, with_zeros.h)


@pytest.mark.parametrize("name, value, sentence", [
    ("x", np.array([0, 3]), r"x: expected symbols in 0\.\.2, got 0\.\.3"),
    ("x", np.array([], dtype=int), r"x: expected a non-empty 1-D array of integers, got shape \(0,\)"),
    ("x", np.array([0.5]), r"x: expected a non-empty 1-D array of integers, got shape \(1,\) of float64"),
    ("h_0", np.zeros(4), r"h_0: expected shape \(5,\), got \(4,\)"),
    ("W_x", np.zeros((4, 3)), r"W_x: expected shape \(5, 3\), got \(4, 3\)"),
    ("h_0", np.array([0, 0, 0, 0, np.nan]),
     r"h_0: expected finite numbers, got 1 NaN or infinite in shape \(5,\)"),
    ("W_h", np.full((5, 5), np.nan), r"W_h: expected finite numbers, got 25 NaN or infinite in shape"),
    ("U", np.full((7, 5), np.inf), r"U: expected finite numbers, got 35 NaN or infinite in shape \(7, 5\)"),
    ("b_1", np.array(list("abcde")), r"b_1: expected numbers, got shape \(5,\) of <U1"),
    ("h_0", [0, 0, [0], 0, 0], "h_0: expected an array, got rows of unequal length or shape"),
    ("h_0", np.ma.zeros(5), r"h_0: expected an array without a mask, got a masked one of shape \(5,\)"),
    ("x", [[0], [0, 1]], "x: expected an array, got rows of unequal length or shape"),
    ("x", np.ma.array([0, 1]), r"x: expected an array without a mask"),
    ("W_x", np.zeros((5, 0)), r"W_x: expected at least one entry, got shape \(5, 0\)"),
    ("b_2", np.zeros((7, 1)), r"b_2: expected 1 dimension\(s\), got shape \(7, 1\)"),
])
def test_what_does_not_fit_is_named(name, value, sentence):
    params, x, h_0 = rnn_ref.init_params(5, 7, 3), np.array([0, 1]), np.zeros(5)
    with pytest.raises(ValueError, match=sentence):
        if name == "x":
            rnn_ref.forward(params, value)
        elif name == "h_0":
            rnn_ref.forward(params, x, h_0=value)
        else:
            rnn_ref.forward(params._replace(**{name: value}), x, h_0=h_0)


def test_four_arrays_are_not_parameters():
    with pytest.raises(ValueError, match=r"params: expected 5 arrays \('W_h', .*\), got 4"):
        rnn_ref.forward(rnn_ref.init_params(5, 7, 3)[:4], np.array([0, 1]))


def test_whole_numbers_are_parameters_too():
    ones = rnn_ref.Params(*(np.ones(p.shape, int) for p in rnn_ref.init_params(5, 7, 3)))
    floats = rnn_ref.Params(*(p.astype(float) for p in ones))
    assert rnn_ref.sequence_loss(ones, [0, 1], [5, 6]) == rnn_ref.sequence_loss(floats, [0, 1], [5, 6])
