"""How far back a gradient reaches: products of Jacobians, what bounds them, and their size in a network.

    W_h       (D_h, D_h)
    f_prime   f'(z^(s)) of the steps s = k+1, ..., t, first step first    (t-k, D_h)
    gamma     gamma_t^(t)                                                 (D_h,)
"""

import numpy as np


def state_jacobian(W_h, f_prime):
    """Return the Jacobian of h^(t) with respect to h^(t-1): diag(f'(z^(t))) W_h.

    Shapes: W_h (D_h, D_h), f_prime (D_h,); result (D_h, D_h). Equation eq-state-jacobian.
    Source: [Pascanu2013].
    """
    return f_prime[:, None] * W_h


def jacobian_product(W_h, f_prime):
    """Return dh^(t)/dh^(k): the Jacobians of steps k+1 to t multiplied, each later one on the left.

    Shapes: W_h (D_h, D_h), f_prime (t-k, D_h); result (D_h, D_h). Equation eq-state-product.
    Source: [Pascanu2013].
    """
    product = np.eye(len(W_h))
    for row in f_prime:
        product = state_jacobian(W_h, row) @ product
    return product


def gamma_by_product(W_h, f_prime, gamma):
    """Return gamma_t^(k): the product of Jacobians, transposed, times gamma_t^(t).

    Shapes: W_h (D_h, D_h), f_prime (t-k, D_h), gamma (D_h,); result (D_h,). It costs t - k products of
    matrices where Claim 2 needs matrices times vectors. Equation eq-gamma-product. Source: [Pascanu2013].
    """
    return jacobian_product(W_h, f_prime).T @ gamma


def spectral_norm(A):
    """Return the largest factor by which A stretches a vector, its largest singular value.

    Shapes: A (m, n); result a number. Equation eq-spectral-norm. Source: [Horn2012], section 5.6.
    """
    return float(np.linalg.norm(A, 2))


def spectral_radius(A):
    """Return the largest absolute value of an eigenvalue of A.

    Shapes: A (n, n); result a number. Source: [Horn2012], section 1.2.
    """
    return float(np.abs(np.linalg.eigvals(A)).max())


def gamma_bound(W_h, f_prime, gamma):
    """Return a number that the norm of gamma_t^(k) cannot exceed.

    Shapes: W_h (D_h, D_h), f_prime (t-k, D_h), gamma (D_h,); result a number. Equation eq-gamma-bound.
    Source: [Pascanu2013].
    """
    slopes = np.abs(f_prime).max(axis=1)
    return float(spectral_norm(W_h) ** len(slopes) * slopes.prod() * np.linalg.norm(gamma))


def reach(gamma, back):
    """Return the median over t of the norm of gamma_t^(t-n) as a share of that at n = 0, for n = 0..back.

    Shapes: gamma (T, T+1, D_h) as rnn_ref.gammas returns it, back at most T - 1; result (back+1,). Only the
    losses t > back count, so that every n has equally many. Equation eq-gamma-delta.
    """
    norms = np.linalg.norm(gamma, axis=2)
    T = len(norms)
    shares = [norms[t - 1, t - np.arange(back + 1)] / norms[t - 1, t] for t in range(back + 1, T + 1)]
    return np.median(shares, axis=0)
