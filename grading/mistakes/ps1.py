"""Wrong programs for problem set 1, the forward pass."""

import numpy as np

from grading.mistakes import catalogue
from rnn_ref.activations import sigmoid, sigmoid_prime, tanh, tanh_prime
from rnn_ref.softmax import softmax
from rnn_ref.unit import hidden_states

MISTAKES, mistake = catalogue()


######## sigmoid

@mistake("sigmoid", "eq-sigmoid", "The exponent has lost its minus: you compute sigma(-z).")
def sigmoid_of_minus_z(z):
    return sigmoid(-z)


@mistake("sigmoid", "eq-sigmoid", "The 1 in the denominator is missing, so you compute e^z.")
def sigmoid_without_one(z):
    return np.exp(z)


@mistake("sigmoid", "eq-sigmoid", "The denominator alone is not the sigmoid: take one over it.")
def sigmoid_upside_down(z):
    return 1 + np.exp(-z)


@mistake("sigmoid", "eq-sigmoid",
         "Minus and plus have changed places: the denominator is 1 + e^-z, not 1 - e^-z.")
def sigmoid_with_minus(z):
    return 1 / (1 - np.exp(-z))


@mistake("sigmoid", "eq-tanh", "This is tanh. The sigmoid lies between 0 and 1.")
def sigmoid_is_tanh(z):
    return tanh(z)


@mistake("sigmoid", "eq-sigmoid", "The power is of 2 and not of e.")
def sigmoid_base_two(z):
    return 1 / (1 + 2.0 ** -z)


######## sigmoid_prime

@mistake("sigmoid_prime", "eq-sigmoid-prime",
         "You treat z as if it were sigma(z): the argument is the pre-activation.")
def prime_of_z_as_state(z):
    return z * (1 - z)


@mistake("sigmoid_prime", "eq-sigmoid-prime", "The sigmoid is applied twice: you compute sigma'(sigma(z)).")
def prime_of_the_state(z):
    return sigmoid_prime(sigmoid(z))


@mistake("sigmoid_prime", "eq-sigmoid-prime", "The factor 1 - sigma(z) is missing.")
def prime_without_second_factor(z):
    return sigmoid(z)


@mistake("sigmoid_prime", "eq-sigmoid-prime", "The first factor sigma(z) is missing.")
def prime_without_first_factor(z):
    return 1 - sigmoid(z)


@mistake("sigmoid_prime", "eq-tanh-prime", "This is the derivative of tanh, 1 - tanh^2.")
def prime_is_that_of_tanh(z):
    return tanh_prime(z)


@mistake("sigmoid_prime", "eq-sigmoid-prime",
         "It should be 1 minus sigma(z), not 1 minus its square: that mixes the sigmoid's form with tanh's.")
def prime_with_square(z):
    return 1 - sigmoid(z) ** 2


@mistake("sigmoid_prime", "eq-sigmoid-prime",
         "The second factor has the wrong sign: it is 1 - sigma(z), not 1 + sigma(z).")
def prime_with_plus(z):
    return sigmoid(z) * (1 + sigmoid(z))


######## tanh_prime

@mistake("tanh_prime", "eq-tanh-prime",
         "You treat z as if it were tanh(z): the argument is the pre-activation.")
def tanh_prime_of_z_as_state(z):
    return 1 - z ** 2


@mistake("tanh_prime", "eq-sigmoid-prime", "This is the derivative of the sigmoid.")
def tanh_prime_is_sigmoid_s(z):
    return sigmoid_prime(z)


@mistake("tanh_prime", "eq-tanh-prime", "The square is missing: 1 - tanh(z)^2.")
def tanh_prime_without_square(z):
    return 1 - np.tanh(z)


@mistake("tanh_prime", "eq-tanh-prime",
         "This mixes tanh with the sigmoid's form: 1 - tanh^2, not tanh (1 - tanh).")
def tanh_prime_in_the_sigmoid_s_form(z):
    return np.tanh(z) * (1 - np.tanh(z))


