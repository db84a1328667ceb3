"""Wrong programs for problem set 2, one step back."""

import numpy as np

from grading.mistakes import catalogue
from rnn_ref.dummies import claim_1, claim_2
from rnn_ref.gradcheck import central_differences, complex_step
from rnn_ref.softmax import dtheta, one_hot, softmax_jacobian

MISTAKES, mistake = catalogue()


######## softmax_jacobian

@mistake("softmax_jacobian", "eq-softmax-jacobian",
         "The diagonal is missing: diag(s) - s s^T, and not -s s^T.")
def no_diagonal(yhat):
    return -np.outer(yhat, yhat)


@mistake("softmax_jacobian", "eq-softmax-jacobian",
         "Only the diagonal is there: each probability depends on every logit.")
def only_the_diagonal(yhat):
    return np.diag(yhat * (1 - yhat))


@mistake("softmax_jacobian", "eq-softmax-jacobian", "The outer product is added and not taken away.")
def plus_outer(yhat):
    return np.diag(yhat) + np.outer(yhat, yhat)


@mistake("softmax_jacobian", "eq-softmax-jacobian", "The sign is turned around: s s^T - diag(s).")
def sign_turned(yhat):
    return -softmax_jacobian(yhat)


@mistake("softmax_jacobian", "eq-softmax-jacobian",
         "The identity stands where diag(s) should: the diagonal holds the probabilities.")
def identity_for_diagonal(yhat):
    return np.eye(len(yhat)) - np.outer(yhat, yhat)


@mistake("softmax_jacobian", "eq-softmax-jacobian",
         "The rows of s s^T are missing one factor: you subtract s itself.")
def one_factor(yhat):
    return np.diag(yhat) - yhat


######## sums_to_one, ignores_shift

@mistake("sums_to_one", "eq-3.1", "The sum is compared with == : a right softmax may miss 1 by a rounding.")
def compared_exactly(softmax, theta):
    return bool(sum(softmax(theta)) == 1)


@mistake("sums_to_one", "eq-3.1", "The answer is True for every function that was tried, right or wrong.")
def always_true(softmax, theta):
    return True


@mistake("sums_to_one", "eq-3.1", "The answer is turned around.")
def sum_turned(softmax, theta):
    return bool(abs(softmax(theta).sum() - 1) > 1e-9)


@mistake("sums_to_one", "eq-3.1",
         "This says whether the entries lie between 0 and 1, not whether they sum to 1.")
def between_zero_and_one(softmax, theta):
    return bool(((softmax(theta) >= 0) & (softmax(theta) <= 1)).all())


@mistake("sums_to_one", "eq-3.1", "The absolute value is missing: a sum far below 1 passes as well.")
def not_above_one(softmax, theta):
    return bool(softmax(theta).sum() - 1 < 1e-9)


@mistake("sums_to_one", "eq-3.1",
         "A sum that misses 1 by a thousandth passes: a rounding is far smaller.")
def sum_in_a_wide_margin(softmax, theta):
    return bool(abs(softmax(theta).sum() - 1) < 0.1)


@mistake("ignores_shift", "eq-softmax-shift",
         "The answer is True for every function that was tried, right or wrong.")
def shift_always_true(softmax, theta, c):
    return True


@mistake("ignores_shift", "eq-softmax-shift",
         "The results are compared with == : equal values may differ by a rounding.")
def shift_compared_exactly(softmax, theta, c):
    return bool((softmax(theta + c) == softmax(theta)).all())


@mistake("ignores_shift", "eq-softmax-shift",
         "The logits are multiplied by c: a shift adds c to each of them.")
def scaled(softmax, theta, c):
    return bool(np.allclose(softmax(theta * c), softmax(theta)))


@mistake("ignores_shift", "eq-softmax-shift",
         "Only the sums are compared: every entry should stay as it was.")
def sums_compared(softmax, theta, c):
    return bool(np.isclose(softmax(theta + c).sum(), softmax(theta).sum()))


@mistake("ignores_shift", "eq-softmax-shift",
         "A small change of a single entry passes: compare every entry, with room for a rounding alone.")
