"""Wrong programs for problem set 3, through time."""

import numpy as np

from grading.checks.through_time import (
    accumulate,
    batch_gradients,
    derivative_from_state,
    gradient_h_0,
    gradient_of_one_loss,
    gradients_of_readout,
    loss_of_sequence,
    sequence_gradients,
)
from grading.mistakes import catalogue
from rnn_ref.softmax import dtheta

MISTAKES, mistake = catalogue()


######## loss_of_sequence

def logits_of(W_h, W_x, b_1, U, b_2, X, h_0, f, previous=lambda h, h_0: h[-1]):
    h = [h_0]
    for x in X:
        h.append(f(W_h @ previous(h, h_0) + W_x @ x + b_1))
    return np.array(h[1:]) @ U.T + b_2


def losses_of(theta, y):
    return np.logaddexp.reduce(theta, axis=1) - theta[np.arange(len(y)), y]


def f_named(activation):
    return np.tanh if activation == "tanh" else lambda z: 1 / (1 + np.exp(-z))


def wrong_losses(W_h, W_x, b_1, U, b_2, X, y, h_0, activation, **change):
    return losses_of(logits_of(W_h, W_x, b_1, U, b_2, X, h_0, f_named(activation), **change), y)


@mistake("loss_of_sequence", "eq-3.3", "The losses are averaged: the course sums them over the steps.")
def mean_loss(*arguments):
    return wrong_losses(*arguments).mean()


@mistake("loss_of_sequence", "eq-3.3", "Only the last step's loss counts here: sum over all steps.")
def last_loss(*arguments):
    return wrong_losses(*arguments)[-1]


@mistake("loss_of_sequence", "eq-3.3", "The losses come back one by one: return their sum.")
def losses_one_by_one(*arguments):
    return wrong_losses(*arguments)


@mistake("loss_of_sequence", "eq-3.2", "The minus is missing: the logarithm of a probability is negative.")
def minus_loss(*arguments):
    return -wrong_losses(*arguments).sum()


@mistake("loss_of_sequence", "eq-1.1", "Every step starts from h_0: pass each new state on to the next step.")
def loss_always_from_h_0(*arguments):
    return wrong_losses(*arguments, previous=lambda h, h_0: h_0).sum()


