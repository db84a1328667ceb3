"""The functions of rnn_ref.loops, compiled with numba, for float32 and few sequences.

There a step is so little work that calling NumPy costs more than the work itself. Importing this module
needs numba; rnn_ref.fast does without it where it is not installed. Shapes and equations are those of
rnn_ref.loops; a test holds the two equal. All of it stands in one file, because what numba keeps on disk is
made anew only when that file changes.
"""

import numba
import numpy as np

FEW = 64    # blocks of more sequences than this are faster in OpenBLAS

# tanh(z) = z P(z^2) / Q(z^2) on |z| <= EDGE, fitted by reweighted least squares to 5e-7 in float32: it
# stays in vector registers, where a call of the library's tanh would leave them.
EDGE, HALF, ONE = np.float32(7.9), np.float32(0.5), np.float32(1)
P_0, P_1, P_2, P_3, P_4 = np.float32([0.99999999439, 0.134506376243, 3.57901218392e-3, 2.20235751982e-5,
                                      1.54284324883e-8])
Q_1, Q_2, Q_3, Q_4 = np.float32([0.467839656393, 2.61923148536e-2, 3.42368341853e-4, 8.59896741534e-7])


def njit(function):
    """Compile function, and keep the result on disk where there is a place for it."""
    # NumPy's rule for division by zero: a check before each division would forbid vector registers.
    options = {"fastmath": True, "error_model": "numpy"}
    try:
        return numba.njit(function, cache=True, **options)
    except RuntimeError:    # neither beside this file nor in the user's cache folder
        return numba.njit(function, **options)


@njit
def tanh_of_sum(z, w):
    """Overwrite the vector z by tanh(z + w)."""
    for j in range(len(z)):
        t = z[j] + w[j]
        t = EDGE if t > EDGE else t
        t = -EDGE if t < -EDGE else t
        s = t * t
        p = P_0 + s * (P_1 + s * (P_2 + s * (P_3 + s * P_4)))
        q = ONE + s * (Q_1 + s * (Q_2 + s * (Q_3 + s * Q_4)))
        z[j] = t * p / q


@njit
def row_product(a, W, out):
    """Write the row vector a times W into out. Shapes: a (K,), W (K, M), out (M,)."""
    K, M = W.shape
    out[:] = 0
    for k in range(0, K - 3, 4):
        a0, a1, a2, a3 = a[k], a[k + 1], a[k + 2], a[k + 3]
        for j in range(M):
            out[j] += a0 * W[k, j] + a1 * W[k + 1, j] + a2 * W[k + 2, j] + a3 * W[k + 3, j]
    for k in range(K - K % 4, K):
        for j in range(M):
            out[j] += a[k] * W[k, j]


@njit
def product(A, n, W, out):
    """Write the product of the first n rows of A with W into out; rows beyond n may hold anything.

    Eight rows and four columns of A go together, so that each number loaded is used often; n is rounded
    up to eight rows, because eight cost less than three one by one.
    Shapes: A (n + 7 or more, K), W (K, M), out (n + 7, M).
    """
    K, M = W.shape
    if n <= 2:
        for i in range(n):
            row_product(A[i], W, out[i])
        return
    for i in range(0, n, 8):
        out[i:i + 8] = 0
        for k in range(0, K - 3, 4):
            a0, a1, a2, a3 = A[i, k], A[i, k + 1], A[i, k + 2], A[i, k + 3]
            b0, b1, b2, b3 = A[i + 1, k], A[i + 1, k + 1], A[i + 1, k + 2], A[i + 1, k + 3]
            c0, c1, c2, c3 = A[i + 2, k], A[i + 2, k + 1], A[i + 2, k + 2], A[i + 2, k + 3]
            d0, d1, d2, d3 = A[i + 3, k], A[i + 3, k + 1], A[i + 3, k + 2], A[i + 3, k + 3]
            e0, e1, e2, e3 = A[i + 4, k], A[i + 4, k + 1], A[i + 4, k + 2], A[i + 4, k + 3]
            f0, f1, f2, f3 = A[i + 5, k], A[i + 5, k + 1], A[i + 5, k + 2], A[i + 5, k + 3]
            g0, g1, g2, g3 = A[i + 6, k], A[i + 6, k + 1], A[i + 6, k + 2], A[i + 6, k + 3]
            h0, h1, h2, h3 = A[i + 7, k], A[i + 7, k + 1], A[i + 7, k + 2], A[i + 7, k + 3]
            for j in range(M):
                w0, w1, w2, w3 = W[k, j], W[k + 1, j], W[k + 2, j], W[k + 3, j]
                out[i, j] += a0 * w0 + a1 * w1 + a2 * w2 + a3 * w3
                out[i + 1, j] += b0 * w0 + b1 * w1 + b2 * w2 + b3 * w3
                out[i + 2, j] += c0 * w0 + c1 * w1 + c2 * w2 + c3 * w3
                out[i + 3, j] += d0 * w0 + d1 * w1 + d2 * w2 + d3 * w3
                out[i + 4, j] += e0 * w0 + e1 * w1 + e2 * w2 + e3 * w3
                out[i + 5, j] += f0 * w0 + f1 * w1 + f2 * w2 + f3 * w3
                out[i + 6, j] += g0 * w0 + g1 * w1 + g2 * w2 + g3 * w3
                out[i + 7, j] += h0 * w0 + h1 * w1 + h2 * w2 + h3 * w3
        for k in range(K - K % 4, K):
            for r in range(i, i + 8):
                for j in range(M):
                    out[r, j] += A[r, k] * W[k, j]


