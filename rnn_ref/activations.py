"""The hidden activation f and its derivative f', elementwise, for sigmoid and tanh.

    z   pre-activation, any shape
    f   "sigmoid" or "tanh"

Every function keeps the dtype of floats, complex ones included: the complex-step check needs that. Integers
and booleans become float64. Anything else is a ValueError.
"""

from typing import NamedTuple

import numpy as np

from rnn_ref.checks import floats


def sigmoid(z):
    """Return sigma(z) = 1 / (1 + e^-z), elementwise.

    Shapes: z any, result the same. Equation eq-sigmoid. Source: [Goodfellow2016], section 3.10.
    """
    # The exponent is never positive, so nothing overflows;
    # where z < 0 the fraction is e^z / (1 + e^z).
    z = floats("z", z)
    right = z.real >= 0
    e = np.exp(np.where(right, -z, z))
    return np.where(right, 1.0, e) / (1.0 + e)


def sigmoid_prime(z):
    """Return sigma'(z) = sigma(z) (1 - sigma(z)), elementwise.

    Shapes: z any, result the same. Equation eq-sigmoid-prime. Source: [Talwar2018].
    """
    s = sigmoid(z)
    return s * (1.0 - s)


def tanh(z):
    """Return tanh(z), elementwise.

    Shapes: z any, result the same. Equation eq-tanh. Source: [Goodfellow2016], section 6.3.2.
    """
    return np.tanh(floats("z", z))


def tanh_prime(z):
    """Return tanh'(z) = 1 - tanh(z)^2, elementwise.

    Shapes: z any, result the same. Equation eq-tanh-prime. Source: [Goodfellow2016], section 6.3.2.
    """
    return 1.0 - tanh(z) ** 2


class Activation(NamedTuple):
    f: callable      # h = f(z)
    prime: callable  # f'(z)


ACTIVATIONS = {"sigmoid": Activation(sigmoid, sigmoid_prime), "tanh": Activation(tanh, tanh_prime)}


def activation_named(name):
    """Return the Activation of that name; ValueError says which names there are."""
    try:
        return ACTIVATIONS[name]
    except (KeyError, TypeError):
        raise ValueError(f"activation: expected one of {sorted(ACTIVATIONS)}, got {name!r}") from None
