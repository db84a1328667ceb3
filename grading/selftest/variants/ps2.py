"""Right answers to problem set 2, written differently."""

import math

import numpy as np

from grading.selftest.variants import collection

VARIANTS, variant = collection()


######## softmax_jacobian

@variant("softmax_jacobian")
def by_components(yhat):
    V = range(len(yhat))
    return [[yhat[i] * ((i == j) - yhat[j]) for j in V] for i in V]


@variant("softmax_jacobian")
def by_einsum(yhat):
    return np.einsum("i,ij->ij", yhat, np.eye(len(yhat))) - np.einsum("i,j->ij", yhat, yhat)


@variant("softmax_jacobian")
def by_broadcasting(yhat):
    return yhat[:, None] * (np.eye(len(yhat)) - yhat)


@variant("softmax_jacobian")
def filled_in_place(yhat):
    J = -(yhat[:, None] @ yhat[None])
    J[np.diag_indices(len(yhat))] += yhat
    return J


@variant("softmax_jacobian")
def in_single_precision(yhat):
    s = yhat.astype(np.float32)
    return np.matrix(np.diag(s) - np.outer(s, s))


######## sums_to_one

@variant("sums_to_one")
def by_isclose(softmax, theta):
    return np.isclose(np.sum(softmax(theta)), 1)


@variant("sums_to_one")
def by_fsum(softmax, theta):
    return math.isclose(math.fsum(softmax(theta)), 1, abs_tol=1e-6)


@variant("sums_to_one")
def by_rounding(softmax, theta):
    return round(float(softmax(theta).sum()), 8) == 1


@variant("sums_to_one")
def by_two_sides(softmax, theta):
    return bool(0.999999 < softmax(theta).sum() < 1.000001)


@variant("sums_to_one")
def by_the_rest(softmax, theta):
    s = softmax(theta)
    return bool(np.allclose(s[0], 1 - s[1:].sum()))


######## ignores_shift

@variant("ignores_shift")
def by_allclose(softmax, theta, c):
    return np.allclose(softmax(theta), softmax(theta + c))


@variant("ignores_shift")
def by_the_largest_gap(softmax, theta, c):
    return np.abs(softmax(theta) - softmax(theta + c)).max() < 1e-8


@variant("ignores_shift")
def entry_by_entry(softmax, theta, c):
    return all(abs(a - b) < 1e-8 for a, b in zip(softmax(theta), softmax(theta + c), strict=True))


@variant("ignores_shift")
def by_the_norm(softmax, theta, c):
    return bool(np.linalg.norm(softmax(c + theta) - softmax(theta)) < 1e-7)


@variant("ignores_shift")
def down_as_well(softmax, theta, c):
    s = softmax(theta)
    return bool(np.allclose(s, softmax(theta - c)) and np.allclose(s, softmax(theta + c)))


######## dtheta

@variant("dtheta")
def dtheta_by_eye(yhat, y):
    return yhat - np.eye(len(yhat))[y]


@variant("dtheta")
def dtheta_on_a_copy(yhat, y):
    g = yhat.copy()
    g[y] -= 1
    return g


@variant("dtheta")
def dtheta_by_the_jacobian(yhat, y):
    return by_broadcasting(yhat) @ (-np.eye(len(yhat))[y] / yhat)


@variant("dtheta")
def dtheta_as_a_list(yhat, y):
    return [p - 1 if i == y else p for i, p in enumerate(yhat)]


@variant("dtheta")
def dtheta_in_single_precision(yhat, y):
    return (yhat - (np.arange(len(yhat)) == y)).astype(np.float32)


######## complex_step

@variant("complex_step")
def over_indices(loss, array):
    gradient = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        moved = array.astype(complex)
        moved[index] += 1e-30j
        gradient[index] = loss(moved).imag / 1e-30
    return gradient


@variant("complex_step")
def over_unit_arrays(loss, array):
    units = np.eye(array.size).reshape(array.size, *array.shape)
    return np.array([np.imag(loss(array + 1e-200j * e)) / 1e-200 for e in units]).reshape(array.shape)


@variant("complex_step")
def as_nested_lists(loss, array):
    return over_indices(loss, array).tolist()


@variant("complex_step")
def with_a_step_of_its_own(loss, array):
    flat, h = array.ravel().astype(complex), 1e-12
    gradient = []
    for i in range(flat.size):
        flat[i] += 1j * h
        gradient.append(np.imag(loss(flat.reshape(array.shape))) / h)
        flat[i] -= 1j * h
    return np.reshape(gradient, array.shape)


@variant("complex_step")
def recursive(loss, array, i=0):
    if i == array.size:
        return np.zeros(array.shape)
    e = np.zeros(array.size)
    e[i] = 1
    e = e.reshape(array.shape)
    return np.imag(loss(array + 1e-30j * e)) / 1e-30 * e + recursive(loss, array, i + 1)


######## local_gamma

@variant("local_gamma")
def local_as_a_row(U, dtheta):
    return dtheta @ U


@variant("local_gamma")
def local_by_einsum(U, dtheta):
    return np.einsum("vi,v->i", U, dtheta)


@variant("local_gamma")
def local_as_a_sum_of_rows(U, dtheta):
    return sum(g * row for g, row in zip(dtheta, U, strict=True))


@variant("local_gamma")
def local_by_loops(U, dtheta):
    return [sum(U[v, i] * dtheta[v] for v in range(len(dtheta))) for i in range(U.shape[1])]


@variant("local_gamma")
def local_by_tensordot(U, dtheta):
    return np.tensordot(U, dtheta, axes=([0], [0])).astype(np.float32)


######## claim_1

@variant("claim_1")
def column_times_row(gamma, f_prime, h_prev):
    return (gamma * f_prime)[:, None] @ h_prev[None]


@variant("claim_1")
def claim_1_by_einsum(gamma, f_prime, h_prev):
    return np.einsum("i,i,j->ij", gamma, f_prime, h_prev)


@variant("claim_1")
def claim_1_by_loops(gamma, f_prime, h_prev):
    return [[g * f * x for x in h_prev] for g, f in zip(gamma, f_prime, strict=True)]


@variant("claim_1")
def by_diagonal_matrix(gamma, f_prime, h_prev):
    return np.diag(f_prime) @ np.outer(gamma, h_prev)


@variant("claim_1")
def claim_1_in_single_precision(gamma, f_prime, h_prev):
    return np.multiply.outer((gamma * f_prime).astype(np.float32), h_prev)


######## claim_2

@variant("claim_2")
def claim_2_as_a_row(W_h, gamma, f_prime):
    return (gamma * f_prime) @ W_h


@variant("claim_2")
def by_jacobian(W_h, gamma, f_prime):
    return (np.diag(f_prime) @ W_h).T @ gamma


@variant("claim_2")
def claim_2_by_einsum(W_h, gamma, f_prime):
    return np.einsum("pj,p,p->j", W_h, gamma, f_prime)


@variant("claim_2")
def claim_2_by_loops(W_h, gamma, f_prime):
    out = [0.0] * len(gamma)
    for p in range(len(gamma)):
        for j in range(len(gamma)):
            out[j] += W_h[p, j] * gamma[p] * f_prime[p]
    return out


@variant("claim_2")
def claim_2_in_single_precision(W_h, gamma, f_prime):
    return W_h.T.astype(np.float32).dot(gamma * f_prime)


######## the proofs

for function, letters in (("proof_of_claim_1", "CFBEGH"), ("proof_of_claim_2", "FBHCE")):
    for answer in (list(letters), tuple(letters), letters, letters.lower(), ", ".join(letters)):
        variant(function)(lambda answer=answer: answer)
