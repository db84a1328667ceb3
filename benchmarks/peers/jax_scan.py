"""JAX: a scan over the steps of a padded batch, differentiated and compiled, the update included."""

import os
from functools import partial

os.environ.setdefault("NPROC", "1")    # how many threads its compiled code uses; read at the first import

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.work import Running, rectangle
from rnn_ref.params import Params


def loss(params, x, y, real):
    """Return the summed loss. Shapes: x, y, real (T, B)."""
    table = params.W_x.T + params.b_1

    def step(h, x_t):
        h = jnp.tanh(h @ params.W_h.T + table[x_t])
        return h, h

    _, h = jax.lax.scan(step, jnp.zeros((x.shape[1], params.b_1.size), params.b_1.dtype), x)
    theta = h @ params.U.T + params.b_2
    picked = jnp.take_along_axis(jax.nn.log_softmax(theta), y[..., None], axis=-1)[..., 0]
    return -(picked * real).sum()


@partial(jax.jit, donate_argnums=0)
def update(params, x, y, real, rate):
    J, gradients = jax.value_and_grad(loss)(params, x, y, real)
    return J, Params(*(p - rate * g for p, g in zip(params, gradients, strict=True)))


def scan(work):
    """Compile for each length of a batch before the clock starts; pad each batch to its own longest name."""
    state = {"params": Params(*map(jnp.array, work.params))}
    batches = [tuple(map(jnp.array, (x, y, real.astype(np.float32))))
               for x, y, real in (rectangle(*batch) for batch in work.batches)]

    def train():
        losses = []
        for batch in batches:
            J, state["params"] = update(state["params"], *batch, work.rate)
            losses.append(J)
        return float(sum(jax.device_get(losses)))
    return Running(train, lambda: Params(*map(np.asarray, state["params"])))