@njit
def scaled(a, mask, out):
    """Write the vector a, scaled by mask where there is one, into out."""
    if mask is None:
        out[:] = a
    else:
        for j in range(len(out)):
            out[j] = a[j] * mask[j]


@njit
def add_scaled(a, b, mask):
    """Add the vector b, scaled by mask where there is one, to a."""
    for j in range(len(a)):
        a[j] += b[j] if mask is None else b[j] * mask[j]


@njit
def times_f_prime(dz, h, sigmoid):
    """Multiply the vector dz by f'(z), from h = f(z)."""
    if sigmoid:
        for j in range(len(dz)):
            dz[j] *= h[j] * (ONE - h[j])
    else:
        for j in range(len(dz)):
            dz[j] *= ONE - h[j] * h[j]


@njit
def flat(rows, n):
    """Return the first n rows as one vector: what is elementwise needs no rows."""
    return None if rows is None else rows.reshape(-1)[:n * rows.shape[1]]


@njit
def input_rows(x, W_x, b_1, half, out):
    """Write half (W_x x + b_1) into each row of out; the symbol d stands for no input, a zero vector."""
    D_h, d = W_x.shape
    table = np.empty((d + 1, D_h), W_x.dtype)
    for j in range(D_h):
        for symbol in range(d):
            table[symbol, j] = half * (W_x[j, symbol] + b_1[j])
        table[d, j] = half * b_1[j]
    for r in range(len(x)):
        row, now = table[x[r]], out[r]
        for j in range(D_h):
            now[j] = row[j]


@njit
def forward_steps(h, h_prev, W_hT, mask, starts, begin, end, sigmoid, step):
    """Turn blocks begin..end-1 of h from W_x x + b_1 into states, and keep in h_prev what each came from."""
    for t in range(begin, end):
        before, start = starts[t - 1], starts[t]
        n = starts[t + 1] - start
        now = flat(h[start:], n)
        scaled(flat(h[before:], n), flat(mask, n), flat(h_prev[start:], n))
        product(h_prev[start:], n, W_hT, step)
        tanh_of_sum(now, flat(step, n))
        if sigmoid:
            for j in range(len(now)):
                now[j] = HALF + HALF * now[j]


@njit
def backward_steps(dz, h, W_h, mask, starts, begin, end, sigmoid, step):
    """Turn blocks end-1..begin of dz from delta into delta o f', each adding to the delta before it."""
    for t in range(end - 1, begin - 1, -1):
        before, start = starts[t - 1], starts[t]
        n = starts[t + 1] - start
        times_f_prime(flat(dz[start:], n), flat(h[start:], n), sigmoid)
        product(dz[start:], n, W_h, step)
        add_scaled(flat(dz[before:], n), flat(step, n), flat(mask, n))


@njit
def shifted_logits(theta, b_2, cells, top):
    """Add b_2, take each column's largest entry away, return the sum of the entries at cells."""
    top[:] = theta[0] + b_2[0]
    for v in range(len(theta)):
        for r in range(len(top)):
            theta[v, r] += b_2[v]
            top[r] = theta[v, r] if theta[v, r] > top[r] else top[r]
    for v in range(len(theta)):
        for r in range(len(top)):
            theta[v, r] -= top[r]
    right = 0.0
    for cell in cells:
        right += theta.reshape(-1)[cell]
    return right


@njit
def normalized(theta, cells, sums):
    """Divide each column by its sum, keep the sums, take 1 away at cells."""
    sums[:] = 0
    for v in range(len(theta)):
        for r in range(len(sums)):
            sums[r] += theta[v, r]
    for v in range(len(theta)):
        for r in range(len(sums)):
            theta[v, r] /= sums[r]
    for cell in cells:
        theta.reshape(-1)[cell] -= ONE


def softmax_loss(theta, b_2, cells):
    """Return J and overwrite theta, that comes in without b_2, by dtheta = yhat - y."""
    sums = np.empty(theta.shape[1], theta.dtype)
    right = shifted_logits(theta, b_2, cells, sums)
    np.exp(theta, out=theta)
    normalized(theta, cells, sums)
    return np.log(sums).sum(dtype=float) - right


def rows_by_symbol(x, dz, d):
    """Return, for each symbol, the sum of the rows of dz whose input it is: dz^T X, transposed."""
    table = np.zeros((d, dz.shape[1]), dz.dtype)
    add_rows(x, dz, table)
    return table


@njit
def add_rows(x, dz, table):
    """Add row i of dz to row x[i] of table."""
    for r in range(len(x)):
        row, more = table[x[r]], dz[r]
        for j in range(len(row)):
            row[j] += more[j]
