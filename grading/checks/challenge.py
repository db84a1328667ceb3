"""What problem set 5 asks for: rnn_ref's functions behind the signatures of the exercises."""

import numpy as np

from grading.checks.through_time import loss_of_sequence, sequence_gradients
from rnn_ref.gates import LSTM, Affine, lstm_candidate, lstm_gates
from rnn_ref.gates import lstm_step as step_of_cell
from rnn_ref.rtrl import immediate_derivatives, pairs, total_derivatives
from rnn_ref.softmax import softmax
from rnn_ref.unit import hidden_states

######## forward in time; without inputs, the weights of rnn_ref.rtrl are those of W_h, b_1 and h^(0)

def no_inputs(f_prime):
    return np.empty((len(f_prime), 0))


def immediate_derivative(f_prime, h_prev):
    f_prime = f_prime[None]
    (found,) = immediate_derivatives(f_prime, np.array([h_prev, h_prev]), no_inputs(f_prime))
    return found[:, :, :-2]


def total_derivative(W_h, f_prime, h_prev, before):
    return immediate_derivative(f_prime, h_prev) + np.einsum("i,ij,jab->iab", f_prime, W_h, before)


def rtrl_gradient(W_h, h, f_prime, gamma):
    return pairs(gamma, total_derivatives(W_h, f_prime, h, no_inputs(f_prime)))[:, :-2]


######## in windows

def window_gradients(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    _, h = hidden_states(W_h, W_x, b_1, X, h_0, activation)
    *gradients, _ = sequence_gradients(W_h, U, X, y, h, softmax(h[1:] @ U.T + b_2), activation)
    return loss_of_sequence(W_h, W_x, b_1, U, b_2, X, y, h_0, activation), *gradients, h[-1]


def truncated_gradients(W_h, W_x, b_1, U, b_2, X, y, h_0, K, activation):
    parts, h = [], h_0
    for start in range(0, len(y), K):
        window = slice(start, start + K)
        *part, h = window_gradients(W_h, W_x, b_1, U, b_2, X[window], y[window], h, activation)
        parts.append(part)
    return *map(sum, zip(*parts, strict=True)), h


######## the LSTM cell; its three gates and its candidate are stacked in this order: phi, iota, omega, c~

def lstm_step(W_h, W_x, b, h, c, x):
    cell = LSTM(*map(Affine, W_h, W_x, b))
    gates = np.array([*lstm_gates(cell, h, x), lstm_candidate(cell, h, x)])
    return *step_of_cell(cell, h, c, x), gates


def along_the_cell(phi, k, t):
    return np.prod(phi[k:t], axis=0)


def gate_gradients(c, c_new, gates, dh, dc):
    phi, iota, omega, candidate = gates
    shown = np.tanh(c_new)
    dc = dc + dh * omega * (1 - shown ** 2)
    at_gates = np.array([dc * c, dc * candidate, dh * shown, dc * iota])    # the gradients at the four values
    slopes = np.array([*(g * (1 - g) for g in (phi, iota, omega)), 1 - candidate ** 2])
    return at_gates * slopes, dc * phi


def lstm_step_back(W_h, W_x, h, c, x, gates, c_new, dh, dc):
    da, dc_prev = gate_gradients(c, c_new, gates, dh, dc)
    return (np.einsum("gi,j->gij", da, h), np.einsum("gi,j->gij", da, x), da,
            np.einsum("gij,gi->j", W_h, da), dc_prev, np.einsum("gij,gi->j", W_x, da))
