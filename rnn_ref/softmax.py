"""The read-out: affine layer, softmax and cross-entropy.

    h      hidden state              (D_h,)
    theta  logits                    (V,)
    yhat   probabilities             (V,)
    y      index of the true symbol  an integer in 0..V-1

Losses are in nats: log is the natural logarithm.
"""

import numpy as np


def affine(U, b_2, h):
    """Return the logits theta = U h + b_2.

    Shapes: U (V, D_h), b_2 (V,), h (D_h,); result (V,). Equation eq-2.1. Source: [Talwar2018].
    """
    return U @ h + b_2


def softmax(theta):
    """Return yhat with yhat_i = e^theta_i / sum_j e^theta_j.

    Shapes: theta (V,) or (T, V); result the same, along the last axis. Equations eq-3.1 and
    eq-softmax-shift, which takes the largest logit away first so that nothing overflows.
    Source: [Goodfellow2016], section 4.1.
    """
    theta = np.asarray(theta)
    e = np.exp(theta - theta.real.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(yhat, y):
    """Return the loss of one step, J^(t) = -log yhat_y, in nats.

    Shapes: yhat (V,), y an integer; result a number. Equation eq-3.2. Source: [Goodfellow2016],
    section 3.13.
    """
    return -np.log(yhat[y])


def log_softmax(theta):
    """Return log yhat straight from the logits, exact where yhat itself rounds to zero.

    Shapes: theta (V,) or (T, V); result the same, in nats. Equation eq-log-softmax.
    Source: [Goodfellow2016], section 4.1.
    """
    shifted = theta - np.real(theta).max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax_jacobian(yhat):
    """Return the Jacobian d yhat / d theta = diag(yhat) - yhat yhat^T.

    Shapes: yhat (V,); result (V, V), symmetric, rows sum to zero. Equation eq-softmax-jacobian.
    Source: [QubitPi2025], put in matrix form.
    """
    return np.diag(yhat) - np.outer(yhat, yhat)


def one_hot(x, d):
    """Return the rows with a one at each index of x and zeros elsewhere.

    Shapes: x integers of any shape S in 0..d-1; result S + (d,). Equation eq-one-hot.
    Source: [Talwar2018].
    """
    return np.eye(d)[x]
