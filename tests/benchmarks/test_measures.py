"""What the benchmarks count: operations, ratios, bytes. No test looks at a clock."""

import platform

import numpy as np
import pytest

from benchmarks import accumulate, clock, machine, scaling, targets
from benchmarks.clock import Spent
from rnn_ref import fast, relative_error, sequence_gradients
from rnn_ref.batches import pack, pad
from rnn_ref.params import init_params


def test_the_operations_are_those_of_the_products_of_every_step():
    lengths, D_h, V = (3, 1, 2), 5, 7
    products = []    # (rows, inner, columns) of each product, name by name and step by step
    for T in lengths:
        for t in range(1, T + 1):
            products += [(1, D_h, V), (1, V, D_h), (V, 1, D_h)]             # logits, deltas, dU
            if t > 1:
                products += [(1, D_h, D_h), (1, D_h, D_h), (D_h, 1, D_h)]   # states, deltas, dW_h
    expected = sum(2 * n * k * m for n, k, m in products)
    assert clock.gemm_operations(sum(lengths), len(lengths), D_h, V) == expected


def test_ratios_are_taken_within_a_round():
    slow, quick = [Spent(10, 8), Spent(40, 1), Spent(6, 2)], [Spent(1, 1), Spent(10, 1), Spent(6, 4)]
    assert clock.seconds_of(slow) == 10
    assert clock.ratio(slow, quick) == 4             # of 10, 4 and 1; that of the medians would be 10 / 6


def test_on_the_wall_the_least_disturbed_round_counts():
    slow, quick = [Spent(10, 8), Spent(40, 6), Spent(6, 7)], [Spent(1, 9), Spent(10, 3), Spent(6, 2)]
    assert clock.seconds_of(slow, "wall") == 6
    assert clock.ratio(slow, quick, "wall") == 3


def test_every_round_runs_every_task_in_turn():
    order = []
    found = clock.rounds({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3, 1e-9)
    assert "".join(order) == "aabb" + "ab" * 3
    assert {name: len(spent) for name, spent in found.items()} == {"a": 3, "b": 3}


@pytest.mark.parametrize("T", [1, 2, 9])
def test_both_bookkeepings_have_the_gradients_of_the_reference(T):
    one_by_one, accumulated = (way()[:3] for way in accumulate.bookkeepings(T, seed=3))
    rng = np.random.default_rng(3)
    params = init_params(accumulate.D_H, accumulate.V, activation="tanh", seed=3)
    x, y = rng.integers(0, accumulate.V, (2, T))
    expected = sequence_gradients(params, x, y, activation="tanh")[1][:3]
    for found in (one_by_one, accumulated):
        assert max(relative_error(f, e) for f, e in zip(found, expected, strict=True)) < 1e-12


def test_the_two_bookkeepings_walk_as_many_steps_as_the_formula_says(monkeypatch):
    steps = []
    monkeypatch.setattr(accumulate, "claim_2", lambda W_h, gamma, f_prime: steps.append(1) or gamma)
    for way, expected in zip(accumulate.bookkeepings(20), (20 * 21 / 2, 20), strict=True):
        steps.clear()
        way()
        assert len(steps) == expected


@pytest.mark.parametrize("B, T, D_h", [(1, 40, 50), (32, 13, 100), (8, 100, 64)])
def test_the_buffers_of_a_batch_keep_to_the_bound(B, T, D_h):
    params, _ = scaling.batch_of(B, T, D_h)
    small = 16 * (B + 3) * D_h * 4
    assert sum(a.nbytes for a in fast.buffers(params, B * T, B)) <= scaling.bound(B, B * T, D_h) + small


@pytest.mark.parametrize("with_numba", [True, False])
def test_a_whole_pass_keeps_to_the_bound(with_numba, monkeypatch):
    if with_numba:
        pytest.importorskip("numba")
    else:
        monkeypatch.setattr(fast, "compiled", lambda: None)
    found = scaling.memory(8, 200, 64)
    weights = 8 * (64 + 27) * 64 * 4
    assert found["buffers"] < found["peak"] <= found["bound"] + 16 * (8 + 3) * 64 * 4 + weights


def test_the_buffers_grow_with_the_characters_and_not_with_the_padding():
    params = init_params(16, 27, dtype=np.float32)
    lengths = (200, 3, 3, 3)
    xs = [np.zeros(n, int) for n in lengths]
    batch = pack(pad(xs, xs), np.arange(4))
    work = fast.buffers(params, len(batch.x), 4)
    assert sum(a.nbytes for a in work) < scaling.bound(4, sum(lengths), 16) + 16 * 7 * 16 * 4
    assert sum(a.nbytes for a in work) < scaling.bound(4, 4 * max(lengths), 16) / 3


def test_targets_read_the_table_and_say_nothing_about_what_was_not_measured():
    rows = [{"peer": targets.PACKED, "ours_is_faster": 4.5, "of_peak": None},
            {"peer": targets.OURS, "ours_is_faster": 1.0, "of_peak": 0.54}]
    results = {"sizes": [{"B": 32, "D_h": 100, "rows": rows}],
               "sampling": {"n": 2000, "D_h": 256, "names_per_s": 7999.0}}
    found = {row["what"]: (row["reached"], row["met"]) for row in targets.reached(results)}
    assert found["times PyTorch packed, B=32, D_h=100"] == (4.5, True)
    assert found["of the GEMM peak, B=32, D_h=100"] == (0.54, False)
    assert found["times PyTorch packed, B=1, D_h=50"] == (None, None)
    assert found["names/s sampled, 2,000 at once, D_h=256"] == (7999.0, False)


def test_the_machine_line_has_no_path_and_no_host_name():
    line = machine.line(machine.describe())
    assert "numpy " + np.__version__ in line
    assert not any(part in line for part in ("/", "\\", platform.node()))
