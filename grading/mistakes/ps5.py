"""Wrong programs for problem set 5, the challenge."""

from functools import partial

import numpy as np

from grading.checks.challenge import (
    along_the_cell,
    gate_gradients,
    immediate_derivative,
    lstm_step,
    lstm_step_back,
    rtrl_gradient,
    total_derivative,
    truncated_gradients,
    window_gradients,
)
from grading.mistakes import catalogue
from grading.mistakes.ps3 import logits_of, losses_of, walk
from rnn_ref.activations import ACTIVATIONS, sigmoid
from rnn_ref.bptt import accumulate
from rnn_ref.softmax import dtheta, softmax
from rnn_ref.unit import hidden_states

MISTAKES, mistake = catalogue()


######## immediate_derivative

use = partial(mistake, "immediate_derivative", "eq-influence")


@use("The factor f' is forgotten: h is f(z), and z is what the weight moves.")
def use_without_prime(f_prime, h_prev):
    return immediate_derivative(np.ones_like(f_prime), h_prev)


@use("The I_ia is missing: an entry of row a moves unit a, and no other one.")
def use_moves_every_unit(f_prime, h_prev):
    return np.einsum("i,b,a->iab", f_prime, h_prev, np.ones_like(h_prev))


@use("The entries of the weight have changed places: in [i, a, b] its row a comes before its column b.")
def use_with_weight_transposed(f_prime, h_prev):
    return immediate_derivative(f_prime, h_prev).swapaxes(1, 2)


@use("This is the part with i = a alone: return all entries [i, a, b], most of them zero.")
def use_as_matrix(f_prime, h_prev):
    return np.outer(f_prime, h_prev)


@use("The state is that of the row: W_h[a, b] is multiplied by component b of h^(t-1).")
def use_with_state_of_row(f_prime, h_prev):
    return immediate_derivative(f_prime * h_prev, np.ones_like(h_prev))


######## total_derivative

carry = partial(mistake, "total_derivative", "eq-influence")


@carry("The part through h^(t-1) is missing: the weight has moved the state before as well.")
def carry_immediate_alone(W_h, f_prime, h_prev, before):
    return immediate_derivative(f_prime, h_prev)


@carry("The immediate part is missing: the weight stands in the formula of this step, too.")
def carry_state_alone(W_h, f_prime, h_prev, before):
    return total_derivative(W_h, f_prime, 0 * h_prev, before)


@carry("W_h is transposed: a move of the state goes forward through W_h.")
def carry_transposed(W_h, *rest):
    return total_derivative(W_h.T, *rest)


@carry("The factor f' is missing in the part through the state: it stands before both.")
def carry_state_without_prime(W_h, f_prime, h_prev, before):
    return immediate_derivative(f_prime, h_prev) + np.tensordot(W_h, before, axes=1)


@carry("The factor f' is missing in the immediate part: it stands before both.")
def carry_use_without_prime(W_h, f_prime, h_prev, before):
    return carry_state_alone(W_h, f_prime, h_prev, before) + use_without_prime(f_prime, h_prev)


@carry("The factor f' stands at the columns of W_h: unit i has its own f', so it goes with the rows.")
def carry_prime_on_columns(W_h, f_prime, h_prev, before):
    return immediate_derivative(f_prime, h_prev) + np.tensordot(W_h * f_prime, before, axes=1)


@carry("The sum runs over the wrong index of the derivative before: j names the unit, the first one.")
def carry_over_rows_of_weight(W_h, f_prime, h_prev, before):
    return total_derivative(W_h, f_prime, h_prev, before.swapaxes(0, 1))


@carry("W_h is missing: a move of h^(t-1) acts on z^(t) through W_h.")
def carry_without_W_h(W_h, *rest):
    return total_derivative(np.eye(len(W_h)), *rest)


######## rtrl_gradient

def totals(W_h, h, f_prime, carry=total_derivative):
    """Return the derivative at every step, carried on by a program."""
    found = [np.zeros((len(W_h),) * 3)]
    for f_prime_t, h_prev in zip(f_prime, h[:-1], strict=True):
        found.append(carry(W_h, f_prime_t, h_prev, found[-1]))
    return found[1:]


