"""Right answers to problem set 4, written differently."""

import bisect
import itertools
import math

import numpy as np

from grading.selftest.variants import collection

VARIANTS, variant = collection()


######## initialize

@variant("initialize")
def by_slices(D_h, d, V, draws):
    a, b = D_h ** 2, D_h ** 2 + D_h * d
    return [draws[:a].reshape(D_h, -1) * D_h ** -0.5, draws[a:b].reshape(D_h, -1) * d ** -0.5, [0] * D_h,
            draws[b:].reshape(-1, D_h) * D_h ** -0.5, [0] * V]


@variant("initialize")
def one_by_one(D_h, d, V, draws):
    numbers = iter(draws)

    def matrix(rows, columns):
        return [[next(numbers) / math.sqrt(columns) for _ in range(columns)] for _ in range(rows)]
    W_h, W_x = matrix(D_h, D_h), matrix(D_h, d)
    return W_h, W_x, [0.0] * D_h, matrix(V, D_h), [0.0] * V


@variant("initialize")
def filled_in(D_h, d, V, draws):
    W_h, W_x, U = np.empty((D_h, D_h)), np.empty((D_h, d)), np.empty((V, D_h))
    first = 0
    for W in (W_h, W_x, U):
        W.flat = draws[first:first + W.size] / np.sqrt(W.shape[1])
        first += W.size
    return W_h, W_x, np.zeros_like(W_h[0]), U, np.zeros_like(U[:, 0])


@variant("initialize")
def weights_in_single_precision(D_h, d, V, draws):
    return tuple(np.asarray(part, np.float32) for part in filled_in(D_h, d, V, draws))


@variant("initialize")
def scaled_in_place(D_h, d, V, draws):
    print("my weights")
    draws = draws.copy()
    draws[:D_h * D_h] /= np.sqrt(D_h)
    draws[D_h * D_h:D_h * (D_h + d)] /= np.sqrt(d)
    draws[D_h * (D_h + d):] /= np.sqrt(D_h)
    W_h, W_x, U = np.split(draws, np.cumsum([D_h * D_h, D_h * d]))
    return W_h.reshape(-1, D_h), W_x.reshape(-1, d), np.zeros(D_h), U.reshape(-1, D_h), np.zeros(V)


######## clipping

@variant("clip_by_value")
def by_minimum_and_maximum(g, c):
    return np.minimum(np.maximum(g, -c), c)


@variant("clip_by_value")
def by_mask(g, c):
    g = g.copy()
    g[g > c], g[g < -c] = c, -c
    return g


@variant("clip_by_value")
def entry_by_entry(g, c):
    return [min(max(x, -c), c) for x in g]


@variant("clip_by_value")
def by_sign(g, c):
    return np.sign(g) * np.minimum(np.abs(g), c)


@variant("clip_by_value")
def by_halves(g, c):
    return ((np.abs(g + c) - np.abs(g - c)) / 2).astype(np.float32)


@variant("clip_by_norm")
def by_minimum(g, c):
    return np.minimum(1, c / np.linalg.norm(g)) * g      # a zero gradient makes NumPy warn


@variant("clip_by_norm")
def by_the_longer(g, c):
    return g * (c / max(c, math.sqrt(sum(x * x for x in g))))


@variant("clip_by_norm")
def by_dot(g, c):
    square = g @ g
    return g.copy() if square <= c * c else g * c / np.sqrt(square)


@variant("clip_by_norm")
def by_hypot(g, c):
    norm = math.hypot(*g)
    return [x * c / norm for x in g] if norm > c else list(g)


@variant("clip_by_norm")
def clipped_in_single_precision(g, c):
    g = g.astype(np.float32)
    return g / max(1, np.linalg.norm(g) / c)


######## adagrad_step

@variant("adagrad_step")
def in_one_expression(w, g, s, rate, epsilon):
    return w - rate * g * (s + g ** 2 + epsilon) ** -0.5, s + g ** 2


@variant("adagrad_step")
def on_copies(w, g, s, rate, epsilon):
    w, s = w.copy(), s.copy()
    s += np.square(g)
    w -= rate / np.sqrt(s + epsilon) * g
    return w, s


@variant("adagrad_step")
def weight_by_weight(w, g, s, rate, epsilon):
    s = [s_i + g_i * g_i for s_i, g_i in zip(s, g, strict=True)]
    return [w_i - rate * g_i / math.sqrt(s_i + epsilon) for w_i, g_i, s_i in zip(w, g, s, strict=True)], s


@variant("adagrad_step")
def as_two_rows(w, g, s, rate, epsilon):
    return np.array([w - rate * g / np.sqrt(s + g * g + epsilon), s + g * g])


@variant("adagrad_step")
def step_in_single_precision(w, g, s, rate, epsilon):
    return tuple(part.astype(np.float32) for part in on_copies(w, g, s, rate, epsilon))


######## train