@mistake("tanh_prime", "eq-tanh-prime",
         "The sign between the terms is wrong: 1 - tanh(z)^2, not 1 + tanh(z)^2.")
def tanh_prime_with_plus(z):
    return 1 + np.tanh(z) ** 2


######## unit_step

def step(W_h, W_x, b_1, h_prev, x, f=sigmoid):
    z = W_h @ h_prev + W_x @ x + b_1
    return z, f(z)


@mistake("unit_step", "eq-1.1", "The recurrent term W_h h^(t-1) is missing.")
def no_recurrence(W_h, W_x, b_1, h_prev, x):
    return step(0 * W_h, W_x, b_1, h_prev, x)


@mistake("unit_step", "eq-1.1", "The input term W_x x^(t) is missing.")
def no_input(W_h, W_x, b_1, h_prev, x):
    return step(W_h, 0 * W_x, b_1, h_prev, x)


@mistake("unit_step", "eq-1.1", "The bias b_1 is missing.")
def no_bias(W_h, W_x, b_1, h_prev, x):
    return step(W_h, W_x, 0 * b_1, h_prev, x)


@mistake("unit_step", "eq-1.1", "W_h is transposed: row i of W_h belongs to unit i of the new state.")
def transposed(W_h, W_x, b_1, h_prev, x):
    return step(W_h.T, W_x, b_1, h_prev, x)


@mistake("unit_step", "eq-1.1", "W_h is multiplied element by element: * is not the matrix product, @ is.")
def elementwise(W_h, W_x, b_1, h_prev, x):
    return step(np.diag(W_h.diagonal()), W_x, b_1, h_prev, x)


@mistake("unit_step", "eq-1.2", "The activation is tanh here; this set asks for the sigmoid.")
def step_with_tanh(W_h, W_x, b_1, h_prev, x):
    return step(W_h, W_x, b_1, h_prev, x, tanh)


@mistake("unit_step", "eq-1.2", "The activation is missing: h^(t) is f(z^(t)), not z^(t).")
def no_activation(W_h, W_x, b_1, h_prev, x):
    return step(W_h, W_x, b_1, h_prev, x, np.array)


@mistake("unit_step", "eq-1.2", "Your z and h have changed places: return z first.")
def h_before_z(W_h, W_x, b_1, h_prev, x):
    return step(W_h, W_x, b_1, h_prev, x)[::-1]


@mistake("unit_step", "eq-1.1", "The bias is added after the activation; it belongs inside, to z.")
def bias_outside(W_h, W_x, b_1, h_prev, x):
    z = W_h @ h_prev + W_x @ x
    return z, sigmoid(z) + b_1


######## hidden_states

def states(W_h, W_x, b_1, X, h_0, f=sigmoid, previous=lambda h, h_0: h[-1]):
    z, h = [], [h_0]
    for x in X:
        z_t, h_t = step(W_h, W_x, b_1, previous(h, h_0), x, f)
        z.append(z_t)
        h.append(h_t)
    return np.array(z), np.array(h)


@mistake("hidden_states", "eq-1.1", "Every step starts from h_0: pass each new state on to the next step.")
def always_from_h_0(W_h, W_x, b_1, X, h_0):
    return states(W_h, W_x, b_1, X, h_0, previous=lambda h, h_0: h_0)


@mistake("hidden_states", "eq-1.1", "You ignore h_0: the first step starts from zeros.")
def from_zeros(W_h, W_x, b_1, X, h_0):
    z, h = states(W_h, W_x, b_1, X, 0 * h_0)
    return z, np.vstack([h_0, h[1:]])


@mistake("hidden_states", "eq-1.1",
         "You do not use h_0: it is row 0 of h, and the first step starts from it.")
def h_0_unused(W_h, W_x, b_1, X, h_0):
    return states(W_h, W_x, b_1, X, 0 * h_0)


@mistake("hidden_states", "eq-1.1", "The first row of h should be h_0 itself; yours is zero.")
def first_row_zero(W_h, W_x, b_1, X, h_0):
    z, h = states(W_h, W_x, b_1, X, h_0)
    return z, np.vstack([0 * h_0, h[1:]])


