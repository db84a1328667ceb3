"""Wrong programs for problem set 4, dinosaurs."""

import numpy as np

from grading.checks.training import (
    EPSILON,
    adagrad_step,
    clip_by_norm,
    clip_by_value,
    draw,
    gamma_norms,
    initialize,
    rescale,
    sample,
    tempered,
)
from grading.mistakes import catalogue

MISTAKES, mistake = catalogue()


######## initialize

def scaled(D_h, d, V, draws, W_h=1.0, W_x=1.0, U=1.0):
    """Return the parameters with each matrix multiplied by a number of its own."""
    parts = initialize(D_h, d, V, draws)
    return W_h * parts[0], W_x * parts[1], parts[2], U * parts[3], parts[4]


@mistake("initialize", "eq-init", "The weights have the deviation 1: divide each matrix by sqrt(fan-in).")
def unscaled(D_h, d, V, draws):
    return scaled(D_h, d, V, draws, np.sqrt(D_h), np.sqrt(d), np.sqrt(D_h))


@mistake("initialize", "eq-init", "The root is missing: 1/n is the variance, the deviation is 1/sqrt(n).")
def by_the_variance(D_h, d, V, draws):
    return scaled(D_h, d, V, draws, D_h ** -0.5, d ** -0.5, D_h ** -0.5)


@mistake("initialize", "eq-init", "The fan-in is the number of columns, not of rows: what a unit adds up.")
def by_the_rows(D_h, d, V, draws):
    return scaled(D_h, d, V, draws, 1, np.sqrt(d / D_h), np.sqrt(D_h / V))


@mistake("initialize", "eq-init", "All three have the same scale: the fan-in of W_x is d, not D_h.")
def one_scale_for_all(D_h, d, V, draws):
    return scaled(D_h, d, V, draws, W_x=np.sqrt(d / D_h))


@mistake("initialize", "eq-init", "The draws are used in another order: W_h first, then W_x, then U.")
def another_order(D_h, d, V, draws):
    W_h, U, W_x = np.split(draws, [D_h * D_h, D_h * D_h + V * D_h])
    return initialize(D_h, d, V, np.concatenate([W_h, W_x, U]))


@mistake("initialize", "eq-init", "Each matrix is filled column by column: fill it row by row.")
def column_by_column(D_h, d, V, draws):
    W_h, W_x, b_1, U, b_2 = initialize(D_h, d, V, draws)
    return (*(W.ravel().reshape(W.shape, order="F") for W in (W_h, W_x)), b_1,
            U.ravel().reshape(U.shape, order="F"), b_2)


@mistake("initialize", "eq-init", "W_x and U are transposed: W_x has D_h rows, U has V rows.")
def transposed_shapes(D_h, d, V, draws):
    W_h, W_x, b_1, U, b_2 = initialize(D_h, d, V, draws)
    return W_h, W_x.reshape(d, D_h), b_1, U.reshape(D_h, V), b_2


@mistake("initialize", "eq-init", "The biases are ones: they start at zero.")
def biases_of_one(D_h, d, V, draws):
    W_h, W_x, b_1, U, b_2 = initialize(D_h, d, V, draws)
    return W_h, W_x, b_1 + 1, U, b_2 + 1


######## clipping

@mistake("clip_by_value", "eq-clip-value", "Only large entries are cut: cut those below -c as well.")
def only_from_above(g, c):
    return np.minimum(g, c)


@mistake("clip_by_value", "eq-clip-value", "Only entries below -c are cut: cut those above c as well.")
def only_from_below(g, c):
    return np.maximum(g, -c)


@mistake("clip_by_value", "eq-clip-value", "Every entry becomes c or -c: small ones stay as they are.")
def all_to_the_limit(g, c):
    return c * np.sign(g)


@mistake("clip_by_value", "eq-clip-value", "This is clipping by norm: here each entry is on its own.")
def norm_for_value(g, c):
    return clip_by_norm(g, c)


@mistake("clip_by_value", "eq-clip-value",
         "The whole vector shrinks by one factor: clipping by value leaves small entries alone.")
def by_the_largest_entry(g, c):
    return g * c / max(np.abs(g).max(), c)


@mistake("clip_by_value", "eq-clip-value", "Entries beyond the limit become zero: they become c or -c.")
def cut_to_zero(g, c):
    return np.where(np.abs(g) > c, 0, g)


@mistake("clip_by_norm", "eq-clip-norm",
         "Short gradients become longer: they stay as they are, the factor is at most 1.")
def always_to_the_limit(g, c):
    return c * g / np.sqrt(g @ g)


