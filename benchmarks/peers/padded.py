"""The layout of the notebook that goes with the derivation: a padded batch, stepped through as a whole.

    X, Y   one-hot inputs and targets, zero where there is padding    (T, V, B)
    h      one column a sequence                                      (D_h, B)

Source: [Talwar2018], its notebook; sums over steps one by one, double precision.
"""

import numpy as np

from benchmarks.work import Running, copied, rectangle
from rnn_ref.params import Params
from rnn_ref.threads import one_blas_thread


def one_hot_steps(symbols, real, size):
    """Return one-hot columns (T, size, B), zero where real is false."""
    return (np.arange(size)[:, None] == symbols[:, None, :]) * real[:, None, :].astype(float)


def forward(params, X):
    """Return all states, those of step 0 first, and all probabilities."""
    h, yhat = [np.zeros((params.D_h, X.shape[2]))], []
    for x in X:
        h.append(np.tanh(params.W_h @ h[-1] + params.W_x @ x + params.b_1[:, None]))
        theta = params.U @ h[-1] + params.b_2[:, None]
        e = np.exp(theta - theta.max(axis=0))
        yhat.append(e / e.sum(axis=0))
    return h, yhat


def gradients(params, X, Y):
    """Return J and its gradients as Params, summed step by step. Equations eq-dtheta, eq-delta, eq-dz."""
    h, yhat = forward(params, X)
    J, total, passed_on = 0.0, [np.zeros(p.shape) for p in params], np.zeros_like(h[0])
    for t in range(len(X), 0, -1):
        x, y = X[t - 1], Y[t - 1]
        real = y.sum(axis=0)
        J -= np.log(yhat[t - 1][y == 1]).sum()
        dtheta = (yhat[t - 1] - y) * real
        dz = (params.U.T @ dtheta + passed_on) * (1 - h[t] ** 2)
        step = dz @ h[t - 1].T, dz @ x.T, dz.sum(axis=1), dtheta @ h[t].T, dtheta.sum(axis=1)
        for g, more in zip(total, step, strict=True):
            g += more
        passed_on = params.W_h.T @ dz
    return J, Params(*total)


def per_step(work):
    """Run the layout on every batch, padded to its own longest name."""
    params, batches = copied(work.params, np.float64), []
    for xs, ys in work.batches:
        x, y, real = rectangle(xs, ys)
        batches.append((one_hot_steps(x, real, params.d), one_hot_steps(y, real, params.V)))

    def train():
        total = 0.0
        with one_blas_thread():
            for X, Y in batches:
                J, g = gradients(params, X, Y)
                for p, more in zip(params, g, strict=True):
                    p -= work.rate * more
                total += J
        return total
    return Running(train, lambda: params)
