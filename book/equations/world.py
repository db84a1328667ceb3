"""A random instance of the network, and its forward pass as the definition says it, in loops over scalars.

Every step has its own copy of each parameter, and anything can be moved: `World.run(Shift("W_h", 2, (0, 1)))`
adds a tiny imaginary number to one entry of the copy of W_h that step 2 uses and runs everything after it
again. Derivatives are read off there. Nothing here knows a backward pass.
"""

import cmath
from copy import copy
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

STEP = 1e-30
SIZES = ({"D_h": 3, "d": 2, "V": 5, "T": 4}, {"D_h": 4, "d": 3, "V": 2, "T": 5})
PARAMETERS = {"W_h": ("D_h", "D_h"), "W_x": ("D_h", "d"), "b_1": ("D_h", "1"),
              "U": ("V", "D_h"), "b_2": ("V", "1")}
SEQUENCES = {"x": "d", "y": "V", "z": "D_h", "h": "D_h", "theta": "V", "yhat": "V"}
ACTIVATIONS = {"sigmoid": lambda z: 1 / (1 + cmath.exp(-z)), "tanh": cmath.tanh}


class Shift(NamedTuple):
    """What is moved: one entry of `name` at `step` (None: every copy, or no step); `held` for P."""

    name: str
    step: int | None
    entry: tuple
    held: bool = False
    own: tuple | None = None    # for P: the quantity whose formula is differentiated

    def moves(self, name, step):
        return self.name == name and self.step in (None, step)


class Trace(NamedTuple):
    """Everything a forward pass computes: {step: column}, and {step: matrix} for the copies."""

    copies: dict
    steps: dict
    own_h: dict    # h^(t) from its formula, also where the rest sees the held one
    J: complex


def affine(A, v, b):
    return [sum((A[i][j] * v[j] for j in range(len(v))), b[i]) for i in range(len(b))]


def softmax(theta):
    powers = [cmath.exp(value) for value in theta]
    return [power / sum(powers) for power in powers]


def cross_entropy(y, yhat):
    return -sum(y[i] * cmath.log(yhat[i]) for i in range(len(y)))


def moved(values, name, step, shift):
    """Return a copy of a nested list or number, with the imaginary step added where the shift says so."""
    if shift is None or not shift.moves(name, step):
        return values
    if not shift.entry:
        return values + 1j * STEP
    if len(shift.entry) == 2 and isinstance(values[0], list):
        i, j = shift.entry
        return [[v + 1j * STEP * ((a, b) == (i, j)) for b, v in enumerate(row)]
                for a, row in enumerate(values)]
    return [v + 1j * STEP * (a == shift.entry[0]) for a, v in enumerate(values)]


class World:
    """One random network and one random sequence, generic: no two sizes agree, h^(0) is not zero."""

    def __init__(self, activation, seed):
        self.activation, self.seed = activation, seed
        self.sizes = SIZES[seed % len(SIZES)]
        self.f = ACTIVATIONS[activation]
        draw = np.random.default_rng([seed, len(activation)])
        shape = {name: tuple(self.sizes.get(size, 1) for size in sizes) for name, sizes in PARAMETERS.items()}
        self.parameters = {name: draw.standard_normal(s) for name, s in shape.items()}
        W_h = self.parameters["W_h"]
        W_h /= np.abs(np.linalg.eigvals(W_h)).max()    # spectral radius 1: gradients keep their size
        self.h_0 = draw.uniform(0.2, 0.8, self.sizes["D_h"]).tolist()
        self.x = self.symbols(draw, self.sizes["d"])
        self.y = self.symbols(draw, self.sizes["V"])
        self.runs = {}

    def symbols(self, draw, size):
        """Return T random symbols, counted from 0, no two neighbors equal, as many of them as fit."""
        order = draw.permutation(size)
        return [int(order[t % size]) for t in range(self.sizes["T"])]

    def __repr__(self):
        return f"{self.activation}, seed {self.seed}"

    @cached_property
    def base(self):
        return self.run(None)

    def run(self, shift):
        """Return the Trace of the forward pass with the shift added where it belongs."""
        if shift not in self.runs:
            self.runs[shift] = self.forward(shift)
        return self.runs[shift]

    def loss_at(self, w):
        """Return J with the number w, real or complex, in the place of W_h[2, 1]."""
        other = copy(self)
        other.parameters = self.parameters | {"W_h": self.parameters["W_h"].astype(complex)}
        other.parameters["W_h"][1, 0] = w
        J = other.forward(None).J
        return J if J.imag else J.real

    def forward(self, shift):
        T = self.sizes["T"]
        own_h = {0: moved(self.h_0, "h", 0, shift)}
        s = {"h": dict(own_h), "z": {}, "theta": {}, "yhat": {}, "J": {}, "x": {}, "y": {}}
        copies = {name: {} for name in PARAMETERS}
        for t in range(1, T + 1):
            for name, array in self.parameters.items():
                rows = (array[:, 0] if PARAMETERS[name][1] == "1" else array).tolist()
                copies[name][t] = moved(rows, name, t, shift)
            W_h, W_x, b_1, U, b_2 = (copies[name][t] for name in PARAMETERS)
            for name, symbol, size in (("x", self.x[t - 1], "d"), ("y", self.y[t - 1], "V")):
                one_hot = [float(i == symbol) for i in range(self.sizes[size])]
                s[name][t] = moved(one_hot, name, t, shift)
            z = affine(W_h, s["h"][t - 1], affine(W_x, s["x"][t], b_1))
            s["z"][t] = moved(z, "z", t, shift)
            own_h[t] = moved([self.f(value) for value in s["z"][t]], "h", t, shift)
            held = shift is not None and shift.held
            s["h"][t] = moved(self.base.steps["h"][t], "h", t, shift) if held else own_h[t]
            s["theta"][t] = moved(affine(U, s["h"][t], b_2), "theta", t, shift)
            s["yhat"][t] = moved(softmax(s["theta"][t]), "yhat", t, shift)
            s["J"][t] = moved(cross_entropy(s["y"][t], s["yhat"][t]), "J", t, shift)
        return Trace(copies, s, own_h, sum(s["J"].values()))


@cache
def worlds():
    """Return the instances at which every equation is checked: two sizes, both activations."""
    return [World(activation, seed) for seed in range(len(SIZES)) for activation in ACTIVATIONS]
