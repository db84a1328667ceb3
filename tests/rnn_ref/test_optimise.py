import numpy as np
import pytest

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


def sgd(w, gradients, rate):
    for g in gradients:
        w = w - rate * g
    return w


def adagrad(w, gradients, rate):
    s = 0
    for g in gradients:
        s = s + g**2
        w = w - rate * g / np.sqrt(s + 1e-8)
    return w


def adam(w, gradients, rate):
    m = v = 0
    for t, g in enumerate(gradients, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


WRITTEN_OUT = {"sgd": sgd, "adagrad": adagrad, "adam": adam}


def some_gradients():
    """A vector and twenty gradients of five entries of very different sizes, one always zero."""
    rng = np.random.default_rng(0)
    return np.array([1.0, -2.0, 0.5, 0.0, 3.0]), rng.standard_normal((20, 5)) * [1, 1e-6, 100, 0.1, 0]


def moved(name, w, gradients, rate):
    start, step = optimise.OPTIMISERS[name]
    w = w.copy()
    state = start(w)
    for i, g in enumerate(gradients):
        step(w, g, state, i, rate)
    return w


def test_a_long_vector_moves_as_its_parts_would(monkeypatch):
    w, gradients = some_gradients()
    in_one = moved("adam", w, gradients, 0.1)
    monkeypatch.setattr(optimise, "BLOCK", 2)    # blocks of 2, 2 and 1
    np.testing.assert_array_equal(moved("adam", w, gradients, 0.1), in_one)


@pytest.mark.parametrize("name", optimise.OPTIMISERS)
def test_each_optimiser_follows_its_algorithm_written_out(name):
    w, gradients = some_gradients()
    np.testing.assert_allclose(moved(name, w, gradients, 0.1), WRITTEN_OUT[name](w, gradients, 0.1),
                               rtol=1e-13)


@pytest.mark.parametrize("name", optimise.OPTIMISERS)
def test_each_optimiser_equals_torch_on_the_same_gradients(name):
    torch = pytest.importorskip("torch")
    w, gradients = some_gradients()
    p = torch.nn.Parameter(torch.tensor(w))
    peer = {
        "sgd":     lambda: torch.optim.SGD([p], lr=0.1),
        # Epsilon under the root is a sum of squares that starts at epsilon.
        "adagrad": lambda: torch.optim.Adagrad([p], lr=0.1, initial_accumulator_value=1e-8, eps=0),
        "adam":    lambda: torch.optim.Adam([p], lr=0.1),
    }[name]()
    for g in gradients:
        p.grad = torch.tensor(g)
        peer.step()
    np.testing.assert_allclose(moved(name, w, gradients, 0.1), p.detach().numpy(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", optimise.OPTIMISERS)
def test_state_is_a_tuple_of_arrays_that_continues_where_it_stopped(name):
    """What a checkpoint has to hold is w, the state's arrays and the number of steps."""
    start, step = optimise.OPTIMISERS[name]
    w, gradients = some_gradients()
    whole = moved(name, w, gradients, 0.1)
    state = start(w)
    for i, g in enumerate(gradients[:7]):
        step(w, g, state, i, 0.1)
    w, state = w.copy(), tuple(array.copy() for array in state)
    for i, g in enumerate(gradients[7:], start=7):
        step(w, g, state, i, 0.1)
    np.testing.assert_array_equal(w, whole)


@pytest.mark.parametrize("name", optimise.OPTIMISERS)
def test_float32_stays_float32(name):
    w, gradients = (array.astype(np.float32) for array in some_gradients())
    assert moved(name, w, gradients, 0.1).dtype == np.float32
    assert all(array.dtype == np.float32 for array in optimise.OPTIMISERS[name][0](w))


def test_the_first_adam_step_is_the_rate_in_the_gradients_direction():
    w = np.zeros(2)
    optimise.adam_step(w, np.array([5.0, -1e-3]), optimise.adam_start(w), 0, 0.1)
    np.testing.assert_allclose(w, [-0.1, 0.1], rtol=1e-4)


def test_clipping_scales_long_gradients_only():
    g = np.array([3.0, 4.0])
    assert optimise.clip_by_norm(g, 10) == 5 and g.tolist() == [3, 4]
    assert optimise.clip_by_norm(g, 1) == 5
    np.testing.assert_allclose(g, [0.6, 0.8])


def test_clipping_by_value_changes_only_what_stands_out():
    g = np.array([3.0, -0.5, -40.0])
    optimise.clip_by_value(g, 2)
    assert g.tolist() == [2, -0.5, -2]


def test_both_clippings_equal_torch():
    torch = pytest.importorskip("torch")
    for ours, theirs in ((optimise.clip_by_norm, torch.nn.utils.clip_grad_norm_),
                         (optimise.clip_by_value, torch.nn.utils.clip_grad_value_)):
        for g in some_gradients()[1]:
            p = torch.nn.Parameter(torch.zeros(5, dtype=torch.float64))
            p.grad = torch.tensor(g)
            theirs([p], 2.0)
            ours(g, 2.0)
            np.testing.assert_allclose(g, p.grad.numpy(), rtol=1e-6)    # torch adds 1e-6 to the norm


@pytest.mark.parametrize("name, shares", [
    ("constant", [1, 1, 1, 1]),
    ("linear",   [1, 0.75, 0.5, 0.25]),
    ("cosine",   [1, (1 + 0.5**0.5) / 2, 0.5, (1 - 0.5**0.5) / 2]),
])
def test_the_schedules_by_hand(name, shares):
    np.testing.assert_allclose([optimise.SCHEDULES[name](step, 4) for step in range(4)], shares)


def test_the_schedules_equal_torch():
    torch = pytest.importorskip("torch")
    from torch.optim import lr_scheduler
    for name, theirs in (("constant", lambda o: lr_scheduler.ConstantLR(o, 1)),
                         ("linear", lambda o: lr_scheduler.LinearLR(o, 1, 0, total_iters=10)),
                         ("cosine", lambda o: lr_scheduler.CosineAnnealingLR(o, 10))):
        peer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        schedule = theirs(peer)
        for step in range(10):
            assert abs(optimise.SCHEDULES[name](step, 10) - schedule.get_last_lr()[0]) < 1e-12
            peer.step()
            schedule.step()


def test_warming_up_climbs_in_equal_steps_and_stays():
    np.testing.assert_allclose([optimise.warm_up(step, 4) for step in range(6)], [0.25, 0.5, 0.75, 1, 1, 1])


def test_the_schedule_with_a_warm_up_climbs_for_a_fiftieth_of_the_steps_and_falls():
    shares = [optimise.SCHEDULES["warm-up"](step, 200) for step in (0, 1, 2, 3, 4, 100, 199)]
    np.testing.assert_allclose(shares, [0.25, 0.4975, 0.7425, 0.985, 0.98, 0.5, 0.005])
