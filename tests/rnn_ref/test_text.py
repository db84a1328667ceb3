import os
from itertools import pairwise

import numpy as np
import pytest

import rnn_ref
from rnn_ref import relative_error, text, windows
from rnn_ref.files import BadInput
from rnn_ref.train import Diverged

TOLERANCE = 1e-12
SMALL = text.Recipe(D_h=24, B=4, T=10, updates=300, average=0.9)
ALPHABET = "\nabcd."


def synthetic(n=4000, seed=0):
    """Words of two or three letters in the order of the alphabet: a network can know most letters."""
    rng, words = np.random.default_rng(seed), []
    while sum(map(len, words)) < n:
        first = rng.integers(1, 3)
        words.append(ALPHABET[first:first + rng.integers(2, 4)] + rng.choice([".", "\n"]))
    return "".join(words)[:n]


def entropy(string):
    _, counts = np.unique(list(string), return_counts=True)
    p = counts / counts.sum()
    return -(p * np.log(p)).sum()


@pytest.fixture(scope="module")
def trained():
    training, held_out = text.split_text(synthetic(), SMALL)
    return text.train_text(training, held_out, ALPHABET, recipe=SMALL), training, held_out


def instance(activation, L=47, seed=1):
    """Parameters with D_h=6 and V=5, a text of L symbols, and nonzero states for three streams."""
    rng = np.random.default_rng(seed)
    params = rnn_ref.init_params(6, 5, activation=activation, seed=seed)
    params = rnn_ref.Params(*(p + 0.1 * rng.standard_normal(p.shape) for p in params))
    return params, rng.integers(0, 5, L), rng.uniform(0.1, 0.9, (3, 6))


def stream(symbols, start, steps):
    """x and y of one stream that starts there: a loop over the ring."""
    L = len(symbols)
    ring = [symbols[(start + i) % L] for i in range(steps + 1)]
    return np.array(ring[:-1]), np.array(ring[1:])


def test_windows_are_the_next_symbols_of_each_stream():
    x, y = zip(*(windows.window(np.arange(10), 3, 4, number) for number in (0, 1)), strict=True)
    np.testing.assert_array_equal(np.concatenate(x).T, [[0, 1, 2, 3, 4, 5, 6, 7],
                                                        [3, 4, 5, 6, 7, 8, 9, 0],
                                                        [6, 7, 8, 9, 0, 1, 2, 3]])
    np.testing.assert_array_equal(np.concatenate(y), (np.concatenate(x) + 1) % 10)