@mistake("loss_of_sequence", "eq-1.1", "You ignore h_0: the first step starts from zeros.")
def loss_from_zeros(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    return loss_of_sequence(W_h, W_x, b_1, U, b_2, X, y, 0 * h_0, activation)


@mistake("loss_of_sequence", "eq-1.2",
         "The activation is always the sigmoid: ask the argument which one it is.")
def loss_always_sigmoid(*arguments):
    return loss_of_sequence(*arguments[:-1], "sigmoid")


@mistake("loss_of_sequence", "eq-3.2", "This is in bits: the course takes the natural logarithm.")
def loss_in_bits(*arguments):
    return wrong_losses(*arguments).sum() / np.log(2)


@mistake("loss_of_sequence", "eq-softmax-shift",
         "For large logits e^theta overflows: take their maximum away.")
def loss_that_overflows(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    e = np.exp(logits_of(W_h, W_x, b_1, U, b_2, X, h_0, f_named(activation)))
    return -np.log(e[np.arange(len(y)), y] / e.sum(axis=1)).sum()


@mistake("loss_of_sequence", "eq-2.1", "The bias b_2 of the logits is missing.")
def loss_without_b_2(W_h, W_x, b_1, U, b_2, *rest):
    return loss_of_sequence(W_h, W_x, b_1, U, 0 * b_2, *rest)


######## gradient_of_one_loss and accumulate: one loop with the mistakes as options

def walk(W_h, U, dtheta, f_prime, *, back=None, shift=0, local=None, keep=False, first_prime=True,
         reach=None):
    """Return dz for every step, with some mistake in it."""
    T, passed_on = len(f_prime), 0
    dz, back = np.zeros_like(f_prime), W_h.T if back is None else back
    for k in range(T - 1, -1, -1):
        delta = (dtheta[k] @ U if local is None else local(k)) + passed_on
        prime = f_prime[max(k - shift, 0)] if first_prime else 1
        dz[k] = delta * prime
        passed_on = back @ (delta * prime) + (passed_on if keep else 0)
        if reach == 0:
            passed_on = 0
    return dz


def one_by_hand(W_h, U, g, h, f_prime, **change):
    """Return the gradient of the last loss from a walk with some mistake in it."""
    gs = np.vstack([np.zeros((len(f_prime) - 1, len(g))), g])
    return walk(W_h, U, gs, f_prime, **change).T @ h[:-1]


@mistake("gradient_of_one_loss", "eq-4.1",
         "Only the last step's copy counts here: sum over all copies k = t, ..., 1.")
def last_copy(W_h, U, g, h, f_prime):
    return np.outer((U.T @ g) * f_prime[-1], h[-2])


@mistake("gradient_of_one_loss", "eq-4.1", "Each copy overwrites the one before: write += and not =.")
def copies_overwritten(W_h, U, g, h, f_prime):
    return gradient_of_one_loss(W_h, U, g, h, f_prime) - without_first_copy(W_h, U, g, h, f_prime)


@mistake("gradient_of_one_loss", "eq-6.2", "W_h is not transposed: the gradient flows back through W_h^T.")
def one_not_transposed(W_h, U, g, h, f_prime):
    return one_by_hand(W_h, U, g, h, f_prime, back=W_h)


@mistake("gradient_of_one_loss", "eq-5.2", "The state is one step late: copy k meets h^(k-1), not h^(k).")
def one_with_later_state(W_h, U, g, h, f_prime):
    return gradient_of_one_loss(W_h, U, g, np.vstack([h[1:], h[:1]]), f_prime)


@mistake("gradient_of_one_loss", "eq-5.2", "The factor f' is forgotten, in Claim 1 and in Claim 2.")
def one_without_prime(W_h, U, g, h, f_prime):
    return gradient_of_one_loss(W_h, U, g, h, np.ones_like(f_prime))


@mistake("gradient_of_one_loss", "eq-6.2", "The factor f' is forgotten on the way back, in Claim 2.")
def one_without_prime_on_the_way(W_h, U, g, h, f_prime):
    gamma, total = U.T @ g, 0
    for k in range(len(f_prime) - 1, -1, -1):
        total = total + np.outer(gamma * f_prime[k], h[k])
        gamma = W_h.T @ gamma
    return total


@mistake("gradient_of_one_loss", "eq-5.2",
         "The outer product is transposed: the column (gamma o f') comes first.")
def one_transposed(W_h, U, g, h, f_prime):
    return gradient_of_one_loss(W_h, U, g, h, f_prime).T


@mistake("gradient_of_one_loss", "eq-gamma-local",
         "The sum over copies starts one step early: that of step t is missing.")
def without_own_step(W_h, U, g, h, f_prime):
    return gradient_of_one_loss(W_h, U, g, h, f_prime) - last_copy(W_h, U, g, h, f_prime)


@mistake("gradient_of_one_loss", "eq-4.1", "The first copy is missing: the sum goes down to k = 1.")
def without_first_copy(W_h, U, g, h, f_prime):
    return gradient_of_one_loss(W_h, U, g, np.vstack([0 * h[:1], h[1:]]), f_prime)


@mistake("gradient_of_one_loss", "eq-4.1", "The sum over copies is divided by their number.")
def mean_over_copies(W_h, U, g, h, f_prime):
    return gradient_of_one_loss(W_h, U, g, h, f_prime) / len(f_prime)


@mistake("accumulate", "eq-delta", "The passed-on part is missing: each step sees its own loss only.")
def local_alone(W_h, U, dtheta, f_prime):
    return walk(W_h, U, dtheta, f_prime, reach=0)


@mistake("accumulate", "eq-delta", "The local part is missing: only the last step sees a loss.")
def last_loss_alone(W_h, U, dtheta, f_prime):
    last = len(dtheta) - 1
    return walk(W_h, U, dtheta, f_prime, local=lambda k: U.T @ dtheta[k] if k == last else 0)


@mistake("accumulate", "eq-delta", "W_h is not transposed: the sum flows back through W_h^T.")
def walk_not_transposed(W_h, U, dtheta, f_prime):
    return walk(W_h, U, dtheta, f_prime, back=W_h)


@mistake("accumulate", "eq-dz", "Only the local part is multiplied by f': f' goes with the whole delta.")
def prime_of_local_alone(W_h, U, dtheta, f_prime):
    return walk(W_h, U, dtheta, f_prime, first_prime=False,
                local=lambda k: (U.T @ dtheta[k]) * f_prime[k])


@mistake("accumulate", "eq-dz", "The factor f' is forgotten.")
def walk_without_prime(W_h, U, dtheta, f_prime):
    return walk(W_h, U, dtheta, f_prime, first_prime=False)


@mistake("accumulate", "eq-delta", "The factor f' is forgotten on the way back: delta is passed on, not dz.")
def passes_on_delta(W_h, U, dtheta, f_prime):
    delta, dz = 0, np.zeros_like(f_prime)
    for k in range(len(dz) - 1, -1, -1):
        delta = U.T @ dtheta[k] + (W_h.T @ delta if k < len(dz) - 1 else 0)
        dz[k] = delta * f_prime[k]
    return dz


@mistake("accumulate", "eq-dz", "The slope f' is that of the step before: step k multiplies by f'(z^(k)).")
def prime_of_step_before(W_h, U, dtheta, f_prime):
    return walk(W_h, U, dtheta, f_prime, shift=1)


@mistake("accumulate", "eq-delta", "The walk goes forward: it starts at T, because later losses come first.")
def walks_forward(W_h, U, dtheta, f_prime):
    return walk(W_h, U, dtheta[::-1], f_prime[::-1])[::-1]


@mistake("accumulate", "eq-delta",
         "What was passed on before is added again at each step: every path is counted too often.")
def counted_again(W_h, U, dtheta, f_prime):
    return walk(W_h, U, dtheta, f_prime, keep=True)


@mistake("accumulate", "eq-delta",
         "The rows stand in the order of the walk, T first: row 0 belongs to step 1.")
def rows_reversed(W_h, U, dtheta, f_prime):
    return accumulate(W_h, U, dtheta, f_prime)[::-1]


@mistake("accumulate", "eq-dz", "This is delta: multiply it by f' to get dz.")
def returns_delta(W_h, U, dtheta, f_prime):
    return accumulate(W_h, U, dtheta, f_prime) / f_prime


@mistake("accumulate", "eq-delta", "The walk is cut after two steps: each loss reaches every earlier step.")
def cut_after_two(W_h, U, dtheta, f_prime):
    dz = np.zeros_like(f_prime)
    for k in range(len(dz)):
        delta = U.T @ dtheta[k]
        if k + 1 < len(dz):
            delta = delta + W_h.T @ ((U.T @ dtheta[k + 1]) * f_prime[k + 1])
        dz[k] = delta * f_prime[k]
    return dz


######## the other parameters

@mistake("gradient_W_x", "eq-dW_x",
         "The product is transposed: the column dz comes first, the row x^T second.")
def W_x_transposed(dz, X):
    return X.T @ dz


@mistake("gradient_W_x", "eq-dW_x", "Only the last step is in it: add one outer product for each step.")
def W_x_last_step(dz, X):
    return np.outer(dz[-1], X[-1])


@mistake("gradient_W_x", "eq-dW_x",
         "The sums are taken before the product: the outer products are added, step by step.")
def W_x_product_of_sums(dz, X):
    return np.outer(dz.sum(axis=0), X.sum(axis=0))


@mistake("gradient_W_x", "eq-dW_x", "The sum is divided by the number of steps.")
def W_x_mean(dz, X):
    return dz.T @ X / len(dz)


@mistake("gradient_b_1", "eq-db_1", "Only the last step is in it: sum over all steps.")
def b_1_last_step(dz):
    return dz[-1].copy()


@mistake("gradient_b_1", "eq-db_1", "The sum runs over the units: it should run over the steps, axis 0.")
def b_1_over_units(dz):
    return dz.sum(axis=1)


@mistake("gradient_b_1", "eq-db_1", "This is the mean over the steps: the gradient is their sum.")
def b_1_mean(dz):
    return dz.mean(axis=0)


@mistake("gradient_b_1", "eq-db_1", "Nothing is summed: the five parameters are the same at every step.")
def b_1_unsummed(dz):
    return dz.copy()


@mistake("gradients_of_readout", "eq-dU",
         "The states are one step early: dtheta^(k) meets h^(k), which is row k of h.")
def readout_early(dtheta, h):
    return dtheta.T @ h[:-1], dtheta.sum(axis=0)


@mistake("gradients_of_readout", "eq-dU",
         "The product is transposed: the column dtheta comes first, the row h^T second.")
def readout_transposed(dtheta, h):
    return h[1:].T @ dtheta, dtheta.sum(axis=0)


@mistake("gradients_of_readout", "eq-dU", "Only the last step is in it: U acts at every step.")
def readout_last_step(dtheta, h):
    return np.outer(dtheta[-1], h[-1]), dtheta[-1].copy()


@mistake("gradients_of_readout", "eq-db_2",
         "Your db_2 is the sum over symbols, which is zero: sum over the steps, axis 0.")
def readout_over_symbols(dtheta, h):
    return dtheta.T @ h[1:], dtheta.sum(axis=1)


@mistake("gradients_of_readout", "eq-dU", "Both gradients are divided by the number of steps: J is a sum.")
def readout_mean(dtheta, h):
    return tuple(part / len(dtheta) for part in gradients_of_readout(dtheta, h))


@mistake("gradients_of_readout", "eq-dU", "The two have changed places: return dU first.")
def readout_swapped(dtheta, h):
    return gradients_of_readout(dtheta, h)[::-1]


@mistake("gradient_h_0", "eq-dh_0", "W_h is not transposed: the gradient flows back through W_h^T.")
def h_0_not_transposed(W_h, dz):
    return W_h @ dz[0]


@mistake("gradient_h_0", "eq-dh_0",
         "The state h^(0) acts at step 1 only: the other steps are in dz^(1) already.")
def h_0_over_steps(W_h, dz):
    return W_h.T @ dz.sum(axis=0)


@mistake("gradient_h_0", "eq-dh_0", "W_h is missing: h^(0) acts on z^(1) through W_h.")
def h_0_without_W_h(W_h, dz):
    return dz[0].copy()


@mistake("gradient_h_0", "eq-dh_0", "The row is that of the last step: h^(0) acts on step 1, row 0 of dz.")
def h_0_last_row(W_h, dz):
    return gradient_h_0(W_h, dz[::-1])


######## derivative_from_state

@mistake("derivative_from_state", "eq-sigmoid-prime",
         "The state is put through the activation again: h is f(z) already.")
def f_prime_of_h(h, activation):
    return derivative_from_state(np.tanh(h) if activation == "tanh" else 1 / (1 + np.exp(-h)), activation)


@mistake("derivative_from_state", "eq-tanh-prime",
         "For tanh the state is put through tanh again: h is tanh(z) already.")
def tanh_of_h(h, activation):
    return derivative_from_state(np.tanh(h) if activation == "tanh" else h, activation)


@mistake("derivative_from_state", "eq-tanh-prime",
         "This is the sigmoid's derivative for both: tanh has 1 - h^2.")
def always_sigmoid_prime(h, activation):
    return h * (1 - h)


@mistake("derivative_from_state", "eq-sigmoid-prime",
         "This is the derivative of tanh for both: the sigmoid has h (1 - h).")
def always_tanh_prime(h, activation):
    return 1 - h ** 2


@mistake("derivative_from_state", "eq-tanh-prime",
         "The two are exchanged: h (1 - h) is the sigmoid's, 1 - h^2 that of tanh.")
def primes_exchanged(h, activation):
    return derivative_from_state(h, "tanh" if activation == "sigmoid" else "sigmoid")


@mistake("derivative_from_state", "eq-tanh-prime", "For tanh the square is missing: 1 - h^2, not 1 - h.")
def tanh_without_square(h, activation):
    return h * (1 - h) if activation == "sigmoid" else 1 - h


######## sequence_gradients: the bank of typical wrong programs

def all_gradients(W_h, U, X, y, h, yhat, activation, *, g=None, f_prime=None, states=None, **change):
    """Return the six gradients from a walk with some mistake in it."""
    g = dtheta(yhat, y) if g is None else g
    f_prime = derivative_from_state(h[1:], activation) if f_prime is None else f_prime
    dz = walk(W_h, U, g, f_prime, **change)
    h_prev = h[:-1] if states is None else states
    return dz.T @ h_prev, dz.T @ X, dz.sum(axis=0), g.T @ h[1:], g.sum(axis=0), W_h.T @ dz[0]


def wrong(equation, sentence):
    return mistake("sequence_gradients", equation, sentence)


@wrong("eq-delta", "Nothing flows back from step to step: add W_h^T dz^(k+1) to each delta.")
def no_recurrence(*arguments):
    return all_gradients(*arguments, reach=0)


@wrong("eq-delta", "Only the loss of the last step is in it: every step has a loss, and a local part.")
def only_the_last_loss(W_h, U, X, y, h, yhat, activation):
    g = dtheta(yhat, y)
    g[:-1] = 0
    return all_gradients(W_h, U, X, y, h, yhat, activation, g=g)


@wrong("eq-delta", "W_h is not transposed on the way back.")
def W_for_its_transpose(W_h, *rest):
    return all_gradients(W_h, *rest, back=W_h)


@wrong("eq-dW_h", "Your dW_h meets the state of its own step: dz^(k) goes with h^(k-1), row k - 1 of h.")
def state_of_its_own_step(W_h, U, X, y, h, yhat, activation):
    return all_gradients(W_h, U, X, y, h, yhat, activation, states=h[1:])


@wrong("eq-dz", "The factor f' is forgotten everywhere.")
def f_prime_forgotten(W_h, U, X, y, h, yhat, activation):
    return all_gradients(W_h, U, X, y, h, yhat, activation, f_prime=np.ones_like(h[1:]))


@wrong("eq-delta", "The factor f' is forgotten on the way back: pass on dz, not delta.")
def f_prime_forgotten_on_the_way(W_h, U, X, y, h, yhat, activation):
    g, dh = dtheta(yhat, y), np.array(passes_on_delta(W_h, U, dtheta(yhat, y),
                                                      derivative_from_state(h[1:], activation)))
    return dh.T @ h[:-1], dh.T @ X, dh.sum(axis=0), g.T @ h[1:], g.sum(axis=0), W_h.T @ dh[0]


@wrong("eq-tanh-prime", "The derivative is the sigmoid's, whatever the activation.")
def sigmoid_prime_always(W_h, U, X, y, h, yhat, activation):
    return sequence_gradients(W_h, U, X, y, h, yhat, "sigmoid")


@wrong("eq-tanh-prime", "The derivative is that of tanh, whatever the activation.")
def tanh_prime_always(W_h, U, X, y, h, yhat, activation):
    return sequence_gradients(W_h, U, X, y, h, yhat, "tanh")


@wrong("eq-dz", "The slope f' is taken at h and not at z: h is f(z) already.")
def f_prime_at_h(W_h, U, X, y, h, yhat, activation):
    return all_gradients(W_h, U, X, y, h, yhat, activation, f_prime=f_prime_of_h(h[1:], activation))


@wrong("eq-dz", "The slope f' is that of the step before.")
def f_prime_one_early(W_h, U, X, y, h, yhat, activation):
    return all_gradients(W_h, U, X, y, h, yhat, activation,
                         f_prime=derivative_from_state(h[:-1], activation))


@wrong("eq-dW_h", "Each step overwrites the gradients of the last: write += and not =.")
def overwritten(W_h, U, X, y, h, yhat, activation):
    g = dtheta(yhat, y)
    dz = accumulate(W_h, U, g, derivative_from_state(h[1:], activation))
    return (np.outer(dz[0], h[0]), np.outer(dz[0], X[0]), dz[0], np.outer(g[0], h[1]), g[0], W_h.T @ dz[0])


@wrong("eq-mean-loss", "Everything is divided by T: J is the sum of the losses, not their mean.")
def divided_by_T(W_h, U, X, y, h, yhat, activation):
    return tuple(part / len(y) for part in sequence_gradients(W_h, U, X, y, h, yhat, activation))


@wrong("eq-dtheta", "Everything has the wrong sign: the gradient at the logits is yhat - y.")
def sign_of_everything(W_h, U, X, y, h, yhat, activation):
    return tuple(-part for part in sequence_gradients(W_h, U, X, y, h, yhat, activation))


@wrong("eq-dtheta", "The one-hot y is missing: the gradient at the logits is yhat - y, not yhat.")
def without_one_hot(W_h, U, X, y, h, yhat, activation):
    return all_gradients(W_h, U, X, y, h, yhat, activation, g=yhat.copy())


@wrong("eq-dtheta", "The one-hot y is added: the gradient at the logits is yhat - y.")
def one_hot_added(W_h, U, X, y, h, yhat, activation):
    return all_gradients(W_h, U, X, y, h, yhat, activation, g=2 * yhat - dtheta(yhat, y))


@wrong("eq-delta", "The walk is cut after two steps: each loss reaches every earlier step.")
def truncated_at_two(W_h, U, X, y, h, yhat, activation):
    g = dtheta(yhat, y)
    dz = cut_after_two(W_h, U, g, derivative_from_state(h[1:], activation))
    return dz.T @ h[:-1], dz.T @ X, dz.sum(axis=0), g.T @ h[1:], g.sum(axis=0), W_h.T @ dz[0]


@wrong("eq-dW_h", "Your dW_h is transposed: the column dz comes first, the row h^T second.")
def dW_h_transposed(*arguments):
    dW_h, *others = sequence_gradients(*arguments)
    return dW_h.T, *others


@wrong("eq-3.1", "The probabilities are those of the step before.")
def yhat_of_the_step_before(W_h, U, X, y, h, yhat, activation):
    return sequence_gradients(W_h, U, X, y, h, np.vstack([yhat[:1], yhat[:-1]]), activation)


@wrong("eq-delta", "Paths are counted more than once: pass on W_h^T dz^(k+1), and nothing from before it.")
def double_counted(*arguments):
    return all_gradients(*arguments, keep=True)


@wrong("eq-dU", "Your dU meets the states of the step before: dtheta^(k) goes with h^(k).")
def dU_one_early(W_h, U, X, y, h, yhat, activation):
    dW_h, dW_x, db_1, _, *others = sequence_gradients(W_h, U, X, y, h, yhat, activation)
    return dW_h, dW_x, db_1, dtheta(yhat, y).T @ h[:-1], *others


@wrong("eq-dh_0", "Your dh_0 is dz^(1) itself: h^(0) acts on z^(1) through W_h, so multiply by W_h^T.")
def dh_0_is_dz(W_h, U, X, y, h, yhat, activation):
    *others, _ = sequence_gradients(W_h, U, X, y, h, yhat, activation)
    return *others, accumulate(W_h, U, dtheta(yhat, y), derivative_from_state(h[1:], activation))[0]


######## batch_gradients

@mistake("batch_gradients", "eq-batch-loss",
         "The gradients are averaged over the sequences: J is the sum of their losses.")
def mean_over_sequences(W_h, U, X, *rest):
    *sums, dh_0 = batch_gradients(W_h, U, X, *rest)
    return *(part / len(X) for part in sums), dh_0


@mistake("batch_gradients", "eq-batch-loss",
         "Only the last sequence is in it: add the gradients of all of them.")
def last_sequence(W_h, U, X, y, h, yhat, activation):
    *_, dh_0 = batch_gradients(W_h, U, X, y, h, yhat, activation)
    return *sequence_gradients(W_h, U, X[-1], y[-1], h[-1], yhat[-1], activation)[:5], dh_0


@mistake("batch_gradients", "eq-batch-loss",
         "Your dh_0 is summed over the sequences: each sequence has a state of its own.")
def dh_0_summed(*arguments):
    *sums, dh_0 = batch_gradients(*arguments)
    return *sums, dh_0.sum(axis=0)


@mistake("batch_gradients", "eq-mask", "All sequences are cut to the shortest: each runs for its own length.")
def cut_to_the_shortest(W_h, U, X, y, h, yhat, activation):
    T = min(map(len, X))
    return batch_gradients(W_h, U, [x[:T] for x in X], [s[:T] for s in y], [s[:T + 1] for s in h],
                           [p[:T] for p in yhat], activation)


@mistake("batch_gradients", "eq-mask",
         "Each sequence's mean is added: long sequences should weigh more than short ones.")
def means_added(W_h, U, X, y, h, yhat, activation):
    each = [[part / len(one[1]) for part in sequence_gradients(W_h, U, *one, activation)[:5]]
            for one in zip(X, y, h, yhat, strict=True)]
    return *map(sum, zip(*each, strict=True)), batch_gradients(W_h, U, X, y, h, yhat, activation)[5]


######## operations

@mistake("operations", "eq-cost", "T losses of T steps each would be T^2: loss t walks back t steps only.")
def square(T):
    return T * T, T


@mistake("operations", "eq-cost",
         "The sum 1 + 2 + ... + T is T (T + 1) / 2, not T (T - 1) / 2: loss 1 takes a step too.")
def one_step_short(T):
    return T * (T - 1) // 2, T


@mistake("operations", "eq-cost", "The two have changed places.")
def costs_swapped(T):
    return T, T * (T + 1) // 2


@mistake("operations", "eq-cost", "Accumulated, the walk takes T steps: one for each step of the sequence.")
def accumulated_too_many(T):
    return T * (T + 1) // 2, 2 * T
