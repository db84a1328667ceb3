"""The fast code equals the readable one and, through it, the complex step."""

import numpy as np
import pytest

import rnn_ref
from rnn_ref import fast, relative_error
from rnn_ref.batches import pack, pad


def one_by_one(instance, h_0):
    parts = [rnn_ref.sequence_gradients(instance.params, x, y, activation=instance.activation, h_0=h)
             for x, y, h in zip(instance.xs, instance.ys, h_0, strict=True)]
    J = sum(part[0] for part in parts)
    return J, [sum(part[1][i] for part in parts) for i in range(5)], np.array([part[2] for part in parts])


def test_a_batch_equals_its_sequences_one_by_one(instance):
    J, gradients, dh_0 = rnn_ref.loss_and_gradients(instance.params, instance.xs, instance.ys,
                                                    activation=instance.activation, h_0=instance.h_0)
    J_expected, expected, dh_0_expected = one_by_one(instance, instance.h_0)
    assert relative_error(J, J_expected) < 1e-14
    assert max(relative_error(g, e) for g, e in zip(gradients, expected, strict=True)) < 1e-12
    assert relative_error(dh_0, dh_0_expected) < 1e-12


def test_one_initial_state_for_all_gets_the_sum_of_their_gradients(instance):
    h_0 = instance.h_0[1]
    _, gradients, dh_0 = rnn_ref.loss_and_gradients(instance.params, instance.xs, instance.ys,
                                                    activation=instance.activation, h_0=h_0)
    _, expected, each = one_by_one(instance, [h_0] * 4)
    assert dh_0.shape == (5,)
    assert relative_error(dh_0, each.sum(axis=0)) < 1e-12
    assert relative_error(gradients.W_h, expected[0]) < 1e-12


def test_the_mean_divides_the_loss_and_every_gradient_by_the_number_of_symbols(instance):
    args, f = (instance.params, instance.xs, instance.ys), instance.activation
    total, mean = (rnn_ref.loss_and_gradients(*args, activation=f, reduction=r) for r in ("sum", "mean"))
    np.testing.assert_allclose(mean[0] * 20, total[0])
    for m, t in zip([*mean[1], mean[2]], [*total[1], total[2]], strict=True):
        np.testing.assert_allclose(m * 20, t, rtol=1e-13)


def test_the_order_of_the_sequences_does_not_matter(instance):
    order = [2, 0, 3, 1]
    J, gradients, dh_0 = rnn_ref.loss_and_gradients(instance.params, instance.xs, instance.ys,
                                                    h_0=instance.h_0)
    shuffled = rnn_ref.loss_and_gradients(instance.params, [instance.xs[i] for i in order],
                                          [instance.ys[i] for i in order], h_0=instance.h_0[order])
    assert relative_error(shuffled[0], J) < 1e-14
    assert relative_error(shuffled[1].W_h, gradients.W_h) < 1e-13
    assert relative_error(shuffled[2], dh_0[order]) < 1e-13


def test_float32_stays_float32_and_close(instance):
    single = rnn_ref.Params(*(p.astype(np.float32) for p in instance.params))
    _, gradients, _ = rnn_ref.loss_and_gradients(single, instance.xs, instance.ys)
    _, expected, _ = rnn_ref.loss_and_gradients(instance.params, instance.xs, instance.ys)
    assert {g.dtype.name for g in gradients} == {"float32"}
    assert max(relative_error(g, e) for g, e in zip(gradients, expected, strict=True)) < 1e-5


def test_nothing_that_was_handed_in_is_changed(instance):
    copies = [a.copy() for a in (*instance.params, *instance.xs, *instance.ys, instance.h_0)]
    rnn_ref.loss_and_gradients(instance.params, instance.xs, instance.ys, h_0=instance.h_0)
    for a, copy in zip((*instance.params, *instance.xs, *instance.ys, instance.h_0), copies, strict=True):
        np.testing.assert_array_equal(a, copy)


def test_packing_keeps_the_rows_of_one_sequence_below_each_other():
    xs = [np.array([1, 2]), np.array([3, 4, 5, 6]), np.array([7])]
    batch = pack(pad(xs, xs), np.arange(3))
    assert batch.order.tolist() == [1, 0, 2]
    assert batch.starts.tolist() == [0, 3, 6, 8, 9, 10]    # three initial states first
    blocks = np.split(batch.x, batch.starts[2:-1] - 3)
    assert [block.tolist() for block in blocks] == [[3, 1, 7], [4, 2], [5], [6]]


@pytest.mark.parametrize("change, sentence", [
    ({"ys": [[0, 1]]},               r"ys: expected 2 sequences, one for each of xs, got 1"),
    ({"xs": [], "ys": []},           r"at least one"),
    ({"ys": [[0, 1], [0, 7]]},       r"ys\[1\]: expected symbols in 0\.\.6, got 0\.\.7"),
    ({"ys": [[0, 1], [0]]},          r"ys\[1\]: expected 2 symbols, one for each input, got 1"),
    ({"xs": [[0, 1], []]},           r"xs\[1\]: expected a non-empty 1-D array of integers"),
    ({"h_0": np.zeros((3, 5))},      r"h_0: expected shape \(5,\) or \(2, 5\), got \(3, 5\)"),
    ({"activation": "relu"},         r"activation: expected one of"),
    ({"reduction": "max"},           r"reduction: expected 'sum' or 'mean', got 'max'"),
])
def test_what_does_not_fit_is_named(change, sentence):
    options = {"xs": [[0, 1], [2, 0]], "ys": [[0, 1], [5, 6]]} | change
    with pytest.raises(ValueError, match=sentence):
        rnn_ref.loss_and_gradients(rnn_ref.init_params(5, 7, 3), **options)


def test_public_calls_use_one_blas_thread_and_give_the_others_back(monkeypatch):
    threadpoolctl = pytest.importorskip("threadpoolctl")
    seen = []

    def threads():
        return {lib["num_threads"] for lib in threadpoolctl.threadpool_info() if lib["user_api"] == "blas"}

    def watched(*args, right=fast.batch_gradients, **options):
        seen.append(threads())
        return right(*args, **options)

    monkeypatch.setattr(fast, "batch_gradients", watched)
    with threadpoolctl.threadpool_limits(2, user_api="blas"):
        rnn_ref.loss_and_gradients(rnn_ref.init_params(5, 7, 3), [[0, 1]], [[2, 3]])
        assert threads() == {2}
    assert seen == [{1}]
