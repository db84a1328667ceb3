"""What the fast code does step by step, in NumPy. rnn_ref.compiled has the same functions for numba.

Rows are vectors. Block t holds the sequences that still run at step t, block 0 their initial states:

    starts         (T + 2,)       first row of each block 0..T, and the end
    h, h_prev, dz  (B + N + 7, D_h)
    mask           (B, D_h)       scales h^(t-1) on its way to z^(t); None for no scaling
    step           (B + 7, D_h)   scratch: one step's matrix product
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


def forward_steps(h, h_prev, W_hT, mask, starts, begin, end, sigmoid, step):
    """Turn blocks begin..end-1 of h from W_x x + b_1 into states, and keep in h_prev what each came from.

    Both activations go through tanh, sigma(z) = (1 + tanh(z / 2)) / 2; for sigmoid W_hT and h come in
    halved. Equations eq-1.1, eq-1.2, eq-row-form, eq-sigmoid-tanh.
    """
    for t in range(begin, end):
        before, start, stop = starts[t - 1:t + 2]
        n, now, prev = stop - start, h[start:stop], h_prev[start:stop]
        np.multiply(h[before:before + n], 1 if mask is None else mask[:n], out=prev)
        now += product(prev, n, W_hT, step)
        f_in_place(now, sigmoid)


def backward_steps(dz, h, W_h, mask, starts, begin, end, sigmoid, step):
    """Turn blocks end-1..begin of dz from delta into delta o f', each adding to the delta before it.

    Equations eq-delta, eq-dz, eq-row-form.
    """
    for t in range(end - 1, begin - 1, -1):
        before, start, stop = starts[t - 1:t + 2]
        n = stop - start
        times_f_prime(dz[start:stop], h[start:stop], sigmoid)
        passed_on = product(dz[start:], n, W_h, step)
        if mask is not None:
            passed_on *= mask[:n]
        dz[before:before + n] += passed_on


def product(rows, n, W, step):
    """Return the first n rows times W, written into step. Shapes: rows (n or more, D_h), W (D_h, D_h)."""
    m = min(len(rows), -(-n // ROWS) * ROWS)
    return np.dot(rows[:m], W, out=step[:m])[:n]


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