@mistake("hidden_states", "eq-1.1", "Row 0 of h, which is h_0, is missing: h has T + 1 rows.")
def without_h_0(W_h, W_x, b_1, X, h_0):
    z, h = states(W_h, W_x, b_1, X, h_0)
    return z, h[1:]


@mistake("hidden_states", "eq-1.1", "The pre-activation is passed on to the next step in place of the state.")
def passes_on_z(W_h, W_x, b_1, X, h_0):
    z, state = [], h_0
    for x in X:
        state, _ = step(W_h, W_x, b_1, state, x)
        z.append(state)
    return np.array(z), np.array([h_0, *sigmoid(np.array(z))])


@mistake("hidden_states", "eq-1.1", "The sequence is read backward: row 0 of X is the first symbol.")
def read_backward(W_h, W_x, b_1, X, h_0):
    return states(W_h, W_x, b_1, X[::-1], h_0)


@mistake("hidden_states", "eq-1.1", "The state is two steps old: z^(t) needs h^(t-1).")
def two_steps_old(W_h, W_x, b_1, X, h_0):
    return states(W_h, W_x, b_1, X, h_0, previous=lambda h, h_0: h[-2:][0])


@mistake("hidden_states", "eq-1.1", "The last step is missing: there are T of them.")
def last_step_missing(W_h, W_x, b_1, X, h_0):
    return states(W_h, W_x, b_1, X[:-1], h_0)


@mistake("hidden_states", "eq-1.2", "The activation is tanh here; this set asks for the sigmoid.")
def states_with_tanh(W_h, W_x, b_1, X, h_0):
    return states(W_h, W_x, b_1, X, h_0, tanh)


@mistake("hidden_states", "eq-1.1", "W_h is transposed: row i of W_h belongs to unit i of the new state.")
def states_transposed(W_h, W_x, b_1, X, h_0):
    return hidden_states(W_h.T, W_x, b_1, X, h_0)


######## affine

@mistake("affine", "eq-2.1", "The bias b_2 is missing.")
def affine_without_bias(U, b_2, h):
    return U @ h


@mistake("affine", "eq-2.1", "The bias is subtracted; it is added.")
def affine_minus_bias(U, b_2, h):
    return U @ h - b_2


@mistake("affine", "eq-2.1", "The bias alone comes back: the product U h is missing.")
def affine_bias_alone(U, b_2, h):
    return b_2.copy()


@mistake("affine", "eq-3.1", "The softmax is already taken: the logits come before it.")
def affine_with_softmax(U, b_2, h):
    return softmax(U @ h + b_2)


@mistake("affine", "eq-1.2", "An activation is applied: the logits are U h + b_2 as they are.")
def affine_with_sigmoid(U, b_2, h):
    return sigmoid(U @ h + b_2)


######## softmax

@mistake("softmax", "eq-3.1",
         "The index of the sum is not in the exponent below: every entry comes out as 1/V.")
def all_equal(theta):
    return np.full(len(theta), 1 / len(theta))


@mistake("softmax", "eq-3.1", "The logits have the wrong sign: large ones should get large probabilities.")
def softmax_of_minus_theta(theta):
    return softmax(-theta)


@mistake("softmax", "eq-3.1", "A minus stands in front: probabilities are positive.")
def minus_softmax(theta):
    return -softmax(theta)


@mistake("softmax", "eq-3.1", "The exponentials are not divided by their sum.")
def not_normalized(theta):
    return np.exp(theta)


@mistake("softmax", "eq-softmax-shift",
         "The exponentials of theta minus its maximum are not divided by their sum.")
def shifted_not_normalized(theta):
    return np.exp(theta - theta.max())


@mistake("softmax", "eq-3.1", "The exponential is missing: you divide the logits by their sum.")
def no_exponential(theta):
    return theta / theta.sum()


@mistake("softmax", "eq-sigmoid",
         "Each entry goes through the sigmoid on its own: softmax compares the entries.")
def sigmoid_of_each(theta):
    return sigmoid(theta)


