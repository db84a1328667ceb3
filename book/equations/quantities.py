"""The quantities of an instance: what a name is at a step, also where something is moved."""

import ast

import numpy as np

from book.equations.functions import Wrong
from book.equations.world import PARAMETERS, SEQUENCES, moved

OF_LOSS = {"delta": ("h", None), "dz": ("z", None), "dtheta": ("theta", None), "gamma": ("h", 0)}


def parsed(text):
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise Wrong(f"{text!r}: expected an expression") from error


def as_array(values):
    """Return a nested list as a column or matrix, a number as it is; real where nothing is imaginary."""
    if isinstance(values, list):
        array = np.array(values)
        array = array if array.ndim == 2 else array[:, None]
        return array.real if np.iscomplexobj(array) and not array.imag.any() else array
    return values.real if isinstance(values, complex) and not values.imag else values


def looked_up(name, steps, step):
    if step not in steps:
        raise Wrong(f"{name}[{step}]: there is no such step")
    return steps[step]


class Quantities:
    """A world together with an entry's further quantities (`let`) and abbreviations (`given`, `where`)."""

    def __init__(self, world, lets=None, given=None):
        self.world, self.lets, self.given, self.cache = world, lets or {}, given or {}, {}

    def named(self, name, scope, shift):
        """Return what a name without an index stands for."""
        world = self.world
        if name in scope:
            return scope[name]
        if name in self.given:
            return self.shifted(self.value(self.given[name], scope, shift), name, None, shift)
        if name in world.sizes and name not in self.lets:
            return world.sizes[name]
        if name == "J" and name not in self.lets:
            return self.shifted(as_array(self.trace(shift).J), "J", 0, shift)
        if name == "I" and name not in self.lets:
            return np.eye(world.sizes["D_h"])
        known = world.parameters | self.lets
        if name not in known:
            raise Wrong(f"{name}: no such name; `let` can give it a value")
        return self.shifted(known[name], name, None, shift)

    def at_step(self, name, index, shift):
        """Return what `name` is at a step, or None where the index is one of components."""
        step = index[-1]
        if f"{name}[]" in self.given:
            return self.formula(name, step, shift)
        if name in self.lets and isinstance(self.lets[name], dict):
            step = step if len(index) == 1 else tuple(index)
            return self.shifted(looked_up(name, self.lets[name], step), name, step, shift)
        if name in self.given or name in self.lets:
            return None
        if name in OF_LOSS:
            return self.of_loss(name, index, shift)
        if name in PARAMETERS:
            return as_array(looked_up(name, self.trace(shift).copies[name], step))
        if name in SEQUENCES or name == "J":
            return self.in_trace(name, step, shift)
        return None

    def in_trace(self, name, step, shift):
        if name == "z" and step == self.world.sizes["T"] + 1:
            return np.zeros((self.world.sizes["D_h"], 1))    # beside delta^(T+1) = 0 any number does
        trace = self.trace(shift)
        own = name == "h" and shift is not None and shift.own == ("h", step)
        return as_array(looked_up(name, trace.own_h if own else trace.steps[name], step))

    def trace(self, shift):
        own = shift is None or shift.name in self.lets or {shift.name, f"{shift.name}[]"} & set(self.given)
        return self.world.run(None if own else shift)

    def shifted(self, value, name, step, shift):
        """Return a value with the imaginary step added where the shift says so."""
        if shift is None or shift.name != name or shift.step != step:
            return value
        nested = value if not isinstance(value, np.ndarray) else (
            value[:, 0] if value.shape[1] == 1 else value).tolist()
        return as_array(moved(nested, name, step, shift))

    def formula(self, name, step, shift):
        """Return an abbreviation at a step; inside of P all but the one that is differentiated are held."""
        if step < 0:
            raise Wrong(f"{name}[{step}]: there is no such step")
        key = (name, step, shift)
        if key not in self.cache:
            variable, bases, body = self.given[f"{name}[]"]
            held = shift is not None and shift.held and shift.own != (name, step)
            value = self.value(bases.get(step, body), {variable: step}, None if held else shift)
            self.cache[key] = self.shifted(value, name, step, shift)
        return self.cache[key]

    def of_loss(self, name, index, shift):
        """Return gamma, delta, dz or dtheta from its definition as a total derivative."""
        target, of = OF_LOSS[name]
        T, step = self.world.sizes["T"], index[-1]
        if len(index) != (1 if of is None else 2):
            raise Wrong(f"{name}: expected {name}{'[k]' if of is None else '[t, k]'}")
        if name in ("delta", "dz") and step == T + 1:
            return np.zeros((self.world.sizes["D_h"], 1))
        if shift is not None:
            raise Wrong(f"{name} is a derivative; it cannot stand inside another one")
        loss = "J" if of is None else f"J[{index[0]}]"
        return self.derivative("D", parsed(loss), parsed(f"{target}[{step}]"), {})
