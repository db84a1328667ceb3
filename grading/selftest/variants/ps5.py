"""Right answers to problem set 5, written differently."""

import math
from functools import reduce

import numpy as np

from grading.selftest.variants import collection

VARIANTS, variant = collection()


def single(parts):
    """Return results in single precision."""
    return [np.asarray(part, np.float32) for part in parts]


def listed(parts):
    """Return results as lists of lists."""
    return [np.asarray(part).tolist() for part in parts]


######## immediate_derivative

@variant("immediate_derivative")
def use_by_einsum(f_prime, h_prev):
    return np.einsum("i,ia,b->iab", f_prime, np.eye(len(f_prime)), h_prev)


@variant("immediate_derivative")
def use_by_broadcasting(f_prime, h_prev):
    return np.diag(f_prime)[:, :, None] * h_prev


@variant("immediate_derivative")
def use_by_loops(f_prime, h_prev):
    D_h = len(h_prev)
    return [[[f_prime[i] * h_prev[b] if i == a else 0 for b in range(D_h)] for a in range(D_h)]
            for i in range(D_h)]


@variant("immediate_derivative")
def use_by_indices(f_prime, h_prev):
    D_h = len(h_prev)
    found, i = np.zeros((D_h, D_h, D_h), np.float32), np.arange(D_h)
    found[i, i] = np.outer(f_prime, h_prev)
    return found


@variant("immediate_derivative")
def use_by_kronecker(f_prime, h_prev):
    D_h = len(h_prev)
    return np.kron(np.diag(f_prime), h_prev[None]).reshape(D_h, D_h, D_h)


######## total_derivative

@variant("total_derivative")
def carry_by_einsum(W_h, f_prime, h_prev, before):
    return use_by_einsum(f_prime, h_prev) + np.einsum("i,ij,jab->iab", f_prime, W_h, before)


@variant("total_derivative")
def carry_weight_by_weight(W_h, f_prime, h_prev, before):
    total = np.zeros(before.shape)
    for a in range(len(h_prev)):
        for b in range(len(h_prev)):
            moved = W_h @ before[:, a, b]
            moved[a] += h_prev[b]
            total[:, a, b] = f_prime * moved
    return total


@variant("total_derivative")
def carry_as_one_matrix(W_h, f_prime, h_prev, before):
    D_h = len(h_prev)
    moved = np.kron(np.eye(D_h), h_prev) + W_h @ before.reshape(D_h, -1)
    return (f_prime[:, None] * moved).reshape(before.shape)


@variant("total_derivative")
def carry_with_prime_last(W_h, f_prime, h_prev, before):
    moved = np.tensordot(W_h, before, axes=([1], [0]))
    for a in range(len(h_prev)):
        moved[a, a] += h_prev
    return moved * f_prime[:, None, None]


@variant("total_derivative")
def carry_in_single_precision(*arguments):
    return carry_by_einsum(*(a.astype(np.float32) for a in arguments))


@variant("total_derivative")
def carry_unit_by_unit(W_h, f_prime, h_prev, before):
    own = use_by_loops(f_prime, h_prev)
    return [(own[i] + f_prime[i] * sum(W_h[i, j] * before[j] for j in range(len(W_h)))).tolist()
            for i in range(len(W_h))]


######## rtrl_gradient

@variant("rtrl_gradient")
def in_one_walk(W_h, h, f_prime, gamma):
    total, gradient = np.zeros((len(W_h),) * 3), 0
    for t in range(1, len(h)):
        total = carry_by_einsum(W_h, f_prime[t - 1], h[t - 1], total)
        gradient = gradient + np.einsum("i,iab->ab", gamma[t - 1], total)
    return gradient


@variant("rtrl_gradient")
def all_derivatives_first(W_h, h, f_prime, gamma):
    totals = [np.zeros((len(W_h),) * 3)]
    for f, h_prev in zip(f_prime, h[:-1], strict=True):
        totals.append(carry_with_prime_last(W_h, f, h_prev, totals[-1]))
    return np.einsum("ti,tiab->ab", gamma, np.array(totals[1:]))