def met(gamma, derivatives, axes=1):
    return sum(np.tensordot(g, d, axes=axes) for g, d in zip(gamma, derivatives, strict=True))


@mistake("rtrl_gradient", "eq-total-total",
         "Total times total: a path is counted once for each state it passes. The local gamma is enough.")
def rtrl_total_total(W_h, h, f_prime, gamma):
    delta = accumulate(W_h, np.eye(len(W_h)), gamma, f_prime) / f_prime
    return met(delta, totals(W_h, h, f_prime))


rtrl = partial(mistake, "rtrl_gradient", "eq-rtrl")


@rtrl("Each loss meets the immediate derivative of its state: it has to be the total one, carried on.")
def rtrl_immediate(W_h, h, f_prime, gamma):
    return met(gamma, totals(W_h, h, f_prime, carry_immediate_alone))


@rtrl("Only the last step's loss is in it: add up a term for each step.")
def rtrl_last_loss(W_h, h, f_prime, gamma):
    return met(gamma[-1:], totals(W_h, h, f_prime)[-1:])


@rtrl("The gammas are added up first: each has to meet the derivative of its own step.")
def rtrl_summed_gammas(W_h, h, f_prime, gamma):
    return met([gamma.sum(axis=0)], totals(W_h, h, f_prime)[-1:])


@rtrl("Each loss meets the derivative of the state before: carry it on first, then add the term.")
def rtrl_one_late(W_h, h, f_prime, gamma):
    return met(gamma, [np.zeros((len(W_h),) * 3), *totals(W_h, h, f_prime)[:-1]])


@rtrl("The states are those of their own step: the derivative of h^(t) takes h^(t-1), row t - 1 of h.")
def rtrl_with_later_states(W_h, h, f_prime, gamma):
    return rtrl_gradient(W_h, np.vstack([h[1:], h[-1:]]), f_prime, gamma)


@rtrl("The sum over components joins gamma to a weight's index: it goes with the first one, the unit's.")
def rtrl_over_rows_of_weight(W_h, h, f_prime, gamma):
    return met(gamma, [total.swapaxes(0, 1) for total in totals(W_h, h, f_prime)])


@rtrl("The sum is divided by the number of steps.")
def rtrl_mean(W_h, h, f_prime, gamma):
    return rtrl_gradient(W_h, h, f_prime, gamma) / len(gamma)


@mistake("rtrl_gradient", "eq-influence",
         "W_h is transposed on the way: forward in time, a move of the state goes through W_h itself.")
def rtrl_transposed(W_h, *rest):
    return rtrl_gradient(W_h.T, *rest)


######## window_gradients

def by_walk(W_h, W_x, b_1, U, b_2, X, y, h_0, activation, **change):
    """Return the seven results of a window from a walk with some mistake in it."""
    z, h = hidden_states(W_h, W_x, b_1, X, h_0, activation)
    g = dtheta(softmax(h[1:] @ U.T + b_2), y)
    dz = walk(W_h, U, g, ACTIVATIONS[activation].prime(z), **change)
    J = losses_of(h[1:] @ U.T + b_2, y).sum()
    return J, dz.T @ h[:-1], dz.T @ X, dz.sum(axis=0), g.T @ h[1:], g.sum(axis=0), h[-1]


window = partial(mistake, "window_gradients", "eq-truncated")


@window("The window starts from zeros: it starts from the state before it, h_0.")
def window_from_zeros(*arguments):
    *before, h_0, activation = arguments
    return window_gradients(*before, 0 * h_0, activation)


@window("The first state comes back: return the last one, which the next window starts from.")
def window_returns_first_state(*arguments):
    return *window_gradients(*arguments)[:-1], arguments[7].copy()


@window("The gradient of h_0 comes back in the place of the last state.")
def window_returns_dh_0(W_h, W_x, b_1, U, b_2, X, y, h_0, activation):
    z, h = hidden_states(W_h, W_x, b_1, X, h_0, activation)
    g = dtheta(softmax(h[1:] @ U.T + b_2), y)
    dz = accumulate(W_h, U, g, ACTIVATIONS[activation].prime(z))
    return *window_gradients(W_h, W_x, b_1, U, b_2, X, y, h_0, activation)[:-1], W_h.T @ dz[0]


