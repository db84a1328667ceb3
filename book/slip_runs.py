"""Slips that no expression of the registry's language can state: each returns (printed form, ours, truth).

The arguments are a world of book.equations and nothing else; the results are numbers or arrays.
"""

from copy import copy

import numpy as np

from book.equations.values import Instance
from rnn_ref.activations import activation_named
from rnn_ref.data import read_names
from rnn_ref.softmax import softmax


def other_weights(world):
    """gamma_1^(0) for W_h, where the caches of step 1 are those of another W_h.

    The other W_h differs by a v^T with v orthogonal to h^(0), so it has the same z^(1) and h^(1).
    """
    h_0 = np.array(world.h_0)
    draw = np.random.default_rng(world.seed)
    a, v = draw.standard_normal((2, len(h_0)))
    v -= v @ h_0 / (h_0 @ h_0) * h_0
    other = changed(world, parameters=world.parameters | {"W_h": world.parameters["W_h"] + np.outer(a, v)})
    before, after = Instance(world), Instance(other)
    assert all(np.allclose(before(cached), after(cached)) for cached in ("z[1]", "h[1]", "gamma[1, 1]"))
    ours = after("W_h.T @ (U.T @ (yhat[1] - y[1]) * f_prime(z[1]))")
    return before("D(J[1], h[0])"), ours, after("D(J[1], h[0])")


def carried_state(world):
    """The loss of the sequence from the last state of a run, and from its own first state."""
    T = world.sizes["T"]
    carried = changed(world, h_0=[h.real for h in world.base.steps["h"][T]])
    loss = sum(-np.log(world.base.steps["yhat"][t + 1][y]) for t, y in enumerate(world.y))
    return Instance(carried)("J"), Instance(world)("J"), loss.real


def changed(world, **attributes):
    """Return a copy of the world with other attributes and nothing remembered."""
    other = copy(world)
    other.__dict__.pop("base", None)
    other.__dict__.update(attributes, runs={})
    return other


def overflow(world):
    """Softmax of logits raised by 1000: as written, as rnn_ref computes it, and of the logits themselves."""
    theta = np.array(world.base.steps["theta"][2]).real
    with np.errstate(over="ignore", invalid="ignore"):
        printed = np.exp(theta + 1000) / np.exp(theta + 1000).sum()
    return printed, softmax(theta + 1000), np.array(world.base.steps["yhat"][2]).real


def slopes(world):
    """The mean slope of 256 units at random states, weights of standard deviation 1 and 1/16; at z = 0."""
    f, prime = activation_named(world.activation)
    draw = np.random.default_rng(world.seed)
    h, W = f(draw.standard_normal((256, 64))), draw.standard_normal((256, 256))
    mean = [float(prime(scale * W @ h).mean() / prime(np.zeros(1))[0]) for scale in (1, 1 / 16)]
    return mean[0], mean[1], None


def windows(world):
    """The share of 16-character windows without white space at an edge, and of the names, that are kept."""
    names = read_names()
    text = "\n".join(names)
    cut = [text[i:i + 16] for i in range(0, len(text) - 15, 16)]
    return sum(len(window.strip()) == 16 for window in cut) / len(cut), 1.0, 1.0
