"""What the fast code does step by step, in NumPy. rnn_ref.compiled has the same functions for numba.

Rows are vectors. Block t holds the sequences that still run at step t, block 0 their initial states:

    starts         (T + 2,)       first row of each block 0..T, and the end
    h, h_prev, dz  (B + N, D_h)
    mask           (B, D_h)       scales h^(t-1) on its way to z^(t); None for no scaling
    step           (B, D_h)       scratch: one step's matrix product
    theta          (V, N)         blocks 1..T only
"""

import numpy as np

# A product of 4 rows is faster than one of 3: where rows follow, they are multiplied along and ignored.
ROWS = 4


def input_rows(x, W_x, b_1, half, out):
    """Write half (W_x x + b_1) into each row of out; the symbol d stands for no input, a zero vector.

    Shapes: x (N,) symbols in 0..d, W_x (D_h, d), b_1 (D_h,), out (N, D_h). Equations eq-1.1, eq-one-hot.
    """
    table = np.zeros((W_x.shape[1] + 1, len(b_1)), W_x.dtype)
    table[:-1] = W_x.T
    np.take((table + b_1) * half, x, axis=0, out=out, mode="clip")


def forward_steps(h, h_prev, W_hT, mask, starts, begin, sigmoid, step):
    """Turn the blocks of h from begin on into states, and keep in h_prev what each came from.

    Both activations go through tanh, sigma(z) = (1 + tanh(z / 2)) / 2; for sigmoid W_hT and h come in
    halved. Equations eq-1.1, eq-1.2, eq-row-form, eq-sigmoid-tanh.
    """
    starts = starts.tolist()    # a list's numbers are faster to read
    for t in range(begin, len(starts) - 1):
        before, start, stop = starts[t - 1:t + 2]
        n, now, prev = stop - start, h[start:stop], h_prev[start:stop]
        np.multiply(h[before:before + n], 1 if mask is None else mask[:n], out=prev)
        product(h_prev[start:], n, W_hT, step)
        now += step[:n]
        f_in_place(now, sigmoid)


def backward_steps(dz, h, W_h, mask, starts, begin, sigmoid, step):
    """Turn the blocks of dz, last first, down to begin, from delta into dz, each adding to the one before.

    Equations eq-delta, eq-dz, eq-row-form.
    """
    starts = starts.tolist()
    for t in range(len(starts) - 2, begin - 1, -1):
        before, start, stop = starts[t - 1:t + 2]
        n = stop - start
        times_f_prime(dz[start:stop], h[start:stop], sigmoid)
        product(dz[start:], n, W_h, step)
        dz[before:before + n] += step[:n] if mask is None else step[:n] * mask[:n]


def product(A, n, W, out):
    """Write the product of the first n rows of A with W into the first n rows of out; others may change.

    Shapes: A (n or more, K), W (K, M), out (n or more, M).
    """
    n = min(len(A), len(out), -(-n // ROWS) * ROWS)
    np.dot(A[:n], W, out=out[:n])


def f_in_place(z, sigmoid):
    """Overwrite z by tanh(z), or by sigma(2 z) for sigmoid. Shapes: z any. Equation eq-sigmoid-tanh."""
    np.tanh(z, out=z)
    if sigmoid:
        z += 1
        z *= 0.5


def times_f_prime(dz, h, sigmoid):
    """Multiply dz by f'(z), from h = f(z). Shapes: equal. Equations eq-sigmoid-prime, eq-tanh-prime."""
    dz *= h * (1 - h) if sigmoid else 1 - h * h


def softmax_loss(theta, b_2, cells):
    """Return J and overwrite theta, that comes in without b_2, by dtheta = yhat - y.

    Shapes: b_2 (V,), cells (N,) where y stands in theta read as one row.
    Equations eq-2.1, eq-3.1, eq-softmax-shift, eq-3.2, eq-3.3, eq-dtheta.
    """
    flat = theta.reshape(-1)
    theta += b_2[:, None]
    theta -= theta.max(axis=0)
    right = flat[cells].sum(dtype=float)
    np.exp(theta, out=theta)
    sums = theta.sum(axis=0)
    theta /= sums
    flat[cells] -= 1
    return np.log(sums).sum(dtype=float) - right


def rows_by_symbol(x, dz, d):
    """Return, for each symbol, the sum of the rows of dz whose input it is: dz^T X, transposed.

    Shapes: x (N,), dz (N, D_h); result (d, D_h). Equation eq-dW_x.
    """
    return np.eye(d, dtype=dz.dtype)[:, x] @ dz
