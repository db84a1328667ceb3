"""The gradients equal those of automatic differentiation, where PyTorch is installed."""

import numpy as np
import pytest

import rnn_ref
from rnn_ref import relative_error

torch = pytest.importorskip("torch")

TOLERANCE = 1e-12    # norm-relative, double precision


def states_by_torch(params, X, h_0, activation):
    """Every h^(t): torch's own layer for tanh, the unit written out for sigmoid, which it does not offer."""
    if activation == "tanh":
        layer = torch.nn.RNN(params.d, params.D_h, nonlinearity="tanh", dtype=torch.float64)
        weights = {"weight_hh_l0": params.W_h, "weight_ih_l0": params.W_x, "bias_ih_l0": params.b_1,
                   "bias_hh_l0": torch.zeros(params.D_h, dtype=torch.float64)}
        return torch.func.functional_call(layer, weights, (X, h_0[None]))[0]
    h, states = h_0, []
    for x in X:
        h = torch.sigmoid(params.W_h @ h + params.W_x @ x + params.b_1)
        states.append(h)
    return torch.stack(states)


def loss_by_torch(params, x, y, h_0, activation):
    X = torch.nn.functional.one_hot(torch.tensor(x), params.d).double()
    theta = states_by_torch(params, X, h_0, activation) @ params.U.T + params.b_2
    return torch.nn.functional.cross_entropy(theta, torch.tensor(y), reduction="sum")


def leaf(array):
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def worst(got, expected):
    return max(relative_error(g, e.grad.numpy()) for g, e in zip(got, expected, strict=True))


@pytest.mark.parametrize("i", range(4))    # 6, 4, 1 and 9 steps
def test_one_sequence_equals_autograd(instance, i):
    x, y, h_0, f = instance.xs[i], instance.ys[i], instance.h_0[i], instance.activation
    params, leaf_h_0 = rnn_ref.Params(*map(leaf, instance.params)), leaf(h_0)
    expected = loss_by_torch(params, x, y, leaf_h_0, f)
    expected.backward()
    J, gradients, dh_0 = rnn_ref.sequence_gradients(instance.params, x, y, activation=f, h_0=h_0)
    assert relative_error(J, expected.item()) < 1e-14
    assert worst([*gradients, dh_0], [*params, leaf_h_0]) < TOLERANCE


def test_a_batch_of_unequal_lengths_equals_autograd(instance):
    params, h_0, f = rnn_ref.Params(*map(leaf, instance.params)), leaf(instance.h_0), instance.activation
    expected = sum(loss_by_torch(params, x, y, h, f)
                   for x, y, h in zip(instance.xs, instance.ys, h_0, strict=True))
    expected.backward()
    J, gradients, dh_0 = rnn_ref.loss_and_gradients(instance.params, instance.xs, instance.ys, activation=f,
                                                    h_0=instance.h_0)
    assert relative_error(J, expected.item()) < 1e-14
    assert worst([*gradients, dh_0], [*params, h_0]) < TOLERANCE


def test_windows_with_the_state_carried_over_equal_autograd(instance):
    """The state between windows is detached, which is what holding it constant means there."""
    x, y, f = instance.xs[3], instance.ys[3], instance.activation
    params, h = rnn_ref.Params(*map(leaf, instance.params)), torch.tensor(instance.h_0[3])
    for window in (slice(0, 4), slice(4, 8), slice(8, 9)):
        loss_by_torch(params, x[window], y[window], h, f).backward()
        X = torch.nn.functional.one_hot(torch.tensor(x[window]), 3).double()
        h = states_by_torch(params, X, h, f)[-1].detach()
    _, gradients, last = rnn_ref.truncated_gradients(instance.params, x, y, 4, activation=f,
                                                     h_0=instance.h_0[3])
    assert worst(gradients, params) < TOLERANCE
    assert relative_error(last, h.numpy()) < 1e-14


def test_the_inputs_gradient_equals_autograd(instance):
    x, y, f = instance.xs[0], instance.ys[0], instance.activation
    params, X = rnn_ref.Params(*map(torch.tensor, instance.params)), leaf(np.eye(3)[x])
    theta = states_by_torch(params, X, torch.tensor(instance.h_0[0]), f) @ params.U.T + params.b_2
    torch.nn.functional.cross_entropy(theta, torch.tensor(y), reduction="sum").backward()
    got = rnn_ref.input_gradients(instance.params, x, y, activation=f, h_0=instance.h_0[0])
    assert worst([got], [X]) < TOLERANCE


def test_softmax_and_its_jacobian_equal_torch():
    theta = np.random.default_rng(0).standard_normal((4, 7)) * 10
    expected = torch.softmax(torch.tensor(theta), -1)
    np.testing.assert_allclose(rnn_ref.softmax(theta), expected, rtol=1e-13)
    expected = torch.log_softmax(torch.tensor(theta), -1)
    np.testing.assert_allclose(rnn_ref.log_softmax(theta), expected, rtol=1e-13)
    jacobian = torch.func.jacrev(lambda a: torch.softmax(a, 0))(torch.tensor(theta[0]))
    np.testing.assert_allclose(rnn_ref.softmax_jacobian(rnn_ref.softmax(theta[0])), jacobian, atol=1e-15)