@window("Each loss stays at its own step: it reaches back to the first step of the window.")
def window_local_alone(*arguments):
    return by_walk(*arguments, reach=0)


@mistake("window_gradients", "eq-delta", "W_h is not transposed: the sum flows back through W_h^T.")
def window_not_transposed(W_h, *rest):
    return by_walk(W_h, *rest, back=W_h)


@mistake("window_gradients", "eq-dz", "The factor f' is forgotten on the way back.")
def window_without_prime(*arguments):
    return by_walk(*arguments, first_prime=False)


@mistake("window_gradients", "eq-dW_h", "Your dW_h meets the states of its own steps: dz^(k) takes h^(k-1).")
def window_state_of_own_step(*arguments):
    J, _, dW_x, db_1, dU, db_2, last = window_gradients(*arguments)
    W_h, W_x, b_1, U, b_2, X, y, h_0, activation = arguments
    z, h = hidden_states(W_h, W_x, b_1, X, h_0, activation)
    dz = accumulate(W_h, U, dtheta(softmax(h[1:] @ U.T + b_2), y), ACTIVATIONS[activation].prime(z))
    return J, dz.T @ h[1:], dW_x, db_1, dU, db_2, last


@mistake("window_gradients", "eq-mean-loss", "J and the gradients are means over the steps: J is a sum.")
def window_mean(*arguments):
    *parts, last = window_gradients(*arguments)
    return *(part / len(arguments[6]) for part in parts), last


@mistake("window_gradients", "eq-3.2", "J has the wrong sign: the logarithm of a probability is negative.")
def window_minus_loss(*arguments):
    J, *others = window_gradients(*arguments)
    return -J, *others


@mistake("window_gradients", "eq-3.3", "J is the loss of the last step alone: add up those of the window.")
def window_last_loss(*arguments):
    W_h, W_x, b_1, U, b_2, X, y, h_0, activation = arguments
    theta = logits_of(W_h, W_x, b_1, U, b_2, X, h_0, ACTIVATIONS[activation].f)
    return losses_of(theta, y)[-1], *window_gradients(*arguments)[1:]


######## truncated_gradients

def in_windows(arguments, starts, first=lambda last, h_0: last, ends=None):
    """Return the seven results of a text from windows that some mistake chooses."""
    *weights, X, y, h_0, K, activation = arguments
    parts, last = [], h_0
    for start in starts:
        cut = slice(start, start + K)
        *part, last = window_gradients(*weights, X[cut], y[cut], first(last, h_0), activation)
        parts.append(part)
    return *map(sum, zip(*parts, strict=True)), last


def starts_of(arguments):
    return range(0, len(arguments[6]), arguments[8])


cut = partial(mistake, "truncated_gradients", "eq-truncated")


@cut("The state is set to zero at each window: carry it on.")
def cut_reset(*arguments):
    return in_windows(arguments, starts_of(arguments), lambda last, h_0: last if last is h_0 else 0 * h_0)


@cut("Every window starts from h_0: it starts from the last state of the window before.")
def cut_always_from_h_0(*arguments):
    return in_windows(arguments, starts_of(arguments), lambda last, h_0: h_0)


@cut("Nothing is cut: this is the gradient of the whole text, which reaches back beyond the windows.")
def cut_nothing(*arguments):
    *before, _, activation = arguments
    return window_gradients(*before, activation)


@cut("The last, shorter window is left out.")
def cut_without_the_rest(*arguments):
    K, T = arguments[8], len(arguments[6])
    return in_windows(arguments, range(0, max(T - K, 0) + 1, K))


@cut("The gradients are those of the last window: add up all windows.")
def cut_last_window(*arguments):
    *weights, X, y, h_0, _, activation = arguments
    at = starts_of(arguments)[-1]
    J, *_, last = truncated_gradients(*arguments)
    _, h = hidden_states(*weights[:3], X, h_0, activation)
    return J, *window_gradients(*weights, X[at:], y[at:], h[at], activation)[1:-1], last


@cut("The gradients are averaged over the windows: they add up.")
def cut_mean(*arguments):
    J, *parts, last = truncated_gradients(*arguments)
    return J, *(part / len(starts_of(arguments)) for part in parts), last


