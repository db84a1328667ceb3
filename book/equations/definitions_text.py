"""Left sides of the equations of the chapter "A long text"."""

import numpy as np

from rnn_ref.params import Params
from rnn_ref.truncated import window_gradients
from rnn_ref.unit import forward


def of_world(world):
    """Return the world's network as rnn_ref wants it: params, x, y, h^(0)."""
    arrays = [array[:, 0] if name.startswith("b") else array for name, array in world.parameters.items()]
    return Params(*arrays), np.array(world.x), np.array(world.y), np.array(world.h_0)


def window_dW_h(world, a, K):
    """Return the gradient of W_h from the window of steps a+1 to a+K, its incoming state held."""
    params, x, y, h_0 = of_world(world)
    h = forward(params, x, activation=world.activation, h_0=h_0).h
    return window_gradients(params, x[a:a + K], y[a:a + K], activation=world.activation, h_0=h[a])[1].W_h


