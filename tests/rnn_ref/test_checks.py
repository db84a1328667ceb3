import numpy as np
import pytest

from rnn_ref import checks

SMALL = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]


@pytest.mark.parametrize("dtype", SMALL)
def test_integers_and_booleans_become_double_floats(dtype):
    found = checks.floats("z", np.array([1, 0], dtype))
    assert found.dtype == np.float64 and found.tolist() == [1, 0]


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "complex64", "complex128"])
def test_floats_are_handed_back_as_they_are(dtype):
    array = np.array([1, 0], dtype)
    assert checks.floats("z", array) is array


@pytest.mark.parametrize("value, got", [
    ("a",                                      r"numbers, got shape \(\) of <U1"),
    (np.array([1, 2], object),                 r"numbers, got shape \(2,\) of object"),
    (None,                                     r"numbers, got shape \(\) of object"),
    ([[1.0], [2.0, 3.0]],                      r"an array, got rows of unequal length or shape"),
    (np.ma.masked_array([1, 2], [True, False]), r"an array without a mask, got a masked one of shape \(2,\)"),
])
def test_what_are_no_floats_is_named(value, got):
    with pytest.raises(ValueError, match=f"^z: expected {got}$"):
        checks.floats("z", value)


@pytest.mark.parametrize("value", [0, 2, [0, 2], (1, 0), [[0], [2]], np.array([2, 1], np.uint8), []])
def test_indices_within_the_range_keep_their_shape(value):
    np.testing.assert_array_equal(checks.indices("x", value, 3), value)


@pytest.mark.parametrize("value, got", [
    (-1,                          r"symbols in 0\.\.2, got -1\.\.-1 in shape \(\)"),
    ([0, 3],                      r"symbols in 0\.\.2, got 0\.\.3 in shape \(2,\)"),
    (2**70,                       r"integers, got shape \(\) of object"),
    (True,                        r"integers, got shape \(\) of bool"),
    ([0.0],                       r"integers, got shape \(1,\) of float64"),
    ([[0], [1, 2]],               r"an array, got rows of unequal length or shape"),
    (np.ma.masked_array([0], [0]), r"an array without a mask, got a masked one of shape \(1,\)"),
])
def test_what_are_no_indices_is_named(value, got):
    with pytest.raises(ValueError, match=f"^x: expected {got}$"):
        checks.indices("x", value, 3)


def test_whole_numbers_are_integers_of_python_and_of_numpy_but_no_booleans():
    assert all(map(checks.is_whole, (0, -3, 10**30, np.int8(2))))
    assert not any(map(checks.is_whole, (True, np.True_, 2.0, "2", None, np.array([2]))))


def test_the_generator_of_a_seed_is_that_of_numpy():
    assert checks.generator((3, 1)).random() == np.random.default_rng((3, 1)).random()


@pytest.mark.parametrize("seed", [-1, "a", 1.5, (0, -1), float("nan")])
def test_what_is_no_seed_is_named(seed):
    with pytest.raises(ValueError, match=r"^seed: expected a whole number from 0 on, got "):
        checks.generator(seed)