@cut("Each loss reaches back K steps here: within a window it reaches the window's first step, no further.")
def cut_with_sliding_windows(*arguments):
    W_h, W_x, b_1, U, b_2, X, y, h_0, K, activation = arguments
    z, h = hidden_states(W_h, W_x, b_1, X, h_0, activation)
    g, f_prime = dtheta(softmax(h[1:] @ U.T + b_2), y), ACTIVATIONS[activation].prime(z)
    dz = np.zeros_like(z)
    for t in range(len(y)):
        only, back = np.zeros_like(g[:t + 1]), max(t + 1 - K, 0)
        only[t] = g[t]
        dz[back:t + 1] += accumulate(W_h, U, only, f_prime[:t + 1])[back:]
    whole = truncated_gradients(*arguments)
    return whole[0], dz.T @ h[:-1], dz.T @ X, dz.sum(axis=0), *whole[4:]


######## lstm_step

def gates_of(W_h, W_x, b, h, x):
    a = W_h @ h + W_x @ x + b
    return np.array([*sigmoid(a[:3]), np.tanh(a[3])])


def cell_from(gates, c, *, shown=np.tanh):
    phi, iota, omega, candidate = gates
    c_new = phi * c + iota * candidate
    return omega * shown(c_new), c_new, gates


@mistake("lstm_step", "eq-lstm-cell", "The gates of the cell are exchanged: phi keeps, iota lets in.")
def cell_gates_exchanged(W_h, W_x, b, h, c, x):
    gates = gates_of(W_h, W_x, b, h, x)
    return *cell_from(gates[[1, 0, 2, 3]], c)[:2], gates


@mistake("lstm_step", "eq-lstm-cell", "The input gate is missing: it multiplies the candidate.")
def cell_without_iota(W_h, W_x, b, h, c, x):
    phi, _, omega, candidate = gates = gates_of(W_h, W_x, b, h, x)
    c_new = phi * c + candidate
    return omega * np.tanh(c_new), c_new, gates


@mistake("lstm_step", "eq-lstm-cell", "The share that enters is 1 - phi, as in a GRU: it should be iota.")
def cell_as_gru(W_h, W_x, b, h, c, x):
    phi, _, omega, candidate = gates = gates_of(W_h, W_x, b, h, x)
    c_new = phi * c + (1 - phi) * candidate
    return omega * np.tanh(c_new), c_new, gates


@mistake("lstm_step", "eq-lstm-state", "The tanh is missing: the state shows tanh of the cell.")
def cell_shown_as_it_is(W_h, W_x, b, h, c, x):
    return cell_from(gates_of(W_h, W_x, b, h, x), c, shown=lambda c_new: c_new)


@mistake("lstm_step", "eq-lstm-state", "The state shows the old cell: take c^(t), not c^(t-1).")
def cell_shows_the_old(W_h, W_x, b, h, c, x):
    _, c_new, gates = lstm_step(W_h, W_x, b, h, c, x)
    return gates[2] * np.tanh(c), c_new, gates


@mistake("lstm_step", "eq-lstm-candidate", "The candidate is made with the sigmoid: it takes tanh.")
def cell_sigmoid_throughout(W_h, W_x, b, h, c, x):
    return cell_from(sigmoid(W_h @ h + W_x @ x + b), c)


@mistake("lstm_step", "eq-lstm-gates", "The gates are made with tanh: a gate takes the sigmoid.")
def cell_tanh_throughout(W_h, W_x, b, h, c, x):
    return cell_from(np.tanh(W_h @ h + W_x @ x + b), c)


@mistake("lstm_step", "eq-lstm-gates", "The biases are missing.")
def cell_without_bias(W_h, W_x, b, h, c, x):
    return lstm_step(W_h, W_x, 0 * b, h, c, x)


@mistake("lstm_step", "eq-lstm-gates", "The gates look at the cell: they look at the last state, h^(t-1).")
def cell_looks_at_itself(W_h, W_x, b, h, c, x):
    return lstm_step(W_h, W_x, b, c, c, x)


@mistake("lstm_step", "eq-lstm-gates", "What comes third are the arguments: return the values of the gates.")
def cell_returns_arguments(W_h, W_x, b, h, c, x):
    return *lstm_step(W_h, W_x, b, h, c, x)[:2], W_h @ h + W_x @ x + b


