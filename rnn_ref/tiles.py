"""Matrix products of few rows, compiled with numba: what rnn_ref.compiled is built on."""

import numba


def njit(function):
    """Compile function, and keep the result on disk where there is a place for it."""
    # NumPy's rule for division by zero: a check before each division would forbid vector registers.
    options = {"fastmath": True, "error_model": "numpy"}
    try:
        return numba.njit(function, cache=True, **options)
    except RuntimeError:    # neither beside this file nor in the user's cache folder
        return numba.njit(function, **options)


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