@mistake("clip_by_norm", "eq-clip-norm",
         "This is clipping by value: multiply the whole vector by one number.")
def value_for_norm(g, c):
    return clip_by_value(g, c)


@mistake("clip_by_norm", "eq-clip-norm",
         "The root of the norm is missing: the factor is c divided by the length.")
def by_the_squared_norm(g, c):
    return g * min(1, c / max(g @ g, 1e-30))


@mistake("clip_by_norm", "eq-clip-norm", "The result has the length 1 and not c: c is missing in the factor.")
def to_length_one(g, c):
    norm = np.linalg.norm(g)
    return g / norm if norm > c else g


@mistake("clip_by_norm", "eq-clip-norm",
         "The norm is the sum of the absolute values here: it should be the root of the sum of squares.")
def by_the_sum(g, c):
    return g * min(1, c / max(np.abs(g).sum(), 1e-30))


@mistake("clip_by_norm", "eq-clip-norm",
         "The norm is the largest entry here: it should be the root of the sum of squares.")
def by_the_maximum(g, c):
    return g * min(1, c / max(np.abs(g).max(), 1e-30))


@mistake("clip_by_norm", "eq-clip-norm",
         "The squares are averaged before the root: the norm takes the root of their sum.")
def by_the_root_of_the_mean(g, c):
    return g * min(1, c / max(np.sqrt((g * g).mean()), 1e-30))


######## adagrad_step

@mistake("adagrad_step", "eq-adagrad", "The squares are not added up: s is the old s plus g^2.")
def forgets_s(w, g, s, rate, epsilon):
    return adagrad_step(w, g, 0 * s, rate, epsilon)


@mistake("adagrad_step", "eq-adagrad", "The root is missing: divide by sqrt(s + epsilon).")
def without_root(w, g, s, rate, epsilon):
    return w - rate * g / (s + g * g + epsilon), s + g * g


@mistake("adagrad_step", "eq-adagrad", "Epsilon stands beside the root: here it belongs under it.")
def epsilon_outside(w, g, s, rate, epsilon):
    return w - rate * g / (np.sqrt(s + g * g) + epsilon), s + g * g


@mistake("adagrad_step", "eq-adagrad", "Epsilon is missing: a weight without a gradient would divide 0 by 0.")
def without_epsilon(w, g, s, rate, epsilon):
    return w - rate * g / np.sqrt(s + g * g), s + g * g


@mistake("adagrad_step", "eq-adagrad", "The step divides by the old s: add g^2 first, then take the step.")
def old_s(w, g, s, rate, epsilon):
    return w - rate * g / np.sqrt(s + epsilon), s + g * g


@mistake("adagrad_step", "eq-adagrad", "The step goes uphill: w minus the step, against the gradient.")
def uphill(w, g, s, rate, epsilon):
    w_new, s_new = adagrad_step(w, g, s, rate, epsilon)
    return 2 * w - w_new, s_new


@mistake("adagrad_step", "eq-adagrad", "The old s comes back: return s with g^2 added.")
def returns_old_s(w, g, s, rate, epsilon):
    return adagrad_step(w, g, s, rate, epsilon)[0], s


@mistake("adagrad_step", "eq-adagrad", "The sum s adds up the gradients: it should add up their squares.")
def without_square(w, g, s, rate, epsilon):
    return w - rate * g / np.sqrt(s + g + epsilon), s + g


@mistake("adagrad_step", "eq-adagrad", "This is plain gradient descent: divide by the root of s + epsilon.")
def plain_descent(w, g, s, rate, epsilon):
    return w - rate * g, s + g * g


@mistake("adagrad_step", "eq-adagrad", "All weights share one s: each weight has its own.")
def shared_s(w, g, s, rate, epsilon):
    return w - rate * g / np.sqrt((s + g * g).sum() + epsilon), s + g * g


@mistake("adagrad_step", "eq-adagrad", "This is the step: return w after the step.")
def the_step_alone(w, g, s, rate, epsilon):
    w_new, s_new = adagrad_step(w, g, s, rate, epsilon)
    return w_new - w, s_new


@mistake("adagrad_step", "eq-adagrad", "The two have changed places: return w first.")
def s_first(w, g, s, rate, epsilon):
    return adagrad_step(w, g, s, rate, epsilon)[::-1]


######## train