def first_entry_compared(softmax, theta, c):
    return bool(np.isclose(softmax(theta + c)[0], softmax(theta)[0]))


@mistake("ignores_shift", "eq-softmax-shift", "The shift that is tried is a whole number: it should be c.")
def shift_of_one(softmax, theta, c):
    return bool(np.allclose(softmax(theta + 1), softmax(theta)))


@mistake("ignores_shift", "eq-softmax-shift",
         "The logits play no part in the answer: compare the results at theta and at theta + c.")
def without_theta(softmax, theta, c):
    return bool(np.allclose(softmax(0 * theta + c), softmax(0 * theta)))


@mistake("ignores_shift", "eq-softmax-shift", "The shift is added to one logit: it belongs to all of them.")
def one_logit_shifted(softmax, theta, c):
    return bool(np.allclose(softmax(theta + c * one_hot(0, len(theta))), softmax(theta)))


######## dtheta

@mistake("dtheta", "eq-dtheta", "The sign is turned around: it is yhat - y, and not y - yhat.")
def y_minus_yhat(yhat, y):
    return -dtheta(yhat, y)


@mistake("dtheta", "eq-dtheta", "The one-hot y is missing: this is yhat alone.")
def without_y(yhat, y):
    return yhat.copy()


@mistake("dtheta", "eq-3.2",
         "This is the gradient at the probabilities, -1/yhat at the true symbol: go on to the logits.")
def at_the_probabilities(yhat, y):
    return -one_hot(y, len(yhat)) / yhat


@mistake("dtheta", "eq-dtheta",
         "The index y is subtracted from every entry: y stands for its one-hot vector.")
def minus_the_index(yhat, y):
    return yhat - y


@mistake("dtheta", "eq-dtheta",
         "The 1 is taken away from every entry: only that of the true symbol loses it.")
def one_from_all(yhat, y):
    return yhat - 1


@mistake("dtheta", "eq-dtheta",
         "The result is divided by V: the loss of one step is not a mean over symbols.")
def over_V(yhat, y):
    return dtheta(yhat, y) / len(yhat)


@mistake("dtheta", "eq-dtheta",
         "The derivative is multiplied by yhat (1 - yhat): that of the softmax is in it already.")
def times_the_diagonal(yhat, y):
    return dtheta(yhat, y) * yhat * (1 - yhat)


@mistake("dtheta", "eq-dtheta",
         "This is the factor of the true symbol alone: the other logits have a gradient too.")
def true_symbol_alone(yhat, y):
    return dtheta(yhat, y) * one_hot(y, len(yhat))


######## complex_step

@mistake("complex_step", "eq-complex-step",     # a step that is not imaginary gives zero as well
         "This is zero, or next to it: the step has to be imaginary, and its result divided by its size.")
def not_divided(loss, array):
    return 1e-20 * complex_step(loss, array)


@mistake("complex_step", "eq-complex-step",
         "The real part is taken: it holds the loss, the imaginary part its derivative.")
def real_part(loss, array):
    return np.full(array.shape, loss(array) * 1e20)


@mistake("complex_step", "eq-complex-step", "All entries are moved at once: move one at a time.")
def all_at_once(loss, array):
    return np.full(array.shape, np.imag(loss(array + 1e-20j)) / 1e-20)


@mistake("complex_step", "eq-central-difference",
         "This is a difference of two losses, which cancels digits: take the imaginary part instead.")
def central(loss, array):
    return central_differences(loss, array, 1e-5)


@mistake("complex_step", "eq-complex-step", "The step is so large that the terms beyond the first are seen.")
def large_step(loss, array):
    units = np.eye(array.size).reshape(array.size, *array.shape)
    return np.reshape([np.imag(loss(array + 0.1j * e)) / 0.1 for e in units], array.shape)


@mistake("complex_step", "eq-complex-step", "The sign is turned around.")
def minus_the_gradient(loss, array):
    return -complex_step(loss, array)


@mistake("complex_step", "eq-complex-step", "The result is flat: give it the shape of the array.")
def flat(loss, array):
    return complex_step(loss, array).ravel()


######## local_gamma

@mistake("local_gamma", "eq-gamma-local", "The sign is turned around.")
def local_turned(U, dtheta):
    return -U.T @ dtheta


