"""Backpropagating each loss on its own, O(T^2), beside passing on the sum of all of them, O(T).

Both walk back with the same lines of code: eq-5.2 for W_h and eq-6.2 for the step before. The forward
pass has been run before the clock starts, and the read-out's gradients, which need no walk, are left out.
One way takes T (T + 1) / 2 steps and the other T, so (T + 1) / 2 times as many.
"""

import numpy as np

from benchmarks.clock import ratio, rounds, seconds_of
from rnn_ref.activations import activation_named
from rnn_ref.dummies import claim_1, claim_2, local_gamma
from rnn_ref.gradcheck import relative_error
from rnn_ref.params import Params, init_params
from rnn_ref.softmax import dtheta
from rnn_ref.threads import one_blas_thread
from rnn_ref.unit import forward

D_H, V = 50, 27
LENGTHS = (10, 100, 1000)


def walk(params, trace, x, g, f_prime, losses, total):
    """Add the gradients of a range of losses to total, in one walk from the last of them to step 1.

    Of the five, W_h, W_x and b_1 get theirs. Shapes: g (T, V) is dtheta, f_prime (T, D_h).
    Equations eq-gamma-local, eq-5.2, eq-6.2, eq-delta.
    """
    gamma = np.zeros(params.D_h)
    for k in range(losses[-1], 0, -1):
        if k in losses:
            gamma = gamma + local_gamma(params.U, g[k - 1])
        total.W_h[:] += claim_1(gamma, f_prime[k - 1], trace.h[k - 1])
        dz = gamma * f_prime[k - 1]
        total.W_x[:, x[k - 1]] += dz
        total.b_1[:] += dz
        gamma = claim_2(params.W_h, gamma, f_prime[k - 1])


def bookkeepings(T, seed=0):
    """Return the two ways as functions without arguments that return Params, after a forward pass."""
    rng = np.random.default_rng(seed)
    params = init_params(D_H, V, activation="tanh", seed=seed)
    x, y = rng.integers(0, V, (2, T))
    trace = forward(params, x, activation="tanh")
    g, f_prime = dtheta(trace.yhat, y), activation_named("tanh").prime(trace.z)

    def gradients(groups):
        total = Params(*map(np.zeros_like, params))
        with one_blas_thread():
            for losses in groups:
                walk(params, trace, x, g, f_prime, losses, total)
        return total
    return (lambda: gradients([range(t, t + 1) for t in range(1, T + 1)]),
            lambda: gradients([range(1, T + 1)]))


def measure(T, how_many, seconds):
    """Return the dictionary of one length: both times, their ratio, what counting steps predicts."""
    one_by_one, accumulated = bookkeepings(T)
    apart = max(map(relative_error, one_by_one()[:3], accumulated()[:3]))
    spent = rounds({"one by one": one_by_one, "accumulated": accumulated}, how_many, seconds)
    return {"T": T, "D_h": D_H, "one_by_one_s": seconds_of(spent["one by one"]),
            "accumulated_s": seconds_of(spent["accumulated"]),
            "ratio": ratio(spent["one by one"], spent["accumulated"]), "predicted": (T + 1) / 2,
            "apart": float(apart)}