@variant("train")
def all_in_one(w, loss_and_gradient, examples, rate, limit, epochs):
    s, losses = 0, []
    for _ in range(epochs):
        seen = []
        for example in examples:
            J, g = loss_and_gradient(w, example)
            g = by_the_longer(g, limit)
            s = s + g * g
            w = w - rate * g / np.sqrt(s + 1e-8)
            seen.append(J)
        losses.append(np.mean(seen))
    return w, losses


@variant("train")
def in_place_on_a_copy(w, loss_and_gradient, examples, rate, limit, epochs):
    w, s, losses = np.array(w), np.zeros(len(w)), np.zeros(epochs)
    for n in range(epochs * len(examples)):
        J, g = loss_and_gradient(w, examples[n % len(examples)])
        g = by_dot(g, limit)
        s += g * g
        w -= rate * g / np.sqrt(s + 1e-8)
        losses[n // len(examples)] += J
    return w, losses / len(examples)


@variant("train")
def recursively(w, loss_and_gradient, examples, rate, limit, epochs, s=0, seen=()):
    if len(seen) == epochs * len(examples):
        return w, np.reshape(seen, (epochs, len(examples))).mean(axis=1)
    J, g = loss_and_gradient(w, examples[len(seen) % len(examples)])
    w, s = in_one_expression(w, by_dot(g, limit), s, rate, 1e-8)
    return recursively(w, loss_and_gradient, examples, rate, limit, epochs, s, (*seen, J))


@variant("train")
def with_the_books_step(w, loss_and_gradient, examples, rate, limit, epochs):
    w, s, losses = w.copy(), np.zeros_like(w), np.empty(epochs)
    for epoch in range(epochs):
        total = 0
        for example in examples:
            J, g = loss_and_gradient(w, example)
            w, s = on_copies(w, by_minimum(g, limit), s, rate, 1e-8)
            total += J
        losses[epoch] = total / len(examples)
        print("epoch", epoch, losses[epoch])
    return w, losses


@variant("train")
def with_a_generator(w, loss_and_gradient, examples, rate, limit, epochs):
    def updates(w, s):
        for example in itertools.chain.from_iterable([examples] * epochs):
            J, g = loss_and_gradient(w, example)
            w, s = as_two_rows(w, by_the_longer(g, limit), s, rate, 1e-8)
            yield w, J
    done = list(updates(w, np.zeros_like(w)))
    losses = [np.mean([J for _, J in done[n:n + len(examples)]]) for n in range(0, len(done), len(examples))]
    return (done[-1][0] if done else w), losses


######## drawing

@variant("tempered")
def by_logaddexp(theta, temperature):
    return np.exp(theta / temperature - np.logaddexp.reduce(theta / temperature))


@variant("tempered")
def scaled_first(theta, temperature):
    theta = theta / temperature
    e = np.exp(theta - max(theta))
    return e / sum(e)


@variant("tempered")
def by_differences(theta, temperature):
    return 1 / np.exp((theta - theta[:, None]) / temperature).sum(axis=1)


@variant("tempered")
def as_a_list(theta, temperature):
    e = [math.exp((x - max(theta)) / temperature) for x in theta]
    return [x / math.fsum(e) for x in e]


@variant("tempered")
def tempered_in_single_precision(theta, temperature):
    return by_logaddexp(theta, temperature).astype(np.float32)


@variant("draw")
def by_searchsorted(p, u):
    return min(np.searchsorted(np.cumsum(p), u, side="right"), len(p) - 1)


@variant("draw")
def by_bisection(p, u):
    return bisect.bisect_right(np.cumsum(p)[:-1], u)


@variant("draw")
def by_counting(p, u):
    return int((np.cumsum(p)[:-1] <= u).sum())


@variant("draw")
def by_taking_away(p, u):
    for i, p_i in enumerate(p[:-1]):
        u -= p_i
        if u < 0:
            return i
    return len(p) - 1


@variant("draw")
def by_a_padded_sum(p, u):
    running = np.cumsum(p)
    running[-1] = np.inf
    return float(np.argmax(running > u))


@variant("sample")
def with_one_hots(W_h, W_x, b_1, U, b_2, temperature, u):
    h, x, found = np.zeros(len(b_1)), np.eye(W_x.shape[1])[0], []
    for u_t in u:
        h = 1 / (1 + np.exp(-(W_h @ h + W_x @ x + b_1)))
        i = by_counting(by_logaddexp(U @ h + b_2, temperature), u_t)
        if i == 0:
            break
        found.append(i)
        x = np.eye(W_x.shape[1])[i]
    return np.array(found, dtype=int)


@variant("sample")
def sampled_recursively(W_h, W_x, b_1, U, b_2, temperature, u, h=None, symbol=0):
    if len(u) == 0:
        return []
    h = np.zeros(len(W_h)) if h is None else h
    h = 0.5 * (1 + np.tanh((W_h @ h + W_x[:, symbol] + b_1) / 2))
    i = by_bisection(scaled_first(U @ h + b_2, temperature), u[0])
    return [i, *sampled_recursively(W_h, W_x, b_1, U, b_2, temperature, u[1:], h, i)] if i else []


@variant("sample")
def all_then_cut(*arguments):
    *params, temperature, u = arguments
    W_h, W_x, b_1, U, b_2 = params
    h, found = np.zeros(len(W_h)), [0]
    for u_t in u:
        h = 1 / (1 + np.exp(-(h @ W_h.T + W_x.T[found[-1]] + b_1)))
        found.append(by_searchsorted(scaled_first(h @ U.T + b_2, temperature), u_t))
    return found[1:found.index(0, 1)] if 0 in found[1:] else found[1:]


@variant("sample")
def scaled_readout(W_h, W_x, b_1, U, b_2, temperature, u):
    return with_one_hots(W_h, W_x, b_1, U / temperature, b_2 / temperature, 1.0, u).astype(float)


@variant("sample")
def while_there_are_numbers(W_h, W_x, b_1, U, b_2, temperature, u):
    numbers, h, symbol, found = list(u), 0 * b_1, 0, ()
    while numbers:
        h = 1 / (1 + np.exp(-(np.einsum("ij,j", W_h, h) + W_x[:, symbol] + b_1)))
        symbol = by_taking_away(by_differences(U @ h + b_2, temperature), numbers.pop(0))
        if not symbol:
            return found
        found += (symbol,)
    return found


######## vanishing

@variant("gamma_norms")
def by_rows(W_h, gamma, f_prime):
    norms = [math.hypot(*gamma)]
    for k in range(len(f_prime) - 1, -1, -1):
        gamma = (gamma * f_prime[k]) @ W_h
        norms.append(math.hypot(*gamma))
    return norms


@variant("gamma_norms")
def by_jacobians(W_h, gamma, f_prime):
    P, norms = np.eye(len(W_h)), [np.linalg.norm(gamma)]
    for row in reversed(f_prime):
        P = P @ np.diag(row) @ W_h
        norms.append(np.linalg.norm(P.T @ gamma))
    return np.array(norms)


@variant("gamma_norms")
def norms_recursively(W_h, gamma, f_prime):
    own = np.sqrt(gamma @ gamma)
    if len(f_prime) == 0:
        return [own]
    return [own, *norms_recursively(W_h, W_h.T @ (gamma * f_prime[-1]), f_prime[:-1])]


@variant("gamma_norms")
def all_gammas_first(W_h, gamma, f_prime):
    t = len(f_prime)
    gammas = np.zeros((t + 1, len(gamma)))
    gammas[t] = gamma
    for k in range(t, 0, -1):
        gammas[k - 1] = np.einsum("ij,i,i->j", W_h, f_prime[k - 1], gammas[k])
    return np.linalg.norm(gammas[::-1], axis=1)


@variant("gamma_norms")
def norms_in_single_precision(W_h, gamma, f_prime):
    return all_gammas_first(W_h.astype(np.float32), gamma, f_prime).astype(np.float32)


@variant("rescale")
def divided_first(W_h, radius):
    return radius * (W_h / max(abs(np.linalg.eigvals(W_h))))


@variant("rescale")
def eigenvalue_by_eigenvalue(W_h, radius):
    largest = 0.0
    for value in np.linalg.eig(W_h)[0]:
        largest = max(largest, math.hypot(value.real, value.imag))
    return W_h / largest * radius


@variant("rescale")
def by_squares(W_h, radius):
    values = np.linalg.eigvals(W_h.T)
    return W_h * radius / np.sqrt((values * values.conj()).real.max())


@variant("rescale")
def scaled_on_a_copy(W_h, radius):
    W = np.array(W_h)
    W *= radius
    W /= np.abs(np.linalg.eigvals(W_h)).max()
    return W.tolist()


@variant("rescale")
def rescaled_in_single_precision(W_h, radius):
    return divided_first(W_h, radius).astype(np.float32)


def shares_from(norms_of, rescaled, W_h, W_x, b_1, X, h_0, gamma, radii):
    rows = []
    for radius in radii:
        W, h, f_prime = rescaled(W_h, radius), h_0, []
        for x in X:
            h = np.tanh(W @ h + W_x @ x + b_1)
            f_prime.append(1 - h ** 2)
        norms = np.asarray(norms_of(W, gamma, np.array(f_prime)))
        rows.append(norms / norms[0])
    return rows


@variant("shares_left")
def from_rows(*arguments):
    return shares_from(by_rows, divided_first, *arguments)


@variant("shares_left")
def from_jacobians(*arguments):
    return np.array(shares_from(by_jacobians, by_squares, *arguments))


@variant("shares_left")
def with_a_unit_gamma(W_h, W_x, b_1, X, h_0, gamma, radii):
    unit = gamma / np.linalg.norm(gamma)
    return shares_from(all_gammas_first, divided_first, W_h, W_x, b_1, X, h_0, unit, radii)


@variant("shares_left")
def radius_by_radius(W_h, W_x, b_1, X, h_0, gamma, radii):
    return np.vstack([from_rows(W_h, W_x, b_1, X, h_0, gamma, [radius]) for radius in radii])


@variant("shares_left")
def shares_in_single_precision(*arguments):
    return np.asarray(from_jacobians(*arguments), np.float32)
