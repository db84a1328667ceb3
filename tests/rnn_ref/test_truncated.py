import numpy as np
import pytest

import rnn_ref
from rnn_ref import relative_error
from rnn_ref.activations import activation_named

TOLERANCE = 1e-12    # norm-relative, against the complex step in double precision


def of_the_longest(instance):
    """Arguments and options for the sequence of nine steps."""
    return ((instance.params, instance.xs[3], instance.ys[3]),
            {"activation": instance.activation, "h_0": instance.h_0[3]})


def worst(got, expected):
    return max(relative_error(g, e) for g, e in zip(got, expected, strict=True))


@pytest.mark.parametrize("K", [9, 10, 1000])
def test_a_window_that_holds_everything_gives_the_full_gradients(instance, K):
    args, options = of_the_longest(instance)
    J, gradients, _ = rnn_ref.truncated_gradients(*args, K, **options)
    J_expected, expected, _ = rnn_ref.sequence_gradients(*args, **options)
    assert J == J_expected
    assert worst(gradients, expected) < TOLERANCE


@pytest.mark.parametrize("K", [1, 2, 4])    # 4: windows of 4, 4 and 1 steps
def test_the_gradients_equal_the_complex_step_with_each_incoming_state_held_fixed(instance, K):
    (params, x, y), options = of_the_longest(instance)
    h = rnn_ref.forward(params, x, **options).h    # the states of the unmoved parameters

    def J(moved):
        return sum(rnn_ref.sequence_loss(moved, x[a:a + K], y[a:a + K], activation=instance.activation,
                                         h_0=h[a]) for a in range(0, 9, K))

    _, gradients, _ = rnn_ref.truncated_gradients(params, x, y, K, **options)
    assert worst(gradients, rnn_ref.complex_step_gradients(J, params)) < TOLERANCE


def test_what_is_cut_off_are_the_gammas_that_leave_their_window(instance):
    (params, x, y), options = of_the_longest(instance)
    trace, gamma = rnn_ref.forward(params, x, **options), rnn_ref.gammas(params, x, y, **options)
    f_prime = activation_named(instance.activation).prime(trace.z)
    kept = sum(rnn_ref.claim_1(gamma[t - 1, k], f_prime[k - 1], trace.h[k - 1])
               for t in range(1, 10) for k in range(1, t + 1) if (t - 1) // 4 == (k - 1) // 4)
    _, full, _ = rnn_ref.sequence_gradients(params, x, y, **options)
    _, gradients, _ = rnn_ref.truncated_gradients(params, x, y, 4, **options)
    assert relative_error(gradients.W_h, kept) < TOLERANCE
    assert relative_error(gradients.W_h, full.W_h) > 1e-3


def test_loss_read_out_and_last_state_are_exact_however_short_the_window(instance):
    args, options = of_the_longest(instance)
    J, gradients, h = rnn_ref.truncated_gradients(*args, 2, **options)
    J_expected, expected, _ = rnn_ref.sequence_gradients(*args, **options)
    assert relative_error(J, J_expected) < 1e-14
    assert relative_error(gradients.U, expected.U) < TOLERANCE
    np.testing.assert_allclose(h, rnn_ref.forward(*args[:2], **options).h[-1], rtol=1e-14)


def test_windows_one_after_the_other_carry_the_state(instance):
    (params, x, y), options = of_the_longest(instance)
    f = options["activation"]
    first = rnn_ref.window_gradients(params, x[:5], y[:5], **options)
    second = rnn_ref.window_gradients(params, x[5:], y[5:], activation=f, h_0=first[2])
    J, gradients, h = rnn_ref.truncated_gradients(params, x, y, 5, **options)
    assert J == first[0] + second[0]
    np.testing.assert_array_equal(gradients.W_h, first[1].W_h + second[1].W_h)
    np.testing.assert_array_equal(h, second[2])


@pytest.mark.parametrize("change, sentence", [
    ({"K": 0},               r"K: expected a positive integer, the steps of a window, got 0"),
    ({"K": 2.5},             r"K: expected a positive integer, the steps of a window, got 2\.5"),
    ({"K": True},            r"K: expected a positive integer, the steps of a window, got True"),
    ({"y": [0, 1]},          r"y: expected 3 symbols, one for each input, got 2"),
    ({"y": [0, 1, 7]},       r"y: expected symbols in 0\.\.6, got 0\.\.7"),
    ({"x": [], "y": []},     r"x: expected a non-empty 1-D array of integers"),
    ({"h_0": np.zeros(4)},   r"h_0: expected shape \(5,\), got \(4,\)"),
])
def test_what_does_not_fit_is_named(change, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        rnn_ref.truncated_gradients(rnn_ref.init_params(5, 7, 3),
                                    **{"x": [0, 1, 2], "y": [5, 6, 0], "K": 2} | change)
