"""Left sides of the equations of training: what rnn_ref.optimise, rnn_ref.dropout and rnn_ref.train do."""

import numpy as np

from rnn_ref import dropout, optimise
from rnn_ref.recipes import RECIPES
from rnn_ref.train import start_run, update


def moved(optimiser, w_0, g, n, rate, **options):
    """Return the weights (P, 1) after n steps of an optimizer along g[1], ..., g[n], and its state."""
    start, step = optimise.OPTIMISERS[optimiser]
    w = w_0[:, 0].copy()
    state = start(w)
    for number in range(n):
        step(w, g[number + 1][:, 0], state, number, rate, **options)
    return w[:, None], *(part[:, None] for part in state)


def sgd_w(w_0, g, n, eta):
    return moved("sgd", w_0, g, n, eta)[0]


def adagrad_s(w_0, g, n, eta, epsilon):
    return moved("adagrad", w_0, g, n, eta, epsilon=epsilon)[1]


def adagrad_move(w_0, g, n, i, eta, epsilon):
    after, before = (moved("adagrad", w_0, g, m, eta, epsilon=epsilon)[0] for m in (n, n - 1))
    return (after - before)[i - 1, 0]


def adam(w_0, g, n, eta, beta_1, beta_2, epsilon):
    return moved("adam", w_0, g, n, eta, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)


def adam_m(w_0, g, n, eta, beta_1, beta_2, epsilon):
    return adam(w_0, g, n, eta, beta_1, beta_2, epsilon)[1]


def adam_v(w_0, g, n, eta, beta_1, beta_2, epsilon):
    return adam(w_0, g, n, eta, beta_1, beta_2, epsilon)[2]


def adam_move(w_0, g, n, i, eta, beta_1, beta_2, epsilon):
    after, before = (adam(w_0, g, m, eta, beta_1, beta_2, epsilon)[0] for m in (n, n - 1))
    return (after - before)[i - 1, 0]


def clipped_by_value(g, i, c):
    g = g[:, 0].copy()
    optimise.clip_by_value(g, c)
    return float(g[i - 1])


def clipped_by_norm(g, c):
    g = g[:, 0].copy()
    optimise.clip_by_norm(g, c)
    return g[:, None]


def linear_share(n, N):
    return optimise.linear_to_zero(n - 1, N)


def cosine_share(n, N):
    return float(optimise.cosine_to_zero(n - 1, N))


def warm_up_share(n, M):
    return optimise.warm_up(n - 1, M)


def mask_entry(u, i, p):
    """Return what draw_mask makes of the random numbers u."""
    class Drawn:
        def random(self, shape, dtype):
            return u[:, 0]

    return float(dropout.draw_mask(Drawn(), len(u), p, np.float64)[i - 1])


def updated(world, n, eta, weight_decay, average, g):
    """Return (weights, their average) after n updates of a small network, as the training loop makes them."""
    recipe = RECIPES["plain"]._replace(D_h=2, optimiser="sgd", rate=eta, schedule="constant", average=average,
                                       weight_decay=weight_decay, clip=("norm", np.inf))
    run = start_run(recipe, 2, seed=world.seed, dtype=np.float64)
    run.w[:], run.average[:] = world.seed + 1.0, world.seed + 1.0
    for number in range(1, n + 1):
        run.g[:] = g[number][0, 0]    # every weight gets the same gradient
        update(run, recipe, n)
    return run.w[:1, None], run.average[:1, None]


def first_weight(world):
    return np.array([[world.seed + 1.0]])


def decayed_w(world, n, eta, lambda_, g):
    return updated(world, n, eta, lambda_, 0.0, g)[0]


def averaged_w(world, n, eta, beta, g):
    return updated(world, n, eta, 0.0, beta, g)[1]
