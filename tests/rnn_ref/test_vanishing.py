"""Products of Jacobians against the complex step, and the bound against what it bounds."""

import numpy as np
import pytest

import rnn_ref
from rnn_ref import relative_error
from rnn_ref.activations import activation_named
from rnn_ref.unit import hidden_states
from rnn_ref.vanishing import (
    gamma_bound,
    gamma_by_product,
    jacobian_product,
    reach,
    spectral_norm,
    spectral_radius,
)

STEP = 1e-30


@pytest.fixture
def run(instance):
    """Return the instance's longest sequence: its arguments, options, trace, f' and table of gammas."""
    args = instance.params, instance.xs[3], instance.ys[3]
    options = {"activation": instance.activation, "h_0": instance.h_0[3]}
    trace = rnn_ref.forward(args[0], args[1], **options)
    f_prime = activation_named(instance.activation).prime(trace.z)
    return args, options, trace, f_prime, rnn_ref.gammas(*args, **options)


@pytest.mark.parametrize("k, t", [(0, 1), (0, 9), (3, 7), (4, 4)])
def test_the_product_equals_the_complex_step_through_the_steps_between(run, k, t):
    (params, x, _), options, trace, f_prime, _ = run
    W_h, W_x, b_1, _, _ = params
    X = np.eye(params.d)[x[k:t]]
    measured = np.transpose([hidden_states(W_h, W_x, b_1, X, trace.h[k] + 1j * STEP * e,
                                           options["activation"])[1][-1].imag / STEP for e in np.eye(5)])
    assert relative_error(jacobian_product(W_h, f_prime[k:t]), measured) < 1e-12


def test_gamma_is_the_transposed_product_times_the_last_gamma(run):
    (params, _, _), _, _, f_prime, gamma = run
    for t in range(1, 10):
        for k in range(t + 1):
            got = gamma_by_product(params.W_h, f_prime[k:t], gamma[t - 1, t])
            assert relative_error(got, gamma[t - 1, k]) < 1e-12


def test_no_gamma_exceeds_its_bound_and_some_come_near(run):
    (params, _, _), _, _, f_prime, gamma = run
    shares = [np.linalg.norm(gamma[t - 1, k]) / gamma_bound(params.W_h, f_prime[k:t], gamma[t - 1, t])
              for t in range(1, 10) for k in range(t + 1)]
    assert max(shares) <= 1 + 1e-12
    assert max(s for s in shares if s < 1 - 1e-9) > 0.3


def test_norm_and_radius_of_a_matrix_that_grows_before_it_shrinks():
    A = np.array([[0.5, 4.0], [0.0, 0.5]])
    directions = np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, np.pi, 20001)])
    assert spectral_norm(A) == pytest.approx(np.linalg.norm(directions @ A.T, axis=1).max(), rel=1e-7)
    assert spectral_radius(A) == pytest.approx(0.5, abs=1e-7)


def test_reach_is_the_median_over_the_losses():
    gamma = np.zeros((3, 4, 1))
    gamma[1, :3, 0] = 1, -2, 4
    gamma[2, :, 0] = 9, 1, 3, 3
    assert reach(gamma, 1) == pytest.approx([1, (0.5 + 1) / 2])