@mistake("local_gamma", "eq-gamma-local",
         "U is replaced by its absolute values, or squared: take it as it is.")
def local_squared(U, dtheta):
    return (U ** 2).T @ dtheta


@mistake("local_gamma", "eq-gamma-local", "The columns of U are summed without their weights dtheta.")
def local_unweighted(U, dtheta):
    return U.sum(axis=0)


@mistake("local_gamma", "eq-6.2",
         "A factor f' is in it: the state reaches its own logits without an activation.")
def local_with_prime(U, dtheta):
    gamma = U.T @ dtheta
    return gamma * gamma * (1 - gamma)


@mistake("local_gamma", "eq-gamma-local", "The result is divided by V.")
def local_over_V(U, dtheta):
    return U.T @ dtheta / len(dtheta)


######## claim_1

@mistake("claim_1", "eq-5.2",
         "The outer product is transposed: the column (gamma o f') comes first, the row h^T second.")
def outer_transposed(gamma, f_prime, h_prev):
    return claim_1(gamma, f_prime, h_prev).T


@mistake("claim_1", "eq-5.2", "The factor f'(z) is forgotten.")
def outer_without_prime(gamma, f_prime, h_prev):
    return np.outer(gamma, h_prev)


@mistake("claim_1", "eq-5.2", "The state h^(k-1) is forgotten: its place is taken by ones.")
def outer_without_state(gamma, f_prime, h_prev):
    return np.outer(gamma * f_prime, np.ones(len(h_prev)))


@mistake("claim_1", "eq-5.2",
         "This is an elementwise product, a vector: Claim 1 gives a matrix, column times row.")
def all_elementwise(gamma, f_prime, h_prev):
    return gamma * f_prime * h_prev


@mistake("claim_1", "eq-5.2",
         "This is an inner product, one number: Claim 1 gives a matrix, column times row.")
def inner(gamma, f_prime, h_prev):
    return (gamma * f_prime) @ h_prev


@mistake("claim_1", "eq-5.2", "The factor f' is with the state: it belongs to gamma, on the left.")
def prime_with_state(gamma, f_prime, h_prev):
    return np.outer(gamma, f_prime * h_prev)


@mistake("claim_1", "eq-5.2", "The slope f' stands squared in it.")
def prime_squared(gamma, f_prime, h_prev):
    return claim_1(gamma, f_prime ** 2, h_prev)


@mistake("claim_1", "eq-5.2", "The gradient of the loss is turned around: the sign is wrong.")
def outer_turned(gamma, f_prime, h_prev):
    return -claim_1(gamma, f_prime, h_prev)


######## claim_2

@mistake("claim_2", "eq-6.2", "W_h is not transposed: the gradient flows back through W_h^T.")
def not_transposed(W_h, gamma, f_prime):
    return W_h @ (gamma * f_prime)


@mistake("claim_2", "eq-6.2", "The factor f'(z) is forgotten.")
def without_prime(W_h, gamma, f_prime):
    return W_h.T @ gamma


@mistake("claim_2", "eq-6.2",
         "The slope f' is multiplied after W_h^T: it belongs to gamma, before the product.")
def prime_afterward(W_h, gamma, f_prime):
    return (W_h.T @ gamma) * f_prime


@mistake("claim_2", "eq-6.2", "W_h is missing: gamma o f' alone stays at its step.")
def without_W_h(W_h, gamma, f_prime):
    return gamma * f_prime


@mistake("claim_2", "eq-6.2", "The slope f' stands squared in it.")
def prime_twice(W_h, gamma, f_prime):
    return claim_2(W_h, gamma, f_prime ** 2)


@mistake("claim_2", "eq-6.2", "The last gamma is added: Claim 2 passes it on, it does not keep it.")
def plus_gamma(W_h, gamma, f_prime):
    return gamma + claim_2(W_h, gamma, f_prime)


@mistake("claim_2", "eq-6.2", "W_h is multiplied element by element: * is not the matrix product, @ is.")
def diagonal_alone(W_h, gamma, f_prime):
    return W_h.diagonal() * gamma * f_prime