def run(w, loss_and_gradient, examples, rate, limit, epochs, *, clip=clip_by_norm, step=adagrad_step,
        forget="", ends=np.mean, fixed=False, afterwards=False):
    """Return what a training loop with some mistake in it gives."""
    start, s, losses = w, np.zeros_like(w), np.zeros(epochs)
    for epoch in range(epochs):
        seen = []
        for example in examples:
            J, g = loss_and_gradient(start if fixed else w, example)
            w, s = step(w, clip(g, limit), 0 * s if forget == "update" else s, rate, EPSILON)
            seen.append(J)
        if afterwards:
            seen = [loss_and_gradient(w, example)[0] for example in examples]
        s = 0 * s if forget == "epoch" else s
        losses[epoch] = ends(seen)
    return w, losses


@mistake("train", "eq-clip-norm", "The gradient is not clipped: bring its norm down to the limit first.")
def unclipped(*arguments):
    return run(*arguments, clip=lambda g, c: g)


@mistake("train", "eq-clip-norm", "The gradient is clipped by value: clip it by norm.")
def clipped_by_value(*arguments):
    return run(*arguments, clip=clip_by_value)


@mistake("train", "eq-adagrad",
         "The sum s starts again at every update: keep it, it adds up over the whole run.")
def s_forgotten(*arguments):
    return run(*arguments, forget="update")


@mistake("train", "eq-adagrad",
         "The sum s starts again in every epoch: keep it, it adds up over the whole run.")
def s_forgotten_each_epoch(*arguments):
    return run(*arguments, forget="epoch")


@mistake("train", "eq-sgd", "This is plain gradient descent: take steps of Adagrad.")
def without_adagrad(*arguments):
    return run(*arguments, step=plain_descent)


@mistake("train", "eq-adagrad", "Every gradient is taken at the first weights: take it where w is now.")
def gradient_at_the_start(*arguments):
    return run(*arguments, fixed=True)


@mistake("train", "eq-adagrad", "The steps go uphill: the loss grows from epoch to epoch.")
def trains_uphill(*arguments):
    return run(*arguments, step=uphill)


@mistake("train", "eq-mean-loss", "The losses of an epoch are added: report their mean.")
def sums_of_losses(*arguments):
    return run(*arguments, ends=np.sum)


@mistake("train", "eq-mean-loss",
         "An epoch's loss is that of its last example: report the mean over all of them.")
def last_example(*arguments):
    return run(*arguments, ends=lambda losses: losses[-1])


@mistake("train", "eq-mean-loss",
         "The losses are measured after the epoch: report the mean of those that came with the gradients.")
def measured_afterwards(*arguments):
    return run(*arguments, afterwards=True)


@mistake("train", "eq-adagrad", "There is one update an epoch: update after every example.")
def one_update_an_epoch(w, loss_and_gradient, examples, rate, limit, epochs):
    s, losses = np.zeros_like(w), np.zeros(epochs)
    for epoch in range(epochs):
        each = [loss_and_gradient(w, example) for example in examples]
        g = np.mean([g for _, g in each], axis=0)
        w, s = adagrad_step(w, clip_by_norm(g, limit), s, rate, EPSILON)
        losses[epoch] = np.mean([J for J, _ in each])
    return w, losses


######## drawing

@mistake("tempered", "eq-temperature", "The logits are multiplied by the temperature: divide them.")
def multiplied(theta, temperature):
    return tempered(theta, 1 / temperature)


@mistake("tempered", "eq-temperature",
         "The temperature has no effect: it divides the logits, inside the exponentials.")
def without_temperature(theta, temperature):
    return tempered(theta, 1.0)


@mistake("tempered", "eq-temperature", "The probabilities are divided by the temperature: divide the logits.")
def divided_afterwards(theta, temperature):
    return tempered(theta, 1.0) / temperature


@mistake("tempered", "eq-temperature", "The sum below is missing: divide by the sum of the exponentials.")
def without_sum(theta, temperature):
    return np.exp(theta / temperature)


@mistake("tempered", "eq-softmax-shift",
         "At a low temperature the exponentials overflow: take the largest logit away first.")
def tempered_that_overflows(theta, temperature):
    e = np.exp(theta / temperature)
    return e / e.sum()


@mistake("draw", "eq-3.1", "This is the likeliest symbol, whatever u is: a draw follows the probabilities.")
def the_likeliest(p, u):
    return np.argmax(p)


@mistake("draw", "eq-3.1", "The symbol is one too early: take the first whose sum exceeds u.")
def one_too_early(p, u):
    return max(draw(p, u) - 1, 0)


@mistake("draw", "eq-3.1", "The symbol is one too late: code counts from 0.")
def one_too_late(p, u):
    return draw(p, u) + 1


@mistake("draw", "eq-3.1",
         "The number u is compared with single probabilities: compare it with their running sum.")