@mistake("lstm_step", "eq-lstm-state", "The cell comes first: return the state, then the cell.")
def cell_before_state(*arguments):
    h, c, gates = lstm_step(*arguments)
    return c, h, gates


######## along_the_cell

path = partial(mistake, "along_the_cell", "eq-lstm-path")


@path("The gate of step k is in it: the product begins with step k + 1.")
def path_with_gate_k(phi, k, t):
    return phi[max(k - 1, 0):t].prod(axis=0)


@path("The rows are one too late: steps k + 1 to t are the rows k to t - 1.")
def path_one_late(phi, k, t):
    return phi[k + 1:t + 1].prod(axis=0)


@path("The gate of step t is missing: it is row t - 1.")
def path_without_last(phi, k, t):
    return phi[k:max(t - 1, 0)].prod(axis=0)


@path("The gates are added: one step after the other multiplies.")
def path_added(phi, k, t):
    return phi[k:t].sum(axis=0)


@path("All steps up to t are in it: those up to k lie before the path.")
def path_from_the_start(phi, k, t):
    return phi[:t].prod(axis=0)


@path("The product runs over the units: it should run over the steps, axis 0.")
def path_over_units(phi, k, t):
    return phi[k:t].prod(axis=1)


@path("This is the whole matrix: return its diagonal.")
def path_as_matrix(phi, k, t):
    return np.diag(along_the_cell(phi, k, t))


######## gate_gradients

def at_four(c, c_new, gates, dh, dc, *, local=None, slope=None, factors=None):
    """Return the gradients at the arguments from parts that some mistake chooses."""
    phi, iota, omega, candidate = gates
    delta = dc + dh * omega * (1 - np.tanh(c_new) ** 2) if local is None else local
    at_phi, at_iota, at_new = (c, candidate, iota) if factors is None else factors
    slopes = [*(g * (1 - g) for g in gates[:3]), 1 - candidate ** 2] if slope is None else slope
    at_values = np.array([delta * at_phi, delta * at_iota, dh * np.tanh(c_new), delta * at_new])
    return at_values * np.array(slopes), delta * phi


back = partial(mistake, "gate_gradients")


@back("eq-lstm-total", "The part through the state is missing: the cell acts on h^(t) as well, and so on dh.")
def back_cell_alone(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, local=dc)


@back("eq-lstm-total", "What comes along the cell is missing: dc is added to the part through the state.")
def back_state_alone(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, local=dh * gates[2] * (1 - np.tanh(c_new) ** 2))


@back("eq-lstm-state", "On the way from h^(t) to the cell the slope of tanh is missing.")
def back_without_slope_of_cell(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, local=dc + dh * gates[2])


@back("eq-lstm-state", "On the way from h^(t) to the cell the output gate is missing.")
def back_without_omega(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, local=dc + dh * (1 - np.tanh(c_new) ** 2))


@back("eq-lstm-state", "The slope of tanh is 1 - tanh(c)^2: you take 1 - c^2.")
def back_slope_of_value(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, local=dc + dh * gates[2] * (1 - c_new ** 2))


@back("eq-lstm-cell", "The forget gate meets the new cell: it multiplies c^(t-1).")
def back_forget_meets_new(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, factors=(c_new, gates[3], gates[1]))


@back("eq-lstm-cell", "Input gate and candidate are exchanged: each is multiplied by the other one.")
def back_factors_exchanged(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, factors=(c, gates[1], gates[3]))


@back("eq-lstm-gates", "These are the gradients at the values: multiply by the slopes of the activations.")
def back_at_values(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, slope=np.ones_like(gates))


@back("eq-lstm-candidate", "The candidate's slope is the sigmoid's: it is a tanh, with 1 - c~^2.")
def back_sigmoid_slopes(c, c_new, gates, dh, dc):
    return at_four(c, c_new, gates, dh, dc, slope=gates * (1 - gates))


@back("eq-lstm-gates", "The slopes are taken at the values: those have been through the activation already.")
def back_activation_twice(c, c_new, gates, dh, dc):
    again = np.array([*sigmoid(gates[:3]), np.tanh(gates[3])])
    return at_four(c, c_new, gates, dh, dc, slope=[*(g * (1 - g) for g in again[:3]), 1 - again[3] ** 2])


