import numpy as np
import pytest

import rnn_ref
from rnn_ref import relative_error

TOLERANCE = 1e-12    # norm-relative, against the complex step in double precision


def of_the_first(instance):
    """Arguments and options of the functions that take one sequence."""
    return ((instance.params, instance.xs[0], instance.ys[0]),
            {"activation": instance.activation, "h_0": instance.h_0[0]})


def test_accumulating_equals_the_sum_over_every_single_loss(instance):
    args, options = of_the_first(instance)
    J, gradients, dh_0 = rnn_ref.sequence_gradients(*args, **options)
    J_expected, expected, dh_0_expected = rnn_ref.gradients_one_by_one(*args, **options)
    assert J == J_expected
    assert max(relative_error(g, e) for g, e in zip(gradients, expected, strict=True)) < TOLERANCE
    assert relative_error(dh_0, dh_0_expected) < TOLERANCE


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


def test_the_inputs_gradient_equals_the_complex_step(instance):
    args, options = of_the_first(instance)
    (W_h, W_x, b_1, U, b_2), x, y = args

    def J(X):
        _, h = rnn_ref.hidden_states(W_h, W_x, b_1, X, instance.h_0[0], instance.activation)
        return -rnn_ref.log_softmax(h[1:] @ U.T + b_2)[np.arange(6), y].sum()

    expected = rnn_ref.complex_step(J, np.eye(3)[x])
    got = rnn_ref.input_gradients(*args, **options)
    assert got.shape == (6, 3)
    assert relative_error(got, expected) < TOLERANCE


FUNCTIONS = [rnn_ref.sequence_gradients, rnn_ref.input_gradients, rnn_ref.gradients_one_by_one,
             rnn_ref.gammas, rnn_ref.rtrl_gradients, rnn_ref.bookkeepings, rnn_ref.window_gradients]


def numbers(found):
    """All arrays of a result, nested as it is, in one list."""
    parts = found.values() if isinstance(found, dict) else found
    return [p for part in parts for p in numbers(part)] if isinstance(found, dict | tuple) else [found]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("form", [tuple, list, lambda x: np.array(x, np.uint8)])
def test_symbols_may_come_as_a_tuple_a_list_or_small_integers(function, form):
    params, x, y = rnn_ref.init_params(5, 7, 3), [0, 1, 2], [5, 6, 0]
    expected = numbers(function(params, np.array(x), np.array(y)))
    got = numbers(function(params, form(x), form(y)))
    assert all(np.array_equal(g, e) for g, e in zip(got, expected, strict=True))


@pytest.mark.parametrize("change, sentence", [
    ({"y": [0, 7]},                  r"y: expected symbols in 0\.\.6, got 0\.\.7 in shape \(2,\)"),
    ({"y": [0]},                     r"y: expected 2 symbols, one for each input, got 1"),
    ({"x": [], "y": []},             r"x: expected a non-empty 1-D array of integers, got shape \(0,\)"),
    ({"h_0": np.full(5, np.inf)},    r"h_0: expected finite numbers, got 5 NaN or infinite in shape \(5,\)"),
    ({"activation": "relu"},         r"activation: expected one of"),
])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_does_not_fit_is_named(function, change, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        function(rnn_ref.init_params(5, 7, 3), **{"x": [0, 1], "y": [5, 6]} | change)
