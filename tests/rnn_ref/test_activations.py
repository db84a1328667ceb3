import math

import numpy as np
import pytest

import rnn_ref
from rnn_ref.activations import ACTIVATIONS, activation_named

Z = np.array([-700.0, -30.0, -1.5, -0.0, 0.0, 0.25, 3.0, 30.0, 700.0])


def test_sigmoid_is_one_over_one_plus_e_to_minus_z():
    expected = [1 / (1 + math.exp(-z)) for z in Z]
    np.testing.assert_allclose(rnn_ref.sigmoid(Z), expected, rtol=1e-15)


def test_sigmoid_of_any_float_is_a_probability_without_a_warning():
    with np.errstate(all="raise", under="ignore"):
        assert rnn_ref.sigmoid(np.array([-np.inf, -1e308, 1e308, np.inf])).tolist() == [0, 0, 1, 1]


def test_sigmoid_is_symmetric_about_one_half():
    np.testing.assert_allclose(rnn_ref.sigmoid(-Z), 1 - rnn_ref.sigmoid(Z), atol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_derivative_equals_the_complex_step(name):
    f, prime = ACTIVATIONS[name]
    z = np.linspace(-4, 4, 33)
    slope = np.imag(f(z + 1e-30j)) / 1e-30
    np.testing.assert_allclose(prime(z), slope, rtol=1e-12)


def test_float32_stays_float32():
    assert {f(np.float32([1, -1])).dtype.name for a in ACTIVATIONS.values() for f in a} == {"float32"}


@pytest.mark.parametrize("f", [f for a in ACTIVATIONS.values() for f in a])
@pytest.mark.parametrize("z", [np.array([-128, 127, 2], np.int8), np.array([255, 3, 0], np.uint8),
                               np.array([True, False]), np.array([-32768, 1], np.int16), 2, True])
def test_small_integers_and_booleans_do_not_wrap_round(f, z):
    got = f(z)
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, f(np.asarray(z, float)))


@pytest.mark.parametrize("f", [f for a in ACTIVATIONS.values() for f in a])
@pytest.mark.parametrize("z", ["1.5", ["a"], np.array([0.5], object), [[0.5], [0.5, 1]]])
def test_what_are_no_numbers_is_named(f, z):
    with pytest.raises(ValueError, match=r"^z: expected "):
        f(z)


def test_an_unknown_activation_is_named_with_those_there_are():
    with pytest.raises(ValueError, match=r"activation: expected one of \['sigmoid', 'tanh'\], got 'relu'"):
        activation_named("relu")
