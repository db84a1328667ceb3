import numpy as np

import rnn_ref
from rnn_ref import optimise


def test_flatten_and_views_share_memory():
    params = rnn_ref.init_params(3, 4)
    w, seen = optimise.flatten(params)
    assert w.shape == (sum(p.size for p in params),)
    for a, b in zip(seen, params, strict=True):
        np.testing.assert_array_equal(a, b)
    w += 1
    np.testing.assert_array_equal(seen.U, params.U + 1)


def test_adam_follows_its_algorithm_written_out():
    rng = np.random.default_rng(0)
    w, m, v = np.array([1.0, -2.0]), np.zeros(2), np.zeros(2)
    moved, state = w.copy(), optimise.adam_start(w)
    for t in range(1, 6):
        g = rng.standard_normal(2)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        optimise.adam_step(moved, g, state, t - 1, 0.01)
    np.testing.assert_allclose(moved, w, rtol=1e-14)


def test_the_first_adam_step_is_the_rate_in_the_gradients_direction():
    w = np.zeros(2)
    optimise.adam_step(w, np.array([5.0, -1e-3]), optimise.adam_start(w), 0, 0.1)
    np.testing.assert_allclose(w, [-0.1, 0.1], rtol=1e-4)


def test_clipping_scales_long_gradients_only():
    g = np.array([3.0, 4.0])
    assert optimise.clip_by_norm(g, 10) == 5 and g.tolist() == [3, 4]
    assert optimise.clip_by_norm(g, 1) == 5
    np.testing.assert_allclose(g, [0.6, 0.8])


def test_the_schedule_falls_from_one_towards_zero():
    assert [optimise.linear_to_zero(step, 4) for step in range(4)] == [1, 0.75, 0.5, 0.25]
