"""Right answers to problem set 3, written differently."""

import math

import numpy as np

from grading.selftest.variants import collection

VARIANTS, variant = collection()


def f_of(activation, z):
    return np.tanh(z) if activation == "tanh" else 1 / (1 + np.exp(-z))


######## loss_of_sequence

@variant("loss_of_sequence")
def step_by_step(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    J, h = 0.0, h_0
    for x, s in zip(X, y, strict=True):
        h = f_of(activation, W_h @ h + W_x @ x + b_1)
        theta = U @ h + b_2
        J += theta.max() + np.log(np.exp(theta - theta.max()).sum()) - theta[s]
    return J


@variant("loss_of_sequence")
def recursively(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    if len(X) == 0:
        return 0.0
    h = f_of(activation, W_h @ h_0 + W_x @ X[0] + b_1)
    theta = U @ h + b_2
    own = np.logaddexp.reduce(theta) - theta[y[0]]
    return own + recursively(W_h, W_x, b_1, U, b_2, X[1:], y[1:], h, activation)


@variant("loss_of_sequence")
def by_probabilities(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    J = 0.0
    for x, s in zip(X, y, strict=True):
        h_0 = f_of(activation, np.einsum("ij,j", W_h, h_0) + np.einsum("ij,j", W_x, x) + b_1)
        theta = U @ h_0 + b_2
        J += math.log(np.exp(theta - theta[s]).sum())    # e^theta_s cancels against the numerator
    return J


@variant("loss_of_sequence")
def all_states_first(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    h = [h_0]
    for drive in X @ W_x.T + b_1:
        h.append(f_of(activation, drive + h[-1] @ W_h.T))
    theta = np.array(h[1:]) @ U.T + b_2
    yhat = np.exp(theta - theta.max(axis=1, keepdims=True))
    yhat /= yhat.sum(axis=1, keepdims=True)
    return -np.log(np.take_along_axis(yhat, y[:, None], axis=1)).sum()


@variant("loss_of_sequence")
def in_single_precision(*arguments):
    return np.float32(step_by_step(*arguments))


######## gradient_of_one_loss

@variant("gradient_of_one_loss")
def down_the_steps(W_h, U, g, h, f_prime):
    gamma, total = U.T @ g, np.zeros_like(W_h)
    for k in range(len(f_prime), 0, -1):
        total += np.outer(gamma * f_prime[k - 1], h[k - 1])
        gamma = W_h.T @ (gamma * f_prime[k - 1])
    return total


@variant("gradient_of_one_loss")
def recursive_gradient(W_h, U, g, h, f_prime, gamma=None):
    if len(f_prime) == 0:
        return np.zeros_like(W_h)
    gamma = g @ U if gamma is None else gamma
    v = gamma * f_prime[-1]
    return v[:, None] * h[-2] + recursive_gradient(W_h, U, g, h[:-1], f_prime[:-1], v @ W_h)


@variant("gradient_of_one_loss")
def rows_then_one_product(W_h, U, g, h, f_prime):
    v = [(g @ U) * f_prime[-1]]
    for f in f_prime[-2::-1]:
        v.append((v[-1] @ W_h) * f)
    return np.array(v[::-1]).T @ h[:-1]


@variant("gradient_of_one_loss")
def products_of_jacobians(W_h, U, g, h, f_prime):
    total, P = 0, np.eye(len(W_h))
    for k in range(len(f_prime) - 1, -1, -1):
        total = total + np.einsum("v,vi,ia,a,b->ab", g, U, P, f_prime[k], h[k])
        P = P @ (f_prime[k][:, None] * W_h)
    return total


@variant("gradient_of_one_loss")
def as_lists(*arguments):
    return down_the_steps(*arguments).astype(np.float32).tolist()


######## accumulate

@variant("accumulate")
def accumulate_by_lists(W_h, U, dtheta, f_prime):
    rows, passed_on = [], np.zeros(len(W_h))
    for g, f in zip(dtheta[::-1], f_prime[::-1], strict=True):
        rows.insert(0, (U.T @ g + passed_on) * f)
        passed_on = W_h.T @ rows[0]
    return rows


@variant("accumulate")
def local_parts_first(W_h, U, dtheta, f_prime):
    delta = dtheta @ U
    for k in range(len(delta) - 2, -1, -1):
        delta[k] += (delta[k + 1] * f_prime[k + 1]) @ W_h
    return delta * f_prime


@variant("accumulate")
def loss_by_loss(W_h, U, dtheta, f_prime):
    dz = np.zeros_like(f_prime)
    for t in range(len(dz)):
        gamma = U.T @ dtheta[t]
        for k in range(t, -1, -1):
            dz[k] += gamma * f_prime[k]
            gamma = W_h.T @ (gamma * f_prime[k])
    return dz


@variant("accumulate")
def recursive_walk(W_h, U, dtheta, f_prime):
    if len(dtheta) == 0:
        return np.empty((0, len(W_h)))
    later = recursive_walk(W_h, U, dtheta[1:], f_prime[1:])
    passed_on = W_h.T @ later[0] if len(later) else 0
    return np.vstack([(U.T @ dtheta[0] + passed_on) * f_prime[0], later])


@variant("accumulate")
def by_one_linear_system(W_h, U, dtheta, f_prime):
    T, D_h = f_prime.shape
    A = np.eye(T * D_h)
    for k in range(T - 1):
        A[k * D_h:(k + 1) * D_h, (k + 1) * D_h:(k + 2) * D_h] = -f_prime[k][:, None] * W_h.T
    return np.linalg.solve(A, ((dtheta @ U) * f_prime).ravel()).reshape(T, D_h)


######## the other parameters

@variant("gradient_W_x")
def W_x_by_product(dz, X):
    return dz.T @ X


@variant("gradient_W_x")
def W_x_by_einsum(dz, X):
    return np.einsum("ti,tj->ij", dz, X)


@variant("gradient_W_x")
def W_x_by_sum(dz, X):
    return sum(np.outer(a, b) for a, b in zip(dz, X, strict=True))


@variant("gradient_W_x")
def W_x_by_loops(dz, X):
    return [[sum(dz[t, i] * X[t, j] for t in range(len(X))) for j in range(X.shape[1])]
            for i in range(dz.shape[1])]


@variant("gradient_W_x")
def W_x_in_single_precision(dz, X):
    return np.tensordot(dz.astype(np.float32), X.astype(np.float32), axes=(0, 0))


@variant("gradient_b_1")
def b_1_by_sum(dz):
    return sum(dz)


@variant("gradient_b_1")
def b_1_by_ones(dz):
    return np.ones(len(dz)) @ dz


@variant("gradient_b_1")
def b_1_in_a_loop(dz):
    total = np.zeros(dz.shape[1])
    for row in dz:
        total += row
    return total


@variant("gradient_b_1")
def b_1_by_einsum(dz):
    return np.einsum("ti->i", dz).astype(np.float32)


@variant("gradient_b_1")
def b_1_as_a_list(dz):
    return [math.fsum(column) for column in dz.T]


@variant("gradients_of_readout")
def readout_in_a_loop(dtheta, h):
    dU, db_2 = 0, 0
    for k, g in enumerate(dtheta):
        dU, db_2 = dU + np.outer(g, h[k + 1]), db_2 + g
    return dU, db_2


@variant("gradients_of_readout")
def readout_by_einsum(dtheta, h):
    return np.einsum("tv,ti->vi", dtheta, h[1:]), np.einsum("tv->v", dtheta)


@variant("gradients_of_readout")
def readout_transposed_twice(dtheta, h):
    return [(h[1:].T @ dtheta).T, np.sum(dtheta, axis=0)]


@variant("gradients_of_readout")
def readout_augmented(dtheta, h):
    both = dtheta.T @ np.column_stack([h[1:], np.ones(len(dtheta))])
    return both[:, :-1], both[:, -1]


@variant("gradients_of_readout")
def readout_as_lists(dtheta, h):
    dU, db_2 = readout_in_a_loop(dtheta, h)
    return dU.tolist(), db_2.tolist()


@variant("gradient_h_0")
def h_0_as_a_row(W_h, dz):
    return dz[0] @ W_h


@variant("gradient_h_0")
def h_0_by_einsum(W_h, dz):
    return np.einsum("ij,i->j", W_h, dz[0])


@variant("gradient_h_0")
def h_0_by_loops(W_h, dz):
    return [sum(W_h[i, j] * dz[0, i] for i in range(len(W_h))) for j in range(len(W_h))]


@variant("gradient_h_0")
def h_0_of_all_rows(W_h, dz):
    return (dz @ W_h)[0]


@variant("gradient_h_0")
def h_0_in_single_precision(W_h, dz):
    return W_h.T.astype(np.float32).dot(dz[0].astype(np.float32))


######## derivative_from_state

@variant("derivative_from_state")
def by_where(h, activation):
    return np.where(activation == "tanh", 1 - h * h, h - h * h)


@variant("derivative_from_state")
def by_factors(h, activation):
    return (1 - h) * (1 + h if activation == "tanh" else h)


@variant("derivative_from_state")
def by_a_dictionary(h, activation):
    return {"sigmoid": lambda: h * (1 - h), "tanh": lambda: 1 - np.square(h)}[activation]()


@variant("derivative_from_state")
def by_power(h, activation):
    if activation == "sigmoid":
        return -h * (h - 1)
    return -(h ** 2 - 1)


@variant("derivative_from_state")
def number_by_number(h, activation):
    return [[x * (1 - x) if activation == "sigmoid" else 1 - x * x for x in row] for row in h] \
        if h.ndim == 2 else by_factors(h, activation).astype(np.float32)


######## sequence_gradients

@variant("sequence_gradients")
def in_one_loop(W_h, U, X, y, h, yhat, activation):
    dW_h, dW_x, dU = np.zeros_like(W_h), np.zeros((len(W_h), X.shape[1])), np.zeros_like(U)
    db_1, db_2, passed_on = np.zeros(len(W_h)), np.zeros(len(U)), np.zeros(len(W_h))
    for k in reversed(range(len(y))):
        g = yhat[k].copy()
        g[y[k]] -= 1
        dz = (U.T @ g + passed_on) * by_factors(h[k + 1], activation)
        dW_h += np.outer(dz, h[k])
        dW_x += np.outer(dz, X[k])
        db_1 += dz
        dU += np.outer(g, h[k + 1])
        db_2 += g
        passed_on = W_h.T @ dz
    return dW_h, dW_x, db_1, dU, db_2, passed_on


def whole(W_h, U, X, y, h, yhat, activation, walk):
    g = yhat - np.eye(len(U))[y]
    dz = np.asarray(walk(W_h, U, g, by_factors(h[1:], activation)))
    return dz.T @ h[:-1], dz.T @ X, dz.sum(axis=0), g.T @ h[1:], g.sum(axis=0), dz[0] @ W_h


@variant("sequence_gradients")
def from_lists(*arguments):
    return whole(*arguments, accumulate_by_lists)


@variant("sequence_gradients")
def from_recursion(*arguments):
    return [part.tolist() for part in whole(*arguments, recursive_walk)]


@variant("sequence_gradients")
def from_each_loss(*arguments):
    return whole(*arguments, loss_by_loss)


@variant("sequence_gradients")
def from_a_linear_system(*arguments):
    return tuple(part.astype(np.float32) for part in whole(*arguments, by_one_linear_system))


######## batch_gradients

def added(one, W_h, U, X, y, h, yhat, activation):
    sums, firsts = None, []
    for arguments in zip(X, y, h, yhat, strict=True):
        *parts, dh_0 = one(W_h, U, *arguments, activation)
        sums = parts if sums is None else [a + b for a, b in zip(sums, parts, strict=True)]
        firsts.append(dh_0)
    return *sums, firsts


@variant("batch_gradients")
def one_after_the_other(*arguments):
    return added(in_one_loop, *arguments)


@variant("batch_gradients")
def backward_through_the_batch(W_h, U, X, y, h, yhat, activation):
    *sums, dh_0 = added(from_lists, W_h, U, X[::-1], y[::-1], h[::-1], yhat[::-1], activation)
    return *sums, np.array(dh_0)[::-1]


@variant("batch_gradients")
def recursive_batch(W_h, U, X, y, h, yhat, activation):
    *parts, dh_0 = in_one_loop(W_h, U, X[0], y[0], h[0], yhat[0], activation)
    if len(X) == 1:
        return *parts, dh_0[None]
    *others, later = recursive_batch(W_h, U, X[1:], y[1:], h[1:], yhat[1:], activation)
    return *(a + b for a, b in zip(parts, others, strict=True)), np.vstack([dh_0, later])


@variant("batch_gradients")
def in_a_padded_rectangle(W_h, U, X, y, h, yhat, activation):
    B, T, D_h = len(X), max(map(len, X)), len(W_h)
    g, f, H = np.zeros((B, T, len(U))), np.zeros((B, T, D_h)), np.zeros((B, T + 1, D_h))
    x = np.zeros((B, T, X[0].shape[1]))
    for b, n in enumerate(map(len, X)):
        g[b, :n] = yhat[b] - np.eye(len(U))[y[b]]
        f[b, :n], H[b, :n + 1], x[b, :n] = by_factors(h[b][1:], activation), h[b], X[b]
    dz, passed_on = np.zeros_like(f), np.zeros((B, D_h))
    for k in range(T - 1, -1, -1):
        dz[:, k] = (g[:, k] @ U + passed_on) * f[:, k]
        passed_on = dz[:, k] @ W_h
    return (np.einsum("bti,btj->ij", dz, H[:, :-1]), np.einsum("bti,btj->ij", dz, x), dz.sum(axis=(0, 1)),
            np.einsum("btv,bti->vi", g, H[:, 1:]), g.sum(axis=(0, 1)), passed_on)


@variant("batch_gradients")
def in_single_precision_batch(*arguments):
    return [np.asarray(part, np.float32) for part in added(from_each_loss, *arguments)]


######## operations

@variant("operations")
def by_sum(T):
    return sum(range(T + 1)), T


@variant("operations")
def by_counting(T):
    return sum(1 for t in range(1, T + 1) for k in range(t)), len(range(T))


@variant("operations")
def by_binomial(T):
    return math.comb(T + 1, 2), T


@variant("operations")
def as_floats(T):
    return [T * (T + 1) / 2, float(T)]


@variant("operations")
def as_an_array(T):
    return np.array([np.arange(1, T + 1).sum(), T])