def without_running_sum(p, u):
    return np.argmax(np.append(p, 1) > u)


@mistake("draw", "eq-3.1", "The running sum starts from the last symbol: start from symbol 0.")
def from_the_end(p, u):
    return len(p) - 1 - draw(p[::-1], u)


@mistake("draw", "eq-3.1", "All symbols are equally likely here: a draw follows the probabilities.")
def evenly(p, u):
    return int(u * len(p))


@mistake("draw", "eq-3.1", "On the border of two symbols the sum has to exceed u, not to equal it.")
def equal_is_enough(p, u):
    return min(np.searchsorted(np.cumsum(p), u), len(p) - 1)


@mistake("draw", "eq-3.1", "Where rounding leaves the sum below u, take the last symbol.")
def first_where_none(p, u):
    return np.argmax(np.cumsum(p) > u)


def drawn(W_h, W_x, b_1, U, b_2, temperature, u, *, carry=True, feed=True, first=0, stop=True, keep_end=False,
          choose=draw, f=lambda z: 1 / (1 + np.exp(-z)), own_u=True):
    """Return the symbols that a sampler with some mistake in it draws."""
    h, x, found = np.zeros(len(b_1)), np.eye(W_x.shape[1])[0] if first is not None else 0 * W_x[0], []
    for u_t in u:
        h = f(W_h @ (h if carry else 0 * h) + W_x @ x + b_1)
        symbol = choose(tempered(U @ h + b_2, temperature), u_t if own_u else u[0])
        x = np.eye(W_x.shape[1])[symbol] if feed else x
        if symbol == 0 and stop:
            return [*found, 0] if keep_end else found
        found.append(symbol)
    return found


@mistake("sample", "eq-1.1", "The state is not passed on: every step starts from zeros.")
def forgets_the_state(*arguments):
    return drawn(*arguments, carry=False)


@mistake("sample", "eq-1.1", "What is drawn is not fed back: the next step reads it.")
def always_reads_end(*arguments):
    return drawn(*arguments, feed=False)


@mistake("sample", "eq-1.1", "The first step reads nothing: it reads END, symbol 0.")
def reads_nothing_first(*arguments):
    return drawn(*arguments, first=None)


@mistake("sample", "eq-3.1", "END does not end the name: stop when symbol 0 is drawn.")
def goes_on(*arguments):
    return drawn(*arguments, stop=False)


@mistake("sample", "eq-3.1", "END is in the result: return the symbols before it.")
def with_end(*arguments):
    return drawn(*arguments, keep_end=True)


@mistake("sample", "eq-3.1", "The likeliest symbol is taken each time: draw with the number of the step.")
def greedy(*arguments):
    return drawn(*arguments, choose=lambda p, u: int(np.argmax(p)))


@mistake("sample", "eq-temperature", "The temperature is ignored.")
def ignores_temperature(*arguments):
    return sample(*arguments[:5], 1.0, arguments[6])


@mistake("sample", "eq-temperature", "The logits are multiplied by the temperature: divide them.")
def sample_multiplied(*arguments):
    return sample(*arguments[:5], 1 / arguments[5], arguments[6])


@mistake("sample", "eq-1.2", "The activation is tanh: these names are drawn with the sigmoid.")
def samples_with_tanh(*arguments):
    return drawn(*arguments, f=np.tanh)


@mistake("sample", "eq-3.1", "Every step uses the first uniform number: each step has its own.")
def one_number(*arguments):
    return drawn(*arguments, own_u=False)


######## vanishing

@mistake("gamma_norms", "eq-gamma-product", "W_h is not transposed: gamma goes back through W_h^T.")
def norms_not_transposed(W_h, gamma, f_prime):
    return gamma_norms(W_h.T, gamma, f_prime)


@mistake("gamma_norms", "eq-gamma-product", "The steps come in the wrong order: gamma meets step t first.")
def norms_forward(W_h, gamma, f_prime):
    return gamma_norms(W_h, gamma, f_prime[::-1])


@mistake("gamma_norms", "eq-gamma-product", "The factor f' is forgotten.")
def norms_without_prime(W_h, gamma, f_prime):
    return gamma_norms(W_h, gamma, np.ones_like(f_prime))


@mistake("gamma_norms", "eq-gamma-product", "The factor f' comes after W_h^T: it comes before.")
def prime_afterwards(W_h, gamma, f_prime):
    norms = [np.linalg.norm(gamma)]
    for row in f_prime[::-1]:
        gamma = row * (W_h.T @ gamma)
        norms.append(np.linalg.norm(gamma))
    return np.array(norms)


