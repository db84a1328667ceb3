from itertools import pairwise

import numpy as np

import rnn_ref
from rnn_ref import fast
from rnn_ref.batches import pack, pad
from rnn_ref.dropout import Masks, Rates, draw_mask, draw_masks


def test_a_mask_is_zero_at_its_rate_and_keeps_the_mean():
    mask = draw_mask(np.random.default_rng(0), (200, 500), 0.2, np.float64)
    assert set(np.unique(mask)) == {0, 1.25}
    assert abs(mask.mean() - 1) < 0.01    # the standard error is 0.0016


def test_nothing_is_drawn_where_nothing_is_dropped():
    assert draw_masks(np.random.default_rng(0), Rates(), 4, 2, 3, np.float32) is None


def test_gradients_under_fixed_masks_equal_the_complex_step(instance):
    """The loss is written out with the masks, so the fast code's use of them has an oracle."""
    params, f, rng = instance.params, instance.activation, np.random.default_rng(9)
    batch = pack(pad(instance.xs, instance.ys), np.arange(4))
    masks = Masks(rng.integers(0, 2, (4, 5)) * 2.0, rng.integers(0, 2, (20, 5)) * 2.0)
    h_0 = instance.h_0[batch.order]
    _, got, got_h_0 = fast.batch_gradients(params, batch, activation=f, h_0=h_0, dropout=masks)

    def J(p, h_0):
        total, before = 0, h_0
        for start, stop in pairwise(batch.starts[1:] - 4):
            rows = zip(before, masks.state, batch.x[start:stop], strict=False)
            states = [rnn_ref.unit_step(p.W_h, p.W_x, p.b_1, m * h, np.eye(3)[x], f)[1] for h, m, x in rows]
            ys = batch.cells[start:stop] // 20
            for h, m, y in zip(states, masks.read_out[start:stop], ys, strict=True):
                total = total - rnn_ref.log_softmax(rnn_ref.affine(p.U, p.b_2, m * h))[y]
            before = states
        return total

    expected = rnn_ref.complex_step_gradients(lambda p: J(p, h_0), params)
    assert max(rnn_ref.relative_error(g, e) for g, e in zip(got, expected, strict=True)) < 1e-12
    assert rnn_ref.relative_error(got_h_0, rnn_ref.complex_step(lambda h: J(params, h), h_0)) < 1e-12
