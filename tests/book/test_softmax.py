"""The chapter on softmax and cross-entropy says what is true: its numbers from fractions and plain Python."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from reading import plain

from rnn_ref.gradcheck import complex_step
from rnn_ref.softmax import log_softmax, softmax, softmax_jacobian

P, Q = [Fraction(1, n) for n in (2, 4, 8, 8)], [Fraction(1, n) for n in (8, 2, 4, 8)]
YHAT = [Fraction(n, 10) for n in (2, 3, 5)]


@pytest.fixture(scope="module")
def text(pages):
    return plain(pages["softmax.html"])


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+\.?\d*", text)]


def after(text, start):
    """Return the numbers on the one line of output that starts so."""
    [line] = [line for line in text.splitlines() if line.startswith(start)]
    return numbers(line[len(start):])


def bits(p, q):
    return -sum(p_i * int(math.log2(q_i)) for p_i, q_i in zip(p, q, strict=True))


def test_the_jacobian_on_the_page_is_that_of_the_fractions(text):
    [printed] = re.findall(r"^\[\[.*?\]\]", text, re.S | re.M)
    exact = [float(s * ((i == k) - r)) for i, s in enumerate(YHAT) for k, r in enumerate(YHAT)]
    assert numbers(printed) == pytest.approx(exact, abs=1e-12)


def test_entropies_and_divergences_in_bits_and_nats(text):
    exact = {"H(p)": bits(P, P), "H(q)": bits(Q, Q), "H(p, q)": bits(P, Q), "H(q, p)": bits(Q, P),
             "KL(p || q)": bits(P, Q) - bits(P, P), "KL(q || p)": bits(Q, P) - bits(Q, Q)}
    for name, in_bits in exact.items():
        [line] = [line for line in text.splitlines() if line.startswith(f"{name:10} = ")]
        nats, shown = numbers(line.partition("=")[2])
        assert shown == float(in_bits) and nats == pytest.approx(float(in_bits) * math.log(2), abs=5e-5)


def test_the_numbers_that_show_that_cross_entropy_is_no_distance():
    assert bits(P, P) == Fraction(7, 4) and bits(P, Q) == Fraction(19, 8) != bits(Q, P) == Fraction(9, 4)
    assert bits(P, Q) - bits(P, P) == Fraction(5, 8) and bits(Q, P) - bits(Q, Q) == Fraction(1, 2)


def test_the_loss_keeps_its_target(text):
    assert after(text, "-log yhat_c          = ") == pytest.approx([-math.log(0.3)], abs=5e-5)
    total, uniform = -sum(math.log(p) for p in YHAT), 3 * math.log(3)
    assert after(text, "sum of all -log yhat = ") == pytest.approx([total], abs=5e-5)
    assert after(text, "  at the uniform yhat ") == pytest.approx([uniform], abs=5e-5)
    assert uniform < total


def test_the_gradient_is_prediction_minus_truth_also_for_a_target_that_is_not_one_hot(text):
    for start in ("yhat - y    = ", "complex step:"):
        assert after(text, start) == pytest.approx([0.2, -0.7, 0.5], abs=5e-5)
    theta, y = np.array([0.3, -1.2, 0.8, 2.0]), np.array([0.1, 0.2, 0.3, 0.4])
    measured = complex_step(lambda theta: -(y * log_softmax(theta)).sum(), theta)
    assert np.allclose(measured, softmax(theta) - y, rtol=1e-13, atol=1e-15)


def test_the_three_properties_of_the_jacobian():
    draw = np.random.default_rng(0)
    for _ in range(20):
        yhat, a = draw.dirichlet(np.ones(5)), draw.standard_normal(5)
        jacobian = softmax_jacobian(yhat)
        assert np.array_equal(jacobian, jacobian.T)
        assert max(abs(jacobian.sum(axis=1))) < 1e-15 and max(abs(jacobian.sum(axis=0))) < 1e-15
        assert a @ jacobian @ a == pytest.approx((yhat * (a - yhat @ a) ** 2).sum(), rel=1e-12)


def test_extreme_logits_keep_their_logarithm(text):
    assert "as written: [nan  0. nan]" in text
    first = 1 / (1 + math.exp(-1))
    assert after(text, "shifted:   ") == pytest.approx([first, 0, 1 - first], abs=5e-5)
    [line] = [line for line in text.splitlines() if line.startswith("log softmax: [-3")]
    shown = [float(n) for n in re.findall(r"-?\d+\.\d+e[+-]\d+", line)]
    assert shown == pytest.approx([math.log(first), -20000 + math.log(first), math.log(1 - first)], abs=1e-3)


def test_two_steps_give_nan_where_one_gives_the_gradient(text):
    assert "in two steps: [nan nan nan]" in text
    assert after(text, "as one:       ") == [1, -1, 0]


def test_a_mask_leaves_the_others_their_share_and_gets_no_gradient(text):
    assert "softmax:     [0.4 0.6 0. ]" in text and "dtheta:      [ 0.4 -0.4  0. ]" in text
    refused = re.findall(r"theta: expected a finite largest logit in every row, got (\S+)", text)
    assert refused == ["-inf", "nan", "inf"]
