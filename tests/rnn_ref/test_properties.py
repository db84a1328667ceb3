"""What holds for every size, length, activation and dtype, on instances that hypothesis draws."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import rnn_ref
from rnn_ref.activations import activation_named
from rnn_ref.batches import pack, pad

TOLERANCE = {"float64": 1e-12, "float32": 1e-5}    # of the gradient's norm
drawn = settings(max_examples=20, derandomize=True, deadline=None, database=None)


@st.composite
def instances(draw, dtypes=tuple(TOLERANCE), longest=7, most=4):
    """Parameters with a spectral radius near 1, some sequences of unequal lengths, their h^(0), and f."""
    D_h, d, V = (draw(st.integers(1, size)) for size in (5, 4, 6))
    lengths = draw(st.lists(st.integers(1, longest), min_size=1, max_size=most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dtype = draw(st.sampled_from(dtypes))
    params = rnn_ref.init_params(D_h, V, d, seed=rng)
    params = rnn_ref.Params(*((p + 0.1 * rng.standard_normal(p.shape)).astype(dtype) for p in params))
    xs, ys = ([rng.integers(0, size, n) for n in lengths] for size in (d, V))
    h_0 = rng.uniform(0.1, 0.9, (len(lengths), D_h)).astype(dtype)
    return params, xs, ys, h_0, draw(st.sampled_from(["sigmoid", "tanh"]))


def flat(parts):
    return np.concatenate([np.ravel(part) for part in parts])


def one_by_one(function, params, xs, ys, h_0, activation):
    """Return J, all parameters' gradients in one vector, and dJ/dh^(0), sequence after sequence."""
    each = [function(params, x, y, activation=activation, h_0=h)
            for x, y, h in zip(xs, ys, h_0, strict=True)]
    return sum(J for J, _, _ in each), sum(flat(g) for _, g, _ in each), flat(dh for _, _, dh in each)


@drawn
@given(instances())
def test_the_fast_gradients_equal_the_readable_ones(instance):
    params, xs, ys, h_0, f = instance
    J, gradients, dh_0 = rnn_ref.loss_and_gradients(params, xs, ys, activation=f, h_0=h_0)
    J_expected, expected, dh_0_expected = one_by_one(rnn_ref.sequence_gradients, params, xs, ys, h_0, f)
    tolerance = TOLERANCE[params.W_h.dtype.name]
    assert rnn_ref.relative_error(J, J_expected) < tolerance
    assert rnn_ref.relative_error(flat([*gradients, dh_0]), flat([expected, dh_0_expected])) < tolerance
    assert {g.dtype for g in (*gradients, dh_0)} == {params.W_h.dtype}


@drawn
@given(instances(longest=5, most=2))
def test_the_fast_gradients_equal_the_complex_step(instance):
    params, xs, ys, h_0, f = instance

    def J(params, h_0):
        return sum(rnn_ref.sequence_loss(params, x, y, activation=f, h_0=h)
                   for x, y, h in zip(xs, ys, h_0, strict=True))

    _, gradients, dh_0 = rnn_ref.loss_and_gradients(params, xs, ys, activation=f, h_0=h_0)
    expected = flat([*rnn_ref.complex_step_gradients(lambda p: J(p, h_0), params),
                     rnn_ref.complex_step(lambda h: J(params, h), h_0)])
    assert rnn_ref.relative_error(flat([*gradients, dh_0]), expected) < TOLERANCE[params.W_h.dtype.name]


@pytest.mark.parametrize("function", [rnn_ref.gradients_one_by_one, rnn_ref.rtrl_gradients])
@drawn
@given(instances(dtypes=["float64"]))
def test_one_loss_at_a_time_and_learning_forward_equal_one_pass_back(function, instance):
    J, gradients, dh_0 = one_by_one(function, *instance)
    J_expected, expected, dh_0_expected = one_by_one(rnn_ref.sequence_gradients, *instance)
    assert J == J_expected
    assert rnn_ref.relative_error(flat([gradients, dh_0]), flat([expected, dh_0_expected])) < 1e-12


@drawn
@given(instances(dtypes=["float64"], most=1), st.integers(1, 9))
def test_windows_split_the_loss_and_keep_the_read_outs_gradients(instance, K):
    params, (x,), (y,), (h_0,), f = instance
    J, gradients, h = rnn_ref.truncated_gradients(params, x, y, K, activation=f, h_0=h_0)
    J_expected, expected, _ = rnn_ref.sequence_gradients(params, x, y, activation=f, h_0=h_0)
    np.testing.assert_allclose(J, J_expected, rtol=1e-13)
    np.testing.assert_allclose(flat(gradients[3:]), flat(expected[3:]), atol=1e-12)
    np.testing.assert_allclose(h, rnn_ref.forward(params, x, activation=f, h_0=h_0).h[-1], rtol=1e-13)


numbers = st.floats(-100, 100)


