"""Values that the wire carries, for the property tests."""

from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grading.box.encoding import DTYPES

NUMBERS = st.one_of(
    st.none(), st.booleans(), st.integers(-2 ** 4000, 2 ** 4000), st.floats(), st.complex_numbers(),
    st.text(), arrays.arrays(st.sampled_from(DTYPES), arrays.array_shapes(min_dims=0, min_side=0)),
    st.sampled_from(DTYPES[1:]).flatmap(arrays.from_dtype))
VALUES = st.recursive(NUMBERS, lambda inner: st.one_of(st.lists(inner), st.lists(inner).map(tuple)))
