"""The chapter on batches: its numbers against a calculator, its padding counted, its figure."""

import random
import re
from xml.etree import ElementTree

import calculator
import figures_batches
import numpy as np
import pytest
from reading import plain

from book import anna
from rnn_ref.batches import pack, pad

PARAMS = [p.tolist() for p in anna.params]
NAMES = ["an", "anna", "nan"]


@pytest.fixture(scope="module")
def page(pages):
    return plain(pages["batches.html"])


def coded(name):
    symbols = [anna.symbols.index(letter) for letter in name]
    return [0, *symbols], [*symbols, 0]


def loss(name):
    return sum(calculator.losses(PARAMS, *coded(name), [0.0, 0.0], "tanh")).real


def printed(page, start):
    [line] = [line for line in page.splitlines() if line.startswith(start) and "=" in line]
    return float(line.split("=")[-1])


def test_the_losses_are_the_calculator_s_and_add_up(page):
    for name in NAMES:
        assert printed(page, f"{name:5} J_b =") == pytest.approx(loss(name), abs=5.1e-5)
    assert printed(page, "batch J   =") == pytest.approx(sum(map(loss, NAMES)), abs=5.1e-5)


def test_the_three_means_are_what_they_are_called(page):
    lengths = [len(name) + 1 for name in NAMES]
    losses = [loss(name) for name in NAMES]
    means = {"per symbol:": sum(losses) / sum(lengths), "per sequence:": sum(losses) / 3,
             "mean of their means:": sum(J / T for J, T in zip(losses, lengths, strict=True)) / 3}
    for start, mean in means.items():
        assert printed(page, start) == pytest.approx(mean, abs=5.1e-5)


def test_every_comparison_on_the_page_came_out_as_the_text_says(page):
    output = [line for line in page.splitlines() if re.search(r"(: | )(True|False)$", line)]
    assert len(output) >= 14
    wrong = [line for line in output if "False" in line]
    assert len(wrong) == 2
    assert all("masked: True" in line and "without a mask: False" in line for line in wrong)


def test_the_share_of_padding_is_that_of_a_random_division(page):
    """Any shuffle gives nearly the same share, so the page's cannot be far off."""
    [share] = re.findall(r"(\d+)% of the places are padding", page)
    names = dinosaurs()
    shares = []
    for seed in range(20):
        lengths = [len(name) + 1 for name in names]
        random.Random(seed).shuffle(lengths)
        batches = [lengths[i:i + 32] for i in range(0, len(lengths) // 32 * 32, 32)]
        shares.append(1 - sum(map(sum, batches)) / sum(32 * max(batch) for batch in batches))
    assert min(shares) - 0.01 <= int(share) / 100 <= max(shares) + 0.01


def dinosaurs():
    from rnn_ref.data import DINOSAURS
    lines = DINOSAURS.read_text(encoding="utf-8").splitlines()
    return sorted({line.strip().lower() for line in lines} - {""})


def test_packing_leaves_out_the_padding_and_nothing_else():
    rng = np.random.default_rng(3)
    xs = [rng.integers(1, 9, n) for n in (3, 7, 1, 7, 4)]
    batch = pack(pad(xs, xs), np.arange(5))
    rows = iter(batch.x)
    for t in range(7):
        for b in batch.order:
            if t < len(xs[b]):
                assert next(rows) == xs[b][t]
    assert next(rows, None) is None


def test_the_blocks_on_the_page_hold_the_letters_step_by_step(page):
    order = sorted(NAMES, key=lambda name: -len(name))
    for t in range(1, 6):
        read = [["END", *name][t - 1] for name in order if len(name) + 1 >= t]
        assert f"block {t}: n_{t} = {len(read)}  reads {' '.join(read)}" in page


@pytest.mark.parametrize("names", [("anna", "nan", "an"), ("abcdef", "ab")])
def test_the_figure_has_a_place_for_each_symbol_and_a_dashed_one_for_padding(names):
    svg = ElementTree.fromstring(figures_batches.packing(names))
    N, places = sum(len(name) + 1 for name in names), len(names) * (len(names[0]) + 1)
    kinds = [part.get("class") for part in svg.iter("rect")]
    assert kinds.count("box start") == places - N
    assert kinds.count("box unit") == 2 * N
