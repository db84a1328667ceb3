"""The five parameters, how they start, and the checks that every public function begins with.

    D_h  hidden units      d  input symbols      V  output symbols
"""

from typing import NamedTuple

import numpy as np

from rnn_ref.checks import floats, generator, indices, is_whole, plain_array


class Params(NamedTuple):
    """The five tied parameters; gradients come back in the same type. Equations eq-1.1, eq-2.1."""

    W_h: np.ndarray   # (D_h, D_h)  state to state
    W_x: np.ndarray   # (D_h, d)    input to state
    b_1: np.ndarray   # (D_h,)
    U:   np.ndarray   # (V, D_h)    state to logits
    b_2: np.ndarray   # (V,)

    @property
    def D_h(self): return self.W_h.shape[0]

    @property
    def d(self): return self.W_x.shape[1]

    @property
    def V(self): return self.U.shape[0]


def init_params(D_h, V, d=None, *, activation="sigmoid", seed=0, dtype=np.float64):
    """Return random parameters: weights normal with standard deviation 1/sqrt(fan-in), biases zero.

    Shapes: D_h, V, d positive integers, d = V where it is None; result Params. Errors: ValueError
    names the argument. Equation eq-init. Source: [LeCun1998].
    """
    from rnn_ref.activations import activation_named
    activation_named(activation)    # both activations start alike; a misspelt one must not pass
    d = V if d is None else d
    for name, size in (("D_h", D_h), ("V", V), ("d", d)):
        if not is_whole(size) or size < 1:
            raise ValueError(f"{name}: expected a positive integer, got {size!r}")
    rng, dtype = generator(seed), checked_dtype(dtype)

    def normal(rows, columns):
        return (rng.standard_normal((rows, columns)) / np.sqrt(columns)).astype(dtype)

    return Params(normal(D_h, D_h), normal(D_h, d), np.zeros(D_h, dtype),
                  normal(V, D_h), np.zeros(V, dtype))


def checked_dtype(dtype):
    """Return the NumPy type of floats, real or complex, that dtype names; ValueError where it names none."""
    try:
        found = np.dtype(dtype)
    except (TypeError, ValueError, SyntaxError):
        found = None
    if found is None or found.kind not in "fc":
        raise ValueError(f"dtype: expected a type of floats, such as numpy.float32, got {dtype!r}")
    return found


def checked_numbers(name, array):
    """Return array with real or complex entries, all finite; ValueError says what it has instead."""
    array = floats(name, array)
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: expected finite numbers, got {np.count_nonzero(~np.isfinite(array))} "
                         f"NaN or infinite in shape {array.shape}")
    return array


def checked_params(params):
    """Return params as Params once they are finite and their shapes agree; ValueError names what is not.

    It reads every entry, so the training loop, which does not need it, does not call it.
    """
    found = len(params) if isinstance(params, tuple | list) else type(params).__name__
    if found != len(Params._fields):
        raise ValueError(f"params: expected {len(Params._fields)} arrays {Params._fields}, got {found}")
    params = Params(*map(checked_numbers, Params._fields, params))
    for name, array, ndim in zip(Params._fields, params, (2, 2, 1, 2, 1), strict=True):
        if array.ndim != ndim:
            raise ValueError(f"{name}: expected {ndim} dimension(s), got shape {array.shape}")
        if array.size == 0:
            raise ValueError(f"{name}: expected at least one entry, got shape {array.shape}")
    D_h, d, V = params.D_h, params.d, params.V
    expected = Params((D_h, D_h), (D_h, d), (D_h,), (V, D_h), (V,))
    for name, array, shape in zip(Params._fields, params, expected, strict=True):
        if array.shape != shape:
            raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    return params


def checked_symbols(name, x, size, length=None):
    """Return x as a 1-D integer array with entries in 0..size-1; ValueError says what it is instead."""
    x = plain_array(name, x)
    if x.ndim != 1 or len(x) == 0 or not np.issubdtype(x.dtype, np.integer):
        raise ValueError(f"{name}: expected a non-empty 1-D array of integers, "
                         f"got shape {x.shape} of {x.dtype}")
    if length is not None and len(x) != length:
        raise ValueError(f"{name}: expected {length} symbols, one for each input, got {len(x)}")
    return indices(name, x, size)


def checked_state(name, h, params):
    """Return the state h as a (D_h,) array, zeros where h is None; ValueError names the argument."""
    if h is None:
        return np.zeros(params.D_h, params.W_h.dtype)
    h = checked_numbers(name, h)
    if h.shape != (params.D_h,):
        raise ValueError(f"{name}: expected shape ({params.D_h},), got {h.shape}")
    return h
