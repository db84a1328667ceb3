"""The gradients from JAX: a scan over the steps, differentiated in reverse mode."""

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)    # its numbers have single precision otherwise


def loss(params, h_0, xs, ys, activation):
    f = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh}[activation]

    def step(h, x_t):
        h = f(params.W_h @ h + params.W_x[:, x_t] + params.b_1)
        return h, h

    J = 0
    for x, y, h in zip(xs, ys, h_0, strict=True):
        _, states = jax.lax.scan(step, h, jnp.array(x))               # (T, D_h)
        log_yhat = jax.nn.log_softmax(states @ params.U.T + params.b_2)    # (T, V)
        J -= log_yhat[jnp.arange(len(y)), jnp.array(y)].sum()
    return J


def by_scan(params, xs, ys, h_0, activation):
    params, h_0 = type(params)(*map(jnp.array, params)), jnp.array(h_0)
    J, (gradients, dh_0) = jax.value_and_grad(loss, argnums=(0, 1))(params, h_0, xs, ys, activation)
    return {"J": J, "h_0": dh_0} | gradients._asdict()