@back("eq-lstm-immediate", "What goes back along the cell is not multiplied by the forget gate.")
def back_without_phi(c, c_new, gates, dh, dc):
    return gate_gradients(c, c_new, gates, dh, dc)[0], dc + dh * gates[2] * (1 - np.tanh(c_new) ** 2)


@back("eq-lstm-total", "Along the cell you pass on dc alone: pass on all that arrived at c^(t), times phi.")
def back_passes_on_dc(c, c_new, gates, dh, dc):
    return gate_gradients(c, c_new, gates, dh, dc)[0], dc * gates[0]


@back("eq-lstm-state", "The output gate takes the gradient of the cell: it acts on h^(t), so it takes dh.")
def back_omega_from_cell(c, c_new, gates, dh, dc):
    da, dc_prev = gate_gradients(c, c_new, gates, dh, dc)
    da[2] *= dc_prev / gates[0] / dh
    return da, dc_prev


######## lstm_step_back

def changed(position, program):
    """Return the step back with one of its six results computed by a program from (W, da, the arguments)."""
    def wrong(W_h, W_x, h, c, x, gates, c_new, dh, dc):
        parts = list(lstm_step_back(W_h, W_x, h, c, x, gates, c_new, dh, dc))
        parts[position] = program({"W_h": W_h, "W_x": W_x, "h": h, "x": x, "dh": dh, "dc": dc}, parts)
        return tuple(parts)
    return wrong


step = partial(mistake, "lstm_step_back")


@step("eq-lstm-side", "Your dh goes through the candidate alone: h^(t-1) acts through all four.")
def step_through_candidate(*arguments):
    return changed(3, lambda given, parts: given["W_h"][3].T @ parts[2][3])(*arguments)


@step("eq-lstm-side", "Your dh leaves the output gate out: h^(t-1) acts through it as well.")
def step_without_output_gate(*arguments):
    return changed(3, lambda given, parts: np.einsum("gij,gi->j", given["W_h"][[0, 1, 3]],
                                                     parts[2][[0, 1, 3]]))(*arguments)


@step("eq-lstm-side", "W_h is not transposed: gradients flow back through the transposed weights.")
def step_not_transposed(*arguments):
    return changed(3, lambda given, parts: np.einsum("gij,gj->i", given["W_h"], parts[2]))(*arguments)


@step("eq-lstm-side", "Your dh still holds what arrived at h^(t): the way back goes through the gates only.")
def step_keeps_dh(*arguments):
    return changed(3, lambda given, parts: parts[3] + given["dh"])(*arguments)


@step("eq-lstm-side", "Your dh comes apart by gates: add up the four.")
def step_unsummed(*arguments):
    return changed(3, lambda given, parts: np.einsum("gij,gi->gj", given["W_h"], parts[2]))(*arguments)


@step("eq-dW_h", "Your dW_h is transposed: the column da comes first, the row h^T second.")
def step_dW_h_transposed(*arguments):
    return changed(0, lambda given, parts: parts[0].swapaxes(1, 2))(*arguments)


@step("eq-dx", "Your dx goes through the candidate alone: the input acts through all four.")
def step_dx_through_candidate(*arguments):
    return changed(5, lambda given, parts: given["W_x"][3].T @ parts[2][3])(*arguments)


@step("eq-db_1", "Your db is summed over the gates: each has a bias of its own.")
def step_biases_summed(*arguments):
    return changed(2, lambda given, parts: parts[2].sum(axis=0))(*arguments)


@step("eq-lstm-immediate", "Your dc is what came in: multiply all that arrived at c^(t) by the forget gate.")
def step_returns_dc(*arguments):
    return changed(4, lambda given, parts: given["dc"].copy())(*arguments)


@step("eq-lstm-total", "What arrives at the cell through the state is missing: h^(t) shows the cell.")
def step_cell_alone(W_h, W_x, h, c, x, gates, c_new, dh, dc):
    da, dc_prev = back_cell_alone(c, c_new, gates, dh, dc)
    return (np.einsum("gi,j->gij", da, h), np.einsum("gi,j->gij", da, x), da,
            np.einsum("gij,gi->j", W_h, da), dc_prev, np.einsum("gij,gi->j", W_x, da))
