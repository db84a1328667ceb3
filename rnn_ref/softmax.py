"""The read-out: affine layer, softmax and cross-entropy.

    h      hidden state              (D_h,)
    theta  logits                    (V,)
    yhat   probabilities             (V,)
    y      index of the true symbol  an integer in 0..V-1

Losses are in nats: log is the natural logarithm.
"""

import numpy as np

from rnn_ref.checks import floats, indices


def affine(U, b_2, h):
    """Return the logits theta = U h + b_2.

    Shapes: U (V, D_h), b_2 (V,), h (D_h,); result (V,). Equation eq-2.1. Source: [Talwar2018].
    """
    return U @ h + b_2


def below_the_largest(theta):
    """Return theta minus the largest logit of its row, which is then 0.

    Shapes: theta (V,) or (T, V); result the same. An entry of -inf stays -inf: that symbol is masked.
    Errors: ValueError where theta holds no numbers, or a row has no finite largest logit: all of it masked,
    NaN, or +inf.
    Equation eq-softmax-shift. Source: [Goodfellow2016], section 4.1.
    """
    theta = floats("theta", theta)
    if theta.ndim == 0 or theta.shape[-1] == 0:
        raise ValueError(f"theta: expected one logit a symbol in the last axis, got shape {theta.shape}")
    largest = theta.real.max(axis=-1, keepdims=True)
    if not np.isfinite(largest).all():
        bad = largest[~np.isfinite(largest)][0]
        raise ValueError(f"theta: expected a finite largest logit in every row, got {bad} "
                         f"in an array of shape {theta.shape}")
    return theta - largest


def softmax(theta):
    """Return yhat with yhat_i = e^theta_i / sum_j e^theta_j.

    Shapes: theta (V,) or (T, V); result the same, along the last axis, 0 where a logit is -inf.
    Errors: ValueError where a row has no finite largest logit. Equations eq-3.1 and eq-softmax-shift,
    which takes the largest logit away first so that nothing overflows.
    Source: [Goodfellow2016], section 4.1.
    """
    e = np.exp(below_the_largest(theta))
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(yhat, y):
    """Return the loss of one step, J^(t) = -log yhat_y, in nats: infinite where yhat_y is 0.

    Shapes: yhat (V,), y an integer; result a number. Errors: ValueError names the argument that does not
    fit. Equation eq-3.2. Source: [Goodfellow2016], section 3.13.
    """
    yhat = floats("yhat", yhat)
    with np.errstate(divide="ignore"):
        return -np.log(yhat[indices("y", y, len(yhat))])


def dtheta(yhat, y):
    """Return dJ^(t)/dtheta^(t) = yhat^(t) - y^(t), the gradient of cross-entropy after softmax.

    The softmax Jacobian times the gradient -1/yhat_y at the true symbol; written so, nothing divides by
    a probability that has rounded to zero. Shapes: yhat (V,) and y an integer, or (T, V) and (T,);
    result as yhat. Errors: ValueError names the argument that does not fit. Equation eq-dtheta.
    Source: [QubitPi2025].
    """
    yhat = floats("yhat", yhat)
    return yhat - one_hot(indices("y", y, yhat.shape[-1]), yhat.shape[-1])


def log_softmax(theta):
    """Return log yhat straight from the logits, exact where yhat itself rounds to zero.

    Shapes: theta (V,) or (T, V); result the same, in nats, -inf where a logit is -inf and finite
    elsewhere. Errors: ValueError where a row has no finite largest logit. Equation eq-log-softmax.
    Source: [Goodfellow2016], section 4.1.
    """
    shifted = below_the_largest(theta)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax_jacobian(yhat):
    """Return the Jacobian d yhat / d theta = diag(yhat) - yhat yhat^T.

    Shapes: yhat (V,); result (V, V), symmetric, rows sum to zero. Equation eq-softmax-jacobian.
    Source: [QubitPi2025], put in matrix form.
    """
    return np.diag(yhat) - np.outer(yhat, yhat)


def one_hot(x, d):
    """Return the rows with a one at each index of x and zeros elsewhere.

    Shapes: x integers of any shape S in 0..d-1; result S + (d,). Errors: ValueError names x.
    Equation eq-one-hot. Source: [Talwar2018].
    """
    return np.eye(d)[indices("x", x, d)]
