"""What problem set 4 asks for: the pieces of a trainer, behind the signatures of the exercises."""

import numpy as np

from rnn_ref.optimise import Adagrad
from rnn_ref.optimise import adagrad_step as step_in_place
from rnn_ref.optimise import clip_by_norm as clip_in_place
from rnn_ref.softmax import softmax
from rnn_ref.unit import hidden_states
from rnn_ref.vanishing import spectral_radius

EPSILON = 1e-8      # of Adagrad, in the training loop


def initialize(D_h, d, V, draws):
    W_h, W_x, U = np.split(draws, np.cumsum([D_h * D_h, D_h * d]))
    return (W_h.reshape(D_h, D_h) / np.sqrt(D_h), W_x.reshape(D_h, d) / np.sqrt(d), np.zeros(D_h),
            U.reshape(V, D_h) / np.sqrt(D_h), np.zeros(V))


def clip_by_value(g, c):
    return np.clip(g, -c, c)


def clip_by_norm(g, c):
    g = np.array(g)
    clip_in_place(g, c)
    return g


def adagrad_step(w, g, s, rate, epsilon):
    w, s = np.array(w), np.array(s)
    step_in_place(w, g, Adagrad(s), 0, rate, epsilon=epsilon)
    return w, s


def train(w, loss_and_gradient, examples, rate, limit, epochs):
    s, losses = np.zeros_like(w), np.zeros(epochs)
    for epoch in range(epochs):
        for example in examples:
            J, g = loss_and_gradient(w, example)
            w, s = adagrad_step(w, clip_by_norm(g, limit), s, rate, EPSILON)
            losses[epoch] += J / len(examples)
    return w, losses


def tempered(theta, temperature):
    return softmax(theta / temperature)


def draw(p, u):
    return min(int(np.searchsorted(np.cumsum(p), u, side="right")), len(p) - 1)


def sample(W_h, W_x, b_1, U, b_2, temperature, u):
    h, symbol, drawn = np.zeros(len(b_1)), 0, []
    for u_t in u:
        h = hidden_states(W_h, W_x, b_1, np.eye(W_x.shape[1])[[symbol]], h)[1][1]
        symbol = draw(tempered(U @ h + b_2, temperature), u_t)
        if symbol == 0:
            break
        drawn.append(symbol)
    return drawn


def gamma_norms(W_h, gamma, f_prime):
    norms = [np.linalg.norm(gamma)]
    for row in f_prime[::-1]:
        gamma = W_h.T @ (gamma * row)
        norms.append(np.linalg.norm(gamma))
    return norms


def rescale(W_h, radius):
    return W_h * (radius / spectral_radius(W_h))


def shares_left(W_h, W_x, b_1, X, h_0, gamma, radii):
    rows = []
    for radius in radii:
        W = rescale(W_h, radius)
        _, h = hidden_states(W, W_x, b_1, X, h_0, "tanh")
        norms = np.array(gamma_norms(W, gamma, 1 - h[1:] ** 2))
        rows.append(norms / norms[0])
    return np.array(rows)
