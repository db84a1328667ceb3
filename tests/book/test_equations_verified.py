"""Every registered equation holds at generic random instances, and the page prints what was verified."""

import pytest

from book.equations.check import failures
from book.equations.entries import read
from book.equations.trace import page_differs
from book.equations.world import ACTIVATIONS, World

ENTRIES = read()


@pytest.mark.parametrize("label", ENTRIES)
def test_equation(label):
    assert not list(failures(ENTRIES[label]))


@pytest.mark.parametrize("label", ENTRIES)
def test_the_page_prints_the_registered_equation(label):
    assert not list(page_differs(ENTRIES[label]))


def one_unit(activation, flat=False):
    """Return a network of one unit; where `flat`, every z is 0, the place of the largest slope."""
    world = World(activation, 0)
    world.sizes = world.sizes | {"D_h": 1}
    for name, array in world.parameters.items():
        world.parameters[name] = array[:, :1] if name in ("W_h", "U") else array
        if name in ("W_h", "W_x", "b_1"):
            world.parameters[name] = world.parameters[name][:1]
    h = world.f(0).real if flat else 0.4
    world.h_0 = [h]
    if flat:
        world.parameters["W_x"] *= 0
        world.parameters["b_1"] = -h * world.parameters["W_h"]
    return world


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("label", ["eq-gamma-bound", "eq-gamma-rate"])
def test_a_bound_is_attained_by_one_unit(label, activation):
    """An inequality may hold and bound nothing well. One unit leaves no slack, and sees every slip."""
    entry, world = ENTRIES[label], [one_unit(activation, flat=label == "eq-gamma-rate")]
    [statement] = entry.statements
    exact = entry._replace(statements=[statement._replace(relation="=")])
    assert not list(failures(exact, world))
    assert not list(failures(entry, world))