@variant("rtrl_gradient")
def back_in_time(W_h, h, f_prime, gamma):
    gradient, passed_on = np.zeros_like(W_h), 0
    for t in range(len(gamma) - 1, -1, -1):
        dz = (gamma[t] + passed_on) * f_prime[t]
        gradient, passed_on = gradient + np.outer(dz, h[t]), W_h.T @ dz
    return gradient


@variant("rtrl_gradient")
def recursive_rtrl(W_h, h, f_prime, gamma, total=None):
    if len(gamma) == 0:
        return np.zeros_like(W_h)
    total = carry_by_einsum(W_h, f_prime[0], h[0], np.zeros((len(W_h),) * 3) if total is None else total)
    return np.tensordot(gamma[0], total, axes=1) + recursive_rtrl(W_h, h[1:], f_prime[1:], gamma[1:], total)


@variant("rtrl_gradient")
def each_weight_on_its_own(W_h, h, f_prime, gamma):
    gradient = np.zeros(W_h.shape, np.float32)
    for a, b in np.ndindex(W_h.shape):
        moved = np.zeros(len(W_h))
        for g, f, h_prev in zip(gamma, f_prime, h[:-1], strict=True):
            moved = W_h @ moved
            moved[a] += h_prev[b]
            moved = f * moved
            gradient[a, b] += g @ moved
    return gradient


@variant("rtrl_gradient")
def pair_by_pair(W_h, h, f_prime, gamma):
    gradient = 0
    for s in range(len(gamma)):
        row = gamma[s]
        for k in range(s, -1, -1):
            gradient = gradient + np.outer(row * f_prime[k], h[k])
            row = (row * f_prime[k]) @ W_h
    return gradient.tolist()


######## window_gradients

def states(W_h, W_x, b_1, X, h_0, activation):
    h = [h_0]
    for drive in X @ W_x.T + b_1:
        z = drive + W_h @ h[-1]
        h.append(np.tanh(z) if activation == "tanh" else (1 + np.tanh(z / 2)) / 2)
    return np.array(h)


def slope(h, activation):
    return (1 - h) * (1 + h if activation == "tanh" else h)


