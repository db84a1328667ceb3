import numpy as np
import pytest

import rnn_ref
from rnn_ref.params import checked_params

PARAMS = rnn_ref.init_params(5, 7, 3)


@pytest.mark.parametrize("dtype", [np.float16, "float32", float, np.complex128, np.dtype(">f8")])
def test_the_parameters_have_the_type_that_was_asked_for(dtype):
    assert {p.dtype for p in rnn_ref.init_params(4, 3, dtype=dtype)} == {np.dtype(dtype)}


@pytest.mark.parametrize("change, sentence", [
    ({"D_h": 0},        "D_h: expected a positive integer, got 0"),
    ({"D_h": True},     "D_h: expected a positive integer, got True"),
    ({"V": 2.0},        r"V: expected a positive integer, got 2\.0"),
    ({"d": "3"},        "d: expected a positive integer, got '3'"),
    ({"seed": -1},      "seed: expected a whole number from 0 on, got -1"),
    ({"seed": "a"},     "seed: expected a whole number from 0 on, got 'a'"),
    ({"dtype": int},    r"dtype: expected a type of floats, such as numpy\.float32, got <class 'int'>"),
    ({"dtype": "zz"},   "dtype: expected a type of floats, .* got 'zz'"),
    ({"dtype": "(,"},   r"dtype: expected a type of floats, .* got '\(,'"),
    ({"dtype": object}, "dtype: expected a type of floats, .* got <class 'object'>"),
    ({"activation": "relu"}, "activation: expected one of"),
])
def test_a_start_that_cannot_be_made_is_named(change, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        rnn_ref.init_params(**{"D_h": 4, "V": 3} | change)


@pytest.mark.parametrize("params, sentence", [
    (None,                                     r"params: expected 5 arrays \('W_h', .*\), got NoneType"),
    (3.0,                                      "params: expected 5 arrays .* got float"),
    (dict.fromkeys("abcde"),                   "params: expected 5 arrays .* got dict"),
    (PARAMS[:4],                               "params: expected 5 arrays .* got 4"),
    (PARAMS._replace(W_h=[[1.0], [1.0, 2.0]]), "W_h: expected an array, got rows of unequal length"),
    (PARAMS._replace(U=np.ma.ones((7, 5))),    r"U: expected an array without a mask, got .* \(7, 5\)"),
])
def test_what_are_no_parameters_is_named(params, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        checked_params(params)