@mistake("gamma_norms", "eq-gamma-product", "The root is missing: these are squares of norms.")
def squared_norms(W_h, gamma, f_prime):
    return np.square(gamma_norms(W_h, gamma, f_prime))


@mistake("gamma_norms", "eq-gamma-product",
         "The steps are counted from step 0: entry n is the norm n steps back.")
def norms_from_step_0(W_h, gamma, f_prime):
    return gamma_norms(W_h, gamma, f_prime)[::-1]


@mistake("gamma_norms", "eq-gamma-product",
         "The first entry is missing: no step back is the norm of gamma itself.")
def norms_without_first(W_h, gamma, f_prime):
    return gamma_norms(W_h, gamma, f_prime)[1:]


@mistake("gamma_norms", "eq-gamma-product",
         "These are shares of the first norm: return the norms themselves.")
def shares_for_norms(W_h, gamma, f_prime):
    return np.array(gamma_norms(W_h, gamma, f_prime)) / np.linalg.norm(gamma)


@mistake("rescale", "eq-spectral-norm", "This uses the spectral norm: the radius comes from the eigenvalues.")
def by_the_norm(W_h, radius):
    return W_h * radius / np.linalg.norm(W_h, 2)


@mistake("rescale", "eq-spectral-norm", "W_h is only multiplied: divide it by the radius that it has.")
def only_multiplied(W_h, radius):
    return W_h * radius


@mistake("rescale", "eq-spectral-norm", "The radius becomes 1: multiply by the one that is wanted.")
def to_radius_one(W_h, radius):
    return rescale(W_h, 1.0)


@mistake("rescale", "eq-spectral-norm",
         "The largest real part is no radius: take the largest absolute value, of complex eigenvalues too.")
def by_the_real_part(W_h, radius):
    return W_h * radius / np.linalg.eigvals(W_h).real.max()


@mistake("rescale", "eq-spectral-norm",
         "The real parts alone are no radius: take the absolute values of the complex eigenvalues.")
def by_absolute_real_parts(W_h, radius):
    return W_h * radius / np.abs(np.linalg.eigvals(W_h).real).max()


@mistake("rescale", "eq-spectral-norm",
         "This divides by the root of the sum of squares: that is another norm.")
def by_the_frobenius_norm(W_h, radius):
    return W_h * radius / np.linalg.norm(W_h)


def shares(W_h, W_x, b_1, X, h_0, gamma, radii, *, forward=rescale, back=rescale, divide=True,
           prime=lambda h: 1 - h * h, f=np.tanh):
    """Return the shares left, from a measurement with some mistake in it."""
    rows = []
    for radius in radii:
        h, f_prime, W = h_0, [], forward(W_h, radius)
        for x in X:
            h = f(W @ h + W_x @ x + b_1)
            f_prime.append(prime(h))
        norms = np.array(gamma_norms(back(W_h, radius), gamma, np.array(f_prime)))
        rows.append(norms / norms[0] if divide else norms)
    return np.array(rows)


def as_it_is(W_h, radius):
    return W_h


@mistake("shares_left", "eq-state-product",
         "The forward pass runs with the old W_h: f' has to come from the matrix that is measured.")
def old_forward(*arguments):
    return shares(*arguments, forward=as_it_is)


@mistake("shares_left", "eq-gamma-product", "The walk back uses the old W_h: use the rescaled one.")
def old_back(*arguments):
    return shares(*arguments, back=as_it_is)


@mistake("shares_left", "eq-gamma-product", "These are the norms: divide each row by its first entry.")
def norms_for_shares(*arguments):
    return shares(*arguments, divide=False)


@mistake("shares_left", "eq-tanh-prime", "The factor f' is forgotten: take the slope of tanh at each step.")
def shares_without_prime(*arguments):
    return shares(*arguments, prime=np.ones_like)


@mistake("shares_left", "eq-tanh-prime", "The slope is the sigmoid's: here the activation is tanh.")
def sigmoid_slope(*arguments):
    return shares(*arguments, prime=lambda h: h * (1 - h))


@mistake("shares_left", "eq-1.2", "The network runs with the sigmoid: here the activation is tanh.")
def sigmoid_network(*arguments):
    return shares(*arguments, f=lambda z: 1 / (1 + np.exp(-z)), prime=lambda h: h * (1 - h))


@mistake("shares_left", "eq-gamma-product",
         "W_h is rescaled again and again from what it was before: start from the given one each time.")
def multiplied_up(W_h, W_x, b_1, X, h_0, gamma, radii):
    return shares(W_h, W_x, b_1, X, h_0, gamma, np.cumprod(radii))