@variant("window_gradients")
def in_one_loop(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    h = states(W_h, W_x, b_1, X, h_0, activation)
    J, dW_h, dW_x, dU = 0.0, np.zeros_like(W_h), np.zeros_like(W_x), np.zeros_like(U)
    db_1, db_2, passed_on = np.zeros_like(b_1), np.zeros_like(b_2), np.zeros_like(b_1)
    for k in reversed(range(len(y))):
        theta = U @ h[k + 1] + b_2
        g = np.exp(theta - np.logaddexp.reduce(theta))
        J -= math.log(g[y[k]])
        g[y[k]] -= 1
        dz = (U.T @ g + passed_on) * slope(h[k + 1], activation)
        dW_h += np.outer(dz, h[k])
        dW_x += np.outer(dz, X[k])
        dU += np.outer(g, h[k + 1])
        db_1, db_2, passed_on = db_1 + dz, db_2 + g, W_h.T @ dz
    return J, dW_h, dW_x, db_1, dU, db_2, h[-1]


@variant("window_gradients")
def loss_by_loss(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    h = states(W_h, W_x, b_1, X, h_0, activation)
    theta = h[1:] @ U.T + b_2
    e = np.exp(theta)
    g, f = e / e.sum(axis=1, keepdims=True) - np.eye(len(U))[y], slope(h[1:], activation)
    dW_h, dW_x, db_1 = 0, 0, 0
    for t in range(len(y)):
        gamma = g[t] @ U
        for k in range(t, -1, -1):
            v = gamma * f[k]
            dW_h, dW_x, db_1 = dW_h + np.outer(v, h[k]), dW_x + np.outer(v, X[k]), db_1 + v
            gamma = v @ W_h
    J = (np.log(e.sum(axis=1)) - theta[np.arange(len(y)), y]).sum()
    return [J, dW_h, dW_x, db_1, np.einsum("tv,ti->vi", g, h[1:]), g.sum(axis=0), h[-1]]


@variant("window_gradients")
def forward_in_time(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    D_h, J, h, dU, db_2, gradient = len(h_0), 0.0, h_0, 0, 0, 0
    total = np.zeros((D_h, D_h, D_h + len(X[0]) + 1))
    for x, s in zip(X, y, strict=True):
        entries, h = np.concatenate([h, x, [1]]), states(W_h, W_x, b_1, x[None], h, activation)[1]
        total = slope(h, activation)[:, None, None] * (
            np.eye(D_h)[:, :, None] * entries + np.tensordot(W_h, total, axes=1))
        theta = U @ h + b_2
        g = np.exp(theta - theta.max()) / np.exp(theta - theta.max()).sum()
        J, g = J - np.log(g[s]), g - np.eye(len(U))[s]
        dU, db_2 = dU + np.outer(g, h), db_2 + g
        gradient = gradient + np.tensordot(g @ U, total, axes=1)
    return J, gradient[:, :D_h], gradient[:, D_h:-1], gradient[:, -1], dU, db_2, h


@variant("window_gradients")
def window_as_lists(*arguments):
    return listed(in_one_loop(*arguments))


@variant("window_gradients")
def window_in_single_precision(*arguments):
    return single(loss_by_loss(*arguments))


######## truncated_gradients

def added(parts):
    *sums, last = zip(*parts, strict=True)
    return *map(sum, sums), last[-1]


@variant("truncated_gradients")
def window_by_window(W_h, W_x, b_1, U, b_2, X, y, h_0, K, activation):
    parts = []
    while len(y):
        parts.append(in_one_loop(W_h, W_x, b_1, U, b_2, X[:K], y[:K], h_0, activation))
        X, y, h_0 = X[K:], y[K:], parts[-1][-1]
    return added(parts)


@variant("truncated_gradients")
def recursive_windows(W_h, W_x, b_1, U, b_2, X, y, h_0, K, activation):
    *own, last = loss_by_loss(W_h, W_x, b_1, U, b_2, X[:K], y[:K], h_0, activation)
    if len(y) <= K:
        return *own, last
    *rest, last = recursive_windows(W_h, W_x, b_1, U, b_2, X[K:], y[K:], last, K, activation)
    return *map(np.add, own, rest), last


@variant("truncated_gradients")
def one_walk_with_cuts(W_h, W_x, b_1, U, b_2, X, y, h_0, K, activation):
    h = states(W_h, W_x, b_1, X, h_0, activation)
    theta = h[1:] @ U.T + b_2
    log_yhat = theta - np.logaddexp.reduce(theta, axis=1, keepdims=True)
    g, f, dz = np.exp(log_yhat) - np.eye(len(U))[y], slope(h[1:], activation), np.zeros((len(y), len(W_h)))
    for k in range(len(y) - 1, -1, -1):
        within = k + 1 < len(y) and (k + 1) % K
        dz[k] = (g[k] @ U + (dz[k + 1] @ W_h if within else 0)) * f[k]
    J = -np.take_along_axis(log_yhat, y[:, None], axis=1).sum()
    return J, dz.T @ h[:-1], dz.T @ X, dz.sum(axis=0), g.T @ h[1:], g.sum(axis=0), h[-1]


@variant("truncated_gradients")
def states_first(W_h, W_x, b_1, U, b_2, X, y, h_0, K, activation):
    h = states(W_h, W_x, b_1, X, h_0, activation)
    return added([forward_in_time(W_h, W_x, b_1, U, b_2, X[s:s + K], y[s:s + K], h[s], activation)
                  for s in range(0, len(y), K)])


@variant("truncated_gradients")
def windows_as_lists(*arguments):
    return listed(window_by_window(*arguments))


@variant("truncated_gradients")
def windows_in_single_precision(*arguments):
    return single(one_walk_with_cuts(*arguments))


######## lstm_step

@variant("lstm_step")
def gate_by_gate(W_h, W_x, b, h, c, x):
    def sigma(i):
        return (1 + np.tanh((W_h[i] @ h + W_x[i] @ x + b[i]) / 2)) / 2

    phi, iota, omega, candidate = sigma(0), sigma(1), sigma(2), np.tanh(W_h[3] @ h + W_x[3] @ x + b[3])
    c = phi * c + iota * candidate
    return omega * np.tanh(c), c, np.array([phi, iota, omega, candidate])


@variant("lstm_step")
def one_large_product(W_h, W_x, b, h, c, x):
    D_h = len(h)
    W = np.concatenate([W_h, W_x], axis=2).reshape(4 * D_h, -1)
    a = (W @ np.concatenate([h, x])).reshape(4, D_h) + b
    gates = np.vstack([1 / (1 + np.exp(-a[:3])), np.tanh(a[3:])])
    c_new = (gates[:2] * np.array([c, gates[3]])).sum(axis=0)
    return gates[2] * np.tanh(c_new), c_new, gates


@variant("lstm_step")
def step_by_einsum(W_h, W_x, b, h, c, x):
    a = np.einsum("gij,j->gi", W_h, h) + np.einsum("gij,j->gi", W_x, x) + b
    gates = [1 / (1 + np.exp(-row)) for row in a[:3]] + [np.tanh(a[3])]
    c_new = gates[0] * c + gates[1] * gates[3]
    return [gates[2] * np.tanh(c_new), c_new, gates]


@variant("lstm_step")
def unit_by_unit(W_h, W_x, b, h, c, x):
    D_h, h_new, c_new, gates = len(h), [], [], [[], [], [], []]
    for i in range(D_h):
        a = [sum(W_h[g, i, j] * h[j] for j in range(D_h)) + sum(W_x[g, i, j] * x[j] for j in range(len(x)))
             + b[g, i] for g in range(4)]
        values = [0.5 * (1 + math.tanh(a[g] / 2)) for g in range(3)] + [math.tanh(a[3])]
        for row, v in zip(gates, values, strict=True):
            row.append(v)
        c_new.append(values[0] * c[i] + values[1] * values[3])
        h_new.append(values[2] * math.tanh(c_new[-1]))
    return h_new, c_new, gates


@variant("lstm_step")
def step_in_single_precision(*arguments):
    return single(gate_by_gate(*arguments))


######## along_the_cell

@variant("along_the_cell")
def path_in_a_loop(phi, k, t):
    left = np.ones(phi.shape[1])
    for s in range(t, k, -1):
        left = left * phi[s - 1]
    return left


@variant("along_the_cell")
def path_by_matrices(phi, k, t):
    return np.diag(reduce(lambda P, row: np.diag(row) @ P, phi[k:t], np.eye(phi.shape[1])))


@variant("along_the_cell")
def path_by_logarithms(phi, k, t):
    return np.exp(np.log(phi[k:t]).sum(axis=0)).astype(np.float32)


@variant("along_the_cell")
def path_recursively(phi, k, t):
    return np.ones(phi.shape[1]) if k == t else phi[t - 1] * path_recursively(phi, k, t - 1)


@variant("along_the_cell")
def path_as_a_list(phi, k, t):
    return [math.prod(column) for column in phi[k:t].T.tolist()]


@variant("along_the_cell")
def path_by_reduce(phi, k, t):
    return np.multiply.reduce(phi[k:t])


######## gate_gradients

@variant("gate_gradients")
def back_by_table(c, c_new, gates, dh, dc):
    phi, iota, omega, candidate = gates
    shown = np.tanh(c_new)
    arrived = dh * omega * (1 - shown) * (1 + shown) + dc
    at = np.array([arrived * c, arrived * candidate, dh * shown, arrived * iota])
    slopes = gates * (1 - gates)
    slopes[3] = 1 - candidate ** 2
    return at * slopes, arrived * phi


@variant("gate_gradients")
def back_by_cosh(c, c_new, gates, dh, dc):
    arrived = dc + dh * gates[2] / np.cosh(c_new) ** 2
    da = [arrived * c * (gates[0] - gates[0] ** 2), arrived * gates[3] * (gates[1] - gates[1] ** 2),
          dh * np.tanh(c_new) * (gates[2] - gates[2] ** 2), arrived * gates[1] * (1 - np.square(gates[3]))]
    return da, gates[0] * arrived


@variant("gate_gradients")
def back_by_jacobians(c, c_new, gates, dh, dc):
    phi, iota, omega, candidate = gates
    h_by_c = np.diag(omega * (1 - np.tanh(c_new) ** 2))
    c_by_a = [np.diag(c * phi * (1 - phi)), np.diag(candidate * iota * (1 - iota)),
              np.zeros((len(c), len(c))), np.diag(iota * (1 - candidate ** 2))]
    h_by_a = [h_by_c @ J for J in c_by_a]
    h_by_a[2] = np.diag(np.tanh(c_new) * omega * (1 - omega))
    return (np.array([P.T @ dh + Q.T @ dc for P, Q in zip(h_by_a, c_by_a, strict=True)]),
            np.diag(phi) @ (h_by_c @ dh + dc))


@variant("gate_gradients")
def back_unit_by_unit(c, c_new, gates, dh, dc):
    columns, along = [], []
    for i, (phi, iota, omega, candidate) in enumerate(gates.T):
        shown = math.tanh(c_new[i])
        arrived = dc[i] + dh[i] * omega * (1 - shown * shown)
        columns.append([arrived * c[i] * phi * (1 - phi), arrived * candidate * iota * (1 - iota),
                        dh[i] * shown * omega * (1 - omega), arrived * iota * (1 - candidate * candidate)])
        along.append(arrived * phi)
    return list(map(list, zip(*columns, strict=True))), along


@variant("gate_gradients")
def back_in_single_precision(*arguments):
    return single(back_by_table(*arguments))


@variant("gate_gradients")
def back_by_complex_step(c, c_new, gates, dh, dc):
    a = np.vstack([np.log(gates[:3] / (1 - gates[:3])), np.arctanh(gates[3:])])

    def told(a, c):
        phi, iota, omega = 1 / (1 + np.exp(-a[:3]))
        cell = phi * c + iota * np.tanh(a[3])
        return (dh * omega * np.tanh(cell) + dc * cell).imag / 1e-30

    da = [told(a + 1e-30j * np.eye(4)[g][:, None], c) for g in range(4)]    # units do not mix here
    return da, told(a, c + 1e-30j)


######## lstm_step_back

@variant("lstm_step_back")
def step_back_by_einsum(W_h, W_x, h, c, x, gates, c_new, dh, dc):
    da, along = back_by_table(c, c_new, gates, dh, dc)
    return (np.einsum("gi,j->gij", da, h), np.einsum("gi,j->gij", da, x), da,
            np.einsum("gij,gi->j", W_h, da), along, np.einsum("gij,gi->j", W_x, da))


@variant("lstm_step_back")
def step_back_in_a_loop(W_h, W_x, h, c, x, gates, c_new, dh, dc):
    da, along = back_by_cosh(c, c_new, gates, dh, dc)
    dh, dx = np.zeros_like(h), np.zeros_like(x)
    for W, V, a in zip(W_h, W_x, da, strict=True):
        dh += W.T @ a
        dx += a @ V
    return [np.outer(a, h) for a in da], [np.outer(a, x) for a in da], da, dh, along, dx


@variant("lstm_step_back")
def one_large_product_back(W_h, W_x, h, c, x, gates, c_new, dh, dc):
    D_h = len(h)
    da, along = back_by_jacobians(c, c_new, gates, dh, dc)
    W = np.concatenate([W_h, W_x], axis=2).reshape(4 * D_h, -1)
    dW = np.outer(da.ravel(), np.concatenate([h, x])).reshape(4, D_h, -1)
    at_inputs = W.T @ da.ravel()
    return dW[:, :, :D_h], dW[:, :, D_h:], da, at_inputs[:D_h], along, at_inputs[D_h:]


@variant("lstm_step_back")
def through_the_side(W_h, W_x, h, c, x, gates, c_new, dh, dc):
    """The Jacobian of the cell by the state first, and the output gate beside it."""
    phi, iota, omega, candidate = gates
    shown = np.tanh(c_new)
    arrived = dc + dh * omega * (1 - shown ** 2)
    factors = [c * phi * (1 - phi), candidate * iota * (1 - iota), iota * (1 - candidate ** 2)]
    by_omega = dh * shown * omega * (1 - omega)

    def at(W):
        side = sum(f[:, None] * part for f, part in zip(factors, W[[0, 1, 3]], strict=True))
        return side.T @ arrived + W[2].T @ by_omega

    da = np.array([arrived * factors[0], arrived * factors[1], by_omega, arrived * factors[2]])
    return da[..., None] @ h[None], da[..., None] @ x[None], da, at(W_h), arrived * phi, at(W_x)


@variant("lstm_step_back")
def step_back_as_lists(*arguments):
    return listed(step_back_in_a_loop(*arguments))


@variant("lstm_step_back")
def step_back_in_single_precision(*arguments):
    return single(step_back_by_einsum(*arguments))
