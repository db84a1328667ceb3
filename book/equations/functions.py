"""The functions of the language on numbers and arrays, real or complex, by their definitions."""

import cmath

import numpy as np

from book.equations.world import ACTIVATIONS, STEP


class Wrong(ValueError):
    """An expression that says nothing: shapes that do not fit, an index out of range, an unknown name."""


def elementwise(f):
    def apply(z):
        result = np.vectorize(f, otypes=[complex])(z) if isinstance(z, np.ndarray) else f(z)
        return result if np.iscomplexobj(z) else result.real
    return apply


def slope(f, closed):
    """Return f' elementwise: by the complex step, or by a closed form where z is complex already."""
    def at(z):
        return closed(z) if isinstance(z, complex) and z.imag else f(z + 1j * STEP).imag / STEP
    return elementwise(at)


sigma, tanh = (elementwise(f) for f in ACTIVATIONS.values())
sigma_prime = slope(ACTIVATIONS["sigmoid"], lambda z: cmath.exp(-z) / (1 + cmath.exp(-z)) ** 2)
tanh_prime = slope(ACTIVATIONS["tanh"], lambda z: 1 / cmath.cosh(z) ** 2)
OF_ACTIVATION = {"sigmoid": (sigma, sigma_prime), "tanh": (tanh, tanh_prime)}


def softmax(theta):
    powers = np.exp(column(theta))
    return powers / powers.sum()


def column(a):
    if not isinstance(a, np.ndarray) or a.shape[1] != 1:
        raise Wrong("expected a column")
    return a


def diag(a):
    return np.diag(column(a)[:, 0])


def norm(a):
    return np.sqrt((a * a).sum()) if isinstance(a, np.ndarray) else magnitude(a)


def magnitude(a):
    return a * np.sign(np.real(a))    # |a|, and analytic, so that the complex step passes


def largest(a):
    return max(np.ravel(a), key=np.real)


def smaller(a, b):
    return np.where(np.real(a) <= np.real(b), a, b)[()]


def larger(a, b):
    return np.where(np.real(a) >= np.real(b), a, b)[()]


def radius(A):
    """Return the spectral radius, the largest absolute value of an eigenvalue."""
    return np.abs(np.linalg.eigvals(A)).max()


def spectral(A):
    """Return the spectral norm, the largest singular value."""
    return np.linalg.norm(A, 2)


def surprise(p, q=None):
    """Return the mean of -log q under p: the cross-entropy H(p, q), or the entropy H(p)."""
    q = p if q is None else q
    return -sum(column(p)[i, 0] * cmath.log(column(q)[i, 0]).real for i in range(len(p)))


def position(one_hot):
    """Return where the 1 of a one-hot column stands, counted from 1."""
    return int(np.argmax(np.real(column(one_hot)[:, 0]))) + 1


FUNCTIONS = {
    "sigma": sigma, "sigma_prime": sigma_prime, "tanh": tanh, "tanh_prime": tanh_prime, "exp": np.exp,
    "log": np.log, "sqrt": np.sqrt, "cos": np.cos, "softmax": softmax, "diag": diag, "norm": norm,
    "abs": magnitude, "max": largest, "minimum": smaller, "maximum": larger, "radius": radius,
    "spectral": spectral, "at": position, "tr": np.trace, "eye": np.eye,
    "delta_ij": lambda i, j: float(i == j), "N": lambda mean, variance: np.array([[mean], [variance]], float),
    "H": surprise, "KL": lambda p, q: surprise(p, q) - surprise(p), "Im": np.imag,
}