@drawn
@given(hnp.arrays(float, st.tuples(st.just(5), st.integers(1, 6)), elements=numbers), numbers, numbers)
def test_both_claims_are_linear_in_gamma(rows, a, b):
    """So the gammas of all losses may be added before they are passed on: this is the one-pass trick."""
    first, second, f_prime, h_prev, column = rows
    W_h = np.outer(column, h_prev) + np.diag(column)

    def claims(W_h, gamma, f_prime, h_prev):
        return flat([rnn_ref.claim_1(gamma, f_prime, h_prev), rnn_ref.claim_2(W_h, gamma, f_prime)])

    together = claims(W_h, a * first + b * second, f_prime, h_prev)
    apart = a * claims(W_h, first, f_prime, h_prev) + b * claims(W_h, second, f_prime, h_prev)
    # Rounding is relative to what the sums would be if nothing in them canceled.
    size = claims(abs(W_h), abs(a * first) + abs(b * second), abs(f_prime), abs(h_prev))
    assert (abs(together - apart) <= 1e-13 * size + 1e-300).all()


@drawn
@given(instances(dtypes=["float64"], most=1))
def test_delta_is_the_sum_of_the_gammas(instance):
    params, (x,), (y,), (h_0,), f = instance
    table = rnn_ref.gammas(params, x, y, activation=f, h_0=h_0)
    trace = rnn_ref.forward(params, x, activation=f, h_0=h_0)
    f_prime = activation_named(f).prime(trace.z)
    dz = rnn_ref.accumulate(params.W_h, params.U, rnn_ref.dtheta(trace.yhat, y), f_prime)
    np.testing.assert_allclose(table.sum(axis=0)[1:] * f_prime, dz, rtol=1e-11, atol=1e-14)


logits = hnp.arrays(float, st.tuples(st.integers(1, 3), st.integers(1, 8)),
                    elements=st.floats(-1e4, 1e4) | st.just(-np.inf)).filter(
                        lambda theta: np.isfinite(theta).any(axis=-1).all())


@drawn
@given(logits, st.floats(-1e4, 1e4))
def test_softmax_is_a_distribution_in_the_order_of_the_logits_and_ignores_a_shift(theta, shift):
    with np.errstate(all="raise", under="ignore"):
        yhat, log_yhat = rnn_ref.softmax(theta), rnn_ref.log_softmax(theta)
        shifted = rnn_ref.softmax(theta + shift)
    assert (yhat >= 0).all() and (log_yhat <= 0).all()
    np.testing.assert_allclose(yhat.sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(np.exp(log_yhat), yhat, rtol=1e-11, atol=1e-300)
    assert (np.isneginf(log_yhat) == np.isneginf(theta)).all()
    assert (np.diff(np.take_along_axis(yhat, np.argsort(theta), axis=-1)) >= 0).all()
    np.testing.assert_allclose(shifted, yhat, rtol=0, atol=1e-11)


@drawn
@given(logits)
def test_softmax_jacobian_is_symmetric_without_negative_eigenvalues_and_flat_along_ones(theta):
    jacobian = rnn_ref.softmax_jacobian(rnn_ref.softmax(theta[0]))
    np.testing.assert_array_equal(jacobian, jacobian.T)
    np.testing.assert_allclose(jacobian @ np.ones(len(jacobian)), 0, atol=1e-15)
    assert np.linalg.eigvalsh(jacobian).min() > -1e-15


@drawn
@given(logits, st.integers(0, 7))
def test_dtheta_is_the_jacobian_times_the_losss_gradient_wherever_that_is_finite(theta, y):
    y %= theta.shape[1]
    yhat = rnn_ref.softmax(theta[0])
    dtheta = rnn_ref.dtheta(yhat, y)
    assert abs(dtheta.sum()) < 1e-14
    if yhat[y] > 1e-200:
        composed = -rnn_ref.softmax_jacobian(yhat)[:, y] / yhat[y]
        np.testing.assert_allclose(dtheta, composed, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("width", [16, 32, 64])
@drawn
@given(st.data())
def test_sigmoid_of_any_float_is_a_probability_and_never_warns(width, data):
    pair = st.floats(width=width, allow_nan=False)
    z = np.array(sorted([data.draw(pair), data.draw(pair)]), f"float{width}")
    with np.errstate(all="raise", under="ignore"):
        low, high = rnn_ref.sigmoid(z)
        mirrored = rnn_ref.sigmoid(-z)
    assert 0 <= low <= high <= 1
    np.testing.assert_allclose(mirrored, [1 - low, 1 - high], atol=float(np.finfo(z.dtype).eps))
    assert low.dtype == z.dtype


@drawn
@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=8), min_size=1, max_size=6), st.data())
def test_packing_keeps_every_sequence_whole(xs, data):
    which = np.array(data.draw(st.permutations(range(len(xs)))))[:data.draw(st.integers(1, len(xs)))]
    batch = pack(pad(xs, xs), which)
    blocks = list(pairwise(batch.starts[1:] - len(which)))
    unpacked = [[batch.x[start + j] for start, stop in blocks if start + j < stop]
                for j in range(len(which))]
    assert unpacked == [xs[which[j]] for j in batch.order]
    assert sum(map(len, unpacked)) == len(batch.x)