@pytest.mark.parametrize("L, B, T", [(60, 4, 5), (47, 3, 4), (1001, 7, 13)])
def test_the_streams_lose_and_repeat_no_character(L, B, T):
    seen = np.concatenate([windows.window(np.arange(L), B, T, number)[0] for number in range(L)])
    for column in seen[:L].T:      # after L steps each stream has read each character once
        np.testing.assert_array_equal(np.sort(column), np.arange(L))
    together = np.bincount(seen[:L // B].ravel(), minlength=L)    # before that, no two streams the same
    assert together.max() == 1 and (together == 0).sum() == L % B


@pytest.mark.parametrize("T", [1, 4, 9])
def test_windows_and_carried_states_equal_the_readable_truncated_gradients(activation, T):
    params, symbols, h_0 = instance(activation)
    h, J, total, steps = h_0.copy(), 0.0, rnn_ref.Params(*map(np.zeros_like, params)), 5 * T
    for number in range(5):
        J_window, gradients = windows.gradients_of_window(
            params, *windows.window(symbols, 3, T, number), h, activation=activation)
        J, total = J + J_window, rnn_ref.Params(*map(np.add, total, gradients))
    each = [rnn_ref.truncated_gradients(params, *stream(symbols, b * 47 // 3, steps), T,
                                        activation=activation, h_0=h_0[b]) for b in range(3)]
    assert relative_error(J, sum(J_b for J_b, _, _ in each)) < TOLERANCE
    for got, expected in zip(total, map(sum, zip(*(g for _, g, _ in each), strict=True)), strict=True):
        assert relative_error(got, expected) < TOLERANCE
    assert relative_error(h, np.array([h_b for _, _, h_b in each])) < TOLERANCE


def test_buffers_filled_by_another_window_change_nothing():
    params, symbols, h_0 = instance("sigmoid")
    work = rnn_ref.fast.buffers(params, 12, 3)
    x, y = windows.window(symbols, 3, 4, 0)
    J, gradients = windows.gradients_of_window(params, x, y, h_0.copy())
    windows.gradients_of_window(params, *windows.window(symbols, 3, 4, 5), h_0.copy(), work=work)
    J_again, again = windows.gradients_of_window(params, x, y, h_0.copy(), work=work)
    assert J == J_again
    for a, b in zip(gradients, again, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("K", [1, 7, 1000])
def test_the_loss_of_a_text_equals_a_loop_over_its_characters(activation, K):
    params, symbols, _ = instance(activation)
    J, h = 0.0, None
    for x, y in pairwise(symbols):
        trace = rnn_ref.forward(params, [x], activation=activation, h_0=h)
        J, h = J - np.log(trace.yhat[0, y]), trace.h[-1]
    got, last = windows.text_loss(params, symbols, activation=activation, K=K)
    assert abs(got - J) < 1e-12 * J
    assert relative_error(last[0], h) < TOLERANCE


def test_the_held_out_loss_counts_every_character_once_given_only_those_before_it():
    params, _, _ = instance("sigmoid")
    model, before, held_out = rnn_ref.Model(params, "abcde", "sigmoid"), "abacadae" * 3, "edcbaedcb"
    symbols = text.encode_text(before + held_out, "abcde")
    yhat = rnn_ref.forward(params, symbols[:-1]).yhat
    expected = -np.log([yhat[t - 1, symbols[t]] for t in range(len(before), len(symbols))]).mean()
    assert abs(text.held_out_loss(model, before, held_out) - expected) < 1e-12


def test_training_beats_the_frequencies_of_the_symbols(trained):
    result, _, held_out = trained
    assert result.val_nll < 0.45 * entropy(held_out)
    assert result.seconds > 0 and result.model.alphabet == ALPHABET


def test_the_same_seed_gives_the_same_model_and_another_seed_another(trained):
    result, training, held_out = trained
    again, other = (text.train_text(training, held_out, ALPHABET, recipe=SMALL, seed=s) for s in (0, 1))
    assert again.val_nll == result.val_nll != other.val_nll
    for a, b in zip(again.model.params, result.model.params, strict=True):
        np.testing.assert_array_equal(a, b)


def test_each_update_is_reported_and_a_run_that_stopped_goes_on_bit_for_bit(trained):
    result, training, held_out = trained
    seen, kept = [], []

    class Stop(Exception):
        pass

    def on_window(run, J):
        seen.append((run.step, J))
        if run.step == 100:
            kept.append(run)
            raise Stop

    with pytest.raises(Stop):
        text.train_text(training, held_out, ALPHABET, recipe=SMALL, on_window=on_window)
    again = text.train_text(training, held_out, ALPHABET, recipe=SMALL, run=kept[0])
    assert [step for step, _ in seen] == list(range(1, 101))
    assert abs(seen[0][1] - np.log(6)) < 1 and seen[-1][1] < seen[0][1]    # nats per character
    assert again.val_nll == result.val_nll


def test_training_that_diverges_says_where_and_what_to_change():
    training, held_out = text.split_text(synthetic(), SMALL)
    recipe = SMALL._replace(activation="tanh", rate=1e38, optimiser="sgd")
    with pytest.raises(Diverged, match=r"the loss is (nan|inf) at step \d+; take a lower rate than 1e\+38"), \
            np.errstate(all="ignore"):
        text.train_text(training, held_out, ALPHABET, recipe=recipe)


def test_samples_are_deterministic_and_follow_the_temperature(trained):
    params = trained[0].model.params
    assert text.sample_text(params, ALPHABET, 50, 3) == text.sample_text(params, ALPHABET, 50, 3)
    assert text.sample_text(params, ALPHABET, 50, 3) != text.sample_text(params, ALPHABET, 50, 4)
    assert len(text.sample_text(params, ALPHABET, 0)) == 0
    cold, hot = (text.sample_text(params, ALPHABET, 400, 0, t) for t in (0.3, 30.0))
    assert entropy(hot) > 0.95 * np.log(6)
    assert set(cold.replace(".", "\n").split()[:-1]) <= {"ab", "abc", "bc", "bcd"}    # all there are


def test_a_cold_sample_is_the_likeliest_continuation_of_its_start(trained):
    params, start, drawn = trained[0].model.params, "ab.bc", ""
    for _ in range(12):
        yhat = rnn_ref.forward(params, text.encode_text(start + drawn, ALPHABET)).yhat[-1]
        drawn += ALPHABET[yhat.argmax()]
    assert text.sample_text(params, ALPHABET, 12, temperature=1e-6, start=start) == drawn


@pytest.mark.parametrize("change, sentence", [
    ({"temperature": 0},   "temperature: expected a number above 0, got 0"),
    ({"alphabet": "abc"},  "alphabet: expected as many symbols as the parameters have inputs, 6"),
    ({"start": "abz"},     "text: the symbol 'z' is not in the alphabet"),
    ({"length": -1},       "length: expected a number of characters from 0, got -1"),
])
def test_what_does_not_fit_a_sample_is_named(change, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        text.sample_text(rnn_ref.init_params(4, 6), **{"alphabet": ALPHABET, "length": 5} | change)


@pytest.mark.parametrize("content, sentence", [
    (b"",              "expected a text, found an empty file"),
    (b"\xef\xbb\xbf",  "expected a text, found an empty file"),
    (b"It is \xff",    "byte 6 is not UTF-8; save the text as UTF-8"),
    (b"It is\0a",      "character 5 is NUL; expected a text"),
])
def test_a_file_that_is_no_text_gets_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        text.read_text(path)
    assert str(caught.value) == f"{path}: {sentence}"


def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="cannot read the text: expected a regular file"):
        text.read_text(tmp_path / "pipe")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"none\.txt: cannot read the text: No such file"):
        text.read_text(tmp_path / "none.txt")


@pytest.mark.parametrize("B, T, least", [(4, 10, 44), (1, 1, 10), (3, 3, 10), (32, 50, 1777)])
def test_a_text_needs_a_window_for_each_stream_and_something_held_out(B, T, least):
    recipe = SMALL._replace(B=B, T=T)
    with pytest.raises(BadInput, match=f"^novel.txt: expected at least {least:,} characters, for {B} streams "
                                       f"of {T}, found {least - 1:,}$"):
        text.split_text("a" * (least - 1), recipe, "novel.txt")
    training, held_out = text.split_text("a" * least, recipe)
    assert len(training) >= B * T and len(held_out) == least // 10


def test_line_ends_and_the_mark_at_the_start_of_a_file_are_no_symbols(tmp_path):
    (tmp_path / "dos.txt").write_bytes(b"\xef\xbb\xbfIt is\r\na truth")
    assert text.read_text(tmp_path / "dos.txt") == "It is\na truth"