@mistake("softmax", "eq-log-softmax", "The logarithm of the softmax comes back.")
def log_of_softmax(theta):
    return np.log(softmax(theta))


@mistake("softmax", "eq-softmax-shift", "For large logits e^theta overflows: take their maximum away first.")
def naive_softmax(theta):
    return np.exp(theta) / np.exp(theta).sum()


@mistake("softmax", "eq-softmax-shift",
         "The mean is taken away and not the maximum: e^theta can still overflow.")
def minus_the_mean(theta):
    e = np.exp(theta - theta.mean())
    return e / e.sum()


@mistake("softmax", "eq-softmax-shift",
         "The numerator is shifted by the maximum, the sum below is not: shift both.")
def shifted_above_alone(theta):
    return np.exp(theta - theta.max()) / np.exp(theta).sum()


######## cross_entropy

@mistake("cross_entropy", "eq-3.2", "The minus is missing: a loss is large where the probability is small.")
def no_minus(yhat, y):
    return np.log(yhat[y])


@mistake("cross_entropy", "eq-3.2", "The logarithm is missing.")
def no_logarithm(yhat, y):
    return -yhat[y]


@mistake("cross_entropy", "eq-3.2", "This is in bits: the course takes the natural logarithm.")
def in_bits(yhat, y):
    return -np.log2(yhat[y])


@mistake("cross_entropy", "eq-3.2", "The sum runs over all symbols: only the true one counts.")
def over_all_symbols(yhat, y):
    return -np.log(yhat).sum()


@mistake("cross_entropy", "eq-3.2", "This is the entropy of yhat: the true symbol y plays no part in it.")
def entropy_of_yhat(yhat, y):
    return -(yhat * np.log(yhat)).sum()


@mistake("cross_entropy", "eq-3.2", "This is the loss of the likeliest symbol and not of the true one.")
def of_the_likeliest(yhat, y):
    return -np.log(yhat.max())


@mistake("cross_entropy", "eq-3.2", "The index is one too small: code counts symbols from 0.")
def index_too_small(yhat, y):
    return -np.log(yhat[y - 1])


@mistake("cross_entropy", "eq-3.2",
         "The loss is divided by the number of symbols: it is that of one step, undivided.")
def divided_by_V(yhat, y):
    return -np.log(yhat[y]) / len(yhat)


@mistake("cross_entropy", "eq-3.2",
         "A small number is added inside the logarithm, which changes small probabilities.")
def with_epsilon(yhat, y):
    return -np.log(yhat[y] + 1e-8)


######## sequence_loss

@mistake("sequence_loss", "eq-3.3", "This is the mean over the steps: the course sums the losses.")
def mean_over_steps(yhat, y):
    return -np.log(yhat[np.arange(len(y)), y]).mean()


@mistake("sequence_loss", "eq-3.3", "Only the last step counts here: sum over all steps.")
def last_step_alone(yhat, y):
    return -np.log(yhat[-1, y[-1]])


@mistake("sequence_loss", "eq-3.3", "The losses come back one by one: return their sum.")
def one_by_one(yhat, y):
    return -np.log(yhat[np.arange(len(y)), y])


@mistake("sequence_loss", "eq-3.2", "The minus is missing.")
def sum_without_minus(yhat, y):
    return np.log(yhat[np.arange(len(y)), y]).sum()


@mistake("sequence_loss", "eq-3.2", "The sum runs over all symbols: only the true one of each step counts.")
def over_all_symbols_of_all_steps(yhat, y):
    return -np.log(yhat).sum()


@mistake("sequence_loss", "eq-3.2",
         "Your yhat[:, y] takes every true symbol at every step: pair step and symbol.")
def every_symbol_at_every_step(yhat, y):
    return -np.log(yhat[:, y]).sum()


@mistake("sequence_loss", "eq-3.3",
         "The logarithm is taken after the sum: each step has a logarithm of its own.")
def logarithm_of_the_sum(yhat, y):
    return -np.log(yhat[np.arange(len(y)), y].sum())
