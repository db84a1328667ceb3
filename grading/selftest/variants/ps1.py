"""Right answers to problem set 1, written differently."""

import math
import sys
import warnings

import numpy as np

from grading.selftest.variants import collection

VARIANTS, variant = collection()


######## sigmoid

@variant("sigmoid")
def by_tanh(z):
    return (1 + np.tanh(z / 2)) / 2


@variant("sigmoid")
def that_overflows_on_the_way(z):    # NumPy warns, and the value is right: 1 / inf is 0
    return 1 / (1 + np.exp(-z))


@variant("sigmoid")
def number_by_number(z):
    def one(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
    return np.array([one(x) for x in z.ravel()]).reshape(z.shape)


@variant("sigmoid")
def in_single_precision(z):
    return 1 / (1 + np.exp(-z.astype(np.float32)))


@variant("sigmoid")
def by_logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


@variant("sigmoid")
def as_nested_lists(z):
    return by_tanh(z).tolist()


######## sigmoid_prime

@variant("sigmoid_prime")
def by_cosh(z):
    return 0.25 / np.cosh(np.clip(z, -700, 700) / 2) ** 2


@variant("sigmoid_prime")
def as_difference(z):
    s = by_tanh(z)
    return s - s ** 2


@variant("sigmoid_prime")
def by_symmetry(z):
    return by_tanh(z) * by_tanh(-z)


@variant("sigmoid_prime")
def by_einsum(z):
    return np.einsum("...,...->...", by_tanh(z), 1 - by_tanh(z))


@variant("sigmoid_prime")
def while_printing(z):
    print("sigmoid_prime of", z.shape)
    sys.stderr.write("to stderr\n")
    return (1 - np.tanh(z / 2) ** 2) / 4


######## tanh_prime

@variant("tanh_prime")
def one_minus_square(z):
    return 1 - np.tanh(z) ** 2


@variant("tanh_prime")
def over_cosh_squared(z):
    return 1 / np.cosh(np.clip(z, -300, 300)) ** 2


@variant("tanh_prime")
def product_of_factors(z):
    return (1 - np.tanh(z)) * (1 + np.tanh(z))


@variant("tanh_prime")
def four_sigmoid_primes(z):
    return 4 * by_symmetry(2 * z)


@variant("tanh_prime")
def tanh_prime_as_lists(z):
    return one_minus_square(z).astype(np.float32).tolist()


######## unit_step

@variant("unit_step")
def by_loops(W_h, W_x, b_1, h_prev, x):
    z = []
    for i in range(len(b_1)):
        total = b_1[i]
        for j in range(len(h_prev)):
            total += W_h[i, j] * h_prev[j]
        for j in range(len(x)):
            total += W_x[i, j] * x[j]
        z.append(total)
    return z, [1 / (1 + math.exp(-a)) for a in z]


@variant("unit_step")
def by_einsum_step(W_h, W_x, b_1, h_prev, x):
    z = np.einsum("ij,j", W_h, h_prev) + np.einsum("ij,j", W_x, x) + b_1
    return z, by_tanh(z)


@variant("unit_step")
def in_place(W_h, W_x, b_1, h_prev, x):
    z = b_1.copy()
    z += W_h.dot(h_prev)
    z += W_x.dot(x)
    return z, by_tanh(z)


@variant("unit_step")
def side_by_side(W_h, W_x, b_1, h_prev, x):
    z = np.hstack([W_h, W_x, b_1[:, None]]) @ np.hstack([h_prev, x, 1])
    return np.array([z, by_tanh(z)])


@variant("unit_step")
def as_rows(W_h, W_x, b_1, h_prev, x):
    z = (h_prev[None] @ W_h.T + x[None] @ W_x.T + b_1)[0]
    return [z.astype(np.float32), by_tanh(z).astype(np.float32)]


######## hidden_states

@variant("hidden_states")
def recursive(W_h, W_x, b_1, X, h_0):
    if len(X) == 0:
        return [], [list(h_0)]
    z, h = recursive(W_h, W_x, b_1, X[:-1], h_0)
    z_t, h_t = by_loops(W_h, W_x, b_1, np.array(h[-1]), X[-1])
    return [*z, z_t], [*h, h_t]


@variant("hidden_states")
def into_arrays(W_h, W_x, b_1, X, h_0):
    T, D_h = len(X), len(h_0)
    z, h = np.empty((T, D_h)), np.empty((T + 1, D_h))
    h[0] = h_0
    for t in range(T):
        z[t] = W_h @ h[t] + W_x @ X[t] + b_1
        h[t + 1] = by_tanh(z[t])
    return z, h


@variant("hidden_states")
def inputs_first(W_h, W_x, b_1, X, h_0):
    drive, h, z = X @ W_x.T + b_1, [h_0], []
    for row in drive:
        z.append(row + W_h @ h[-1])
        h.append(by_tanh(z[-1]))
    return tuple(z), tuple(h)


@variant("hidden_states")
def appended(W_h, W_x, b_1, X, h_0):
    h, z = h_0[None], np.empty((0, len(h_0)))
    for x in X:
        z_t, h_t = side_by_side(W_h, W_x, b_1, h[-1], x)
        z, h = np.vstack([z, z_t]), np.concatenate([h, h_t[None]])
    return z, h


@variant("hidden_states")
def with_a_warning(W_h, W_x, b_1, X, h_0):
    warnings.warn("this is fine", stacklevel=1)
    z, h = into_arrays(W_h, W_x, b_1, X, h_0)
    return z.astype(np.float32), h.astype(np.float32)


######## affine

@variant("affine")
def affine_by_loops(U, b_2, h):
    return [sum(u * x for u, x in zip(row, h, strict=True)) + b for row, b in zip(U, b_2, strict=True)]


@variant("affine")
def affine_by_einsum(U, b_2, h):
    return np.einsum("vj,j->v", U, h) + b_2


@variant("affine")
def affine_as_a_row(U, b_2, h):
    return h @ U.T + b_2


@variant("affine")
def affine_augmented(U, b_2, h):
    return np.column_stack([U, b_2]) @ np.append(h, 1)


@variant("affine")
def affine_in_single_precision(U, b_2, h):
    return (U.astype(np.float32) @ h.astype(np.float32) + b_2).astype(np.float32)


######## softmax

@variant("softmax")
def by_logsumexp(theta):
    return np.exp(theta - np.logaddexp.reduce(theta))


@variant("softmax")
def by_lists(theta):
    top = max(theta)
    e = [math.exp(t - top) for t in theta]
    return tuple(x / sum(e) for x in e)


@variant("softmax")
def by_differences(theta):
    return 1 / np.exp(theta[None, :] - theta[:, None]).sum(axis=1)    # overflow to inf: 1 / inf is 0


@variant("softmax")
def in_float32(theta):
    e = np.exp((theta - theta.max()).astype(np.float32))
    return e / e.sum()


@variant("softmax")
def in_place_on_a_copy(theta):
    e = theta.copy()
    e -= e.max()
    np.exp(e, out=e)
    e /= e.sum()
    return e


######## cross_entropy

@variant("cross_entropy")
def by_math(yhat, y):
    return -math.log(yhat[y])


@variant("cross_entropy")
def by_one_hot(yhat, y):
    return -np.log(np.eye(len(yhat))[y] @ yhat)


@variant("cross_entropy")
def of_the_inverse(yhat, y):
    return np.log(1 / yhat[y])


@variant("cross_entropy")
def in_float32_number(yhat, y):
    return np.float32(-np.log(yhat[y]))


@variant("cross_entropy")
def from_a_list(yhat, y):
    return -1.0 * float(np.log(list(yhat)[y]))


######## sequence_loss

@variant("sequence_loss")
def added_up(yhat, y):
    return sum(-np.log(row[s]) for row, s in zip(yhat, y, strict=True))


@variant("sequence_loss")
def by_one_hot_rows(yhat, y):
    return -np.log((yhat * np.eye(yhat.shape[1])[y]).sum(axis=1)).sum()


@variant("sequence_loss")
def logarithm_of_the_product(yhat, y):
    return -math.log(math.prod(yhat[t, s] for t, s in enumerate(y)))


@variant("sequence_loss")
def recursive_loss(yhat, y):
    return 0 if len(y) == 0 else -np.log(yhat[0, y[0]]) + recursive_loss(yhat[1:], y[1:])


@variant("sequence_loss")
def in_single_precision_loss(yhat, y):
    return -np.log(np.diag(yhat[:, y]).astype(np.float32)).sum()
