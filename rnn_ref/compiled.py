"""The functions of rnn_ref.loops, compiled with numba, for float32.

Importing this module needs numba; rnn_ref.fast does without it where it is not installed. Shapes and
equations are those of rnn_ref.loops; a test holds the two equal. All that is compiled stands in this file,
because what numba keeps on disk is made anew only when that file changes.
"""

import numba
import numpy as np

from rnn_ref.tiles import LANES, tile, vectors_for

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


def band(R):
    """Return the function that computes R rows of a product: in wide tiles, narrow ones and what is left."""
    C = vectors_for(R)

    @njit
    def rows(A, i, W, out):
        M, j = W.shape[1], 0
        while j + C * LANES <= M:
            tile(R, C, A, i, W, j, out)
            j += C * LANES
        while j + LANES <= M:
            tile(R, 1, A, i, W, j, out)
            j += LANES
        if j < M:
            tile(R, 0, A, i, W, j, out)
    return rows


eight_rows, four_rows, two_rows, one_row = (band(R) for R in (8, 4, 2, 1))


@njit
def product(A, n, W, out):
    """Write the product of the first n rows of A with W into out: wide bands of rows, then what is left."""
    i = 0
    while i + 8 <= n:
        eight_rows(A, i, W, out)
        i += 8
    if i + 4 <= n:
        four_rows(A, i, W, out)
        i += 4
    if i + 2 <= n:
        two_rows(A, i, W, out)
        i += 2
    if i < n:
        one_row(A, i, W, out)


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
def forward_steps(h, h_prev, W_hT, mask, starts, begin, sigmoid, step):
    """Turn the blocks of h from begin on into states, and keep in h_prev what each came from."""
    for t in range(begin, len(starts) - 1):
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
def backward_steps(dz, h, W_h, mask, starts, begin, sigmoid, step):
    """Turn the blocks of dz, last first, down to begin, from delta into dz, each adding to the one before."""
    for t in range(len(starts) - 2, begin - 1, -1):
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
