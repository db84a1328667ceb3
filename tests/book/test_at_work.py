"""The chapters from "Training" to "A long text" say what is true, of their cells and of stored runs."""

import json
import math
import re
from pathlib import Path

import pytest
from reading import plain

DATA = Path(__file__).parents[2] / "book" / "data"
TRAINING, LONG, QUALITY = (json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
                           for name in ("training", "long_text", "quality"))


def lines(page, start):
    """Return the numbers on the page's output lines that start so."""
    return [[float(n) for n in re.findall(r"(?<![\w(])-?\d+(?:\.\d*)?(?:e[-+]\d+)?", line[len(start):])]
            for line in plain(page).splitlines() if line.startswith(start)]


def row(part, **which):
    [found] = [row for row in TRAINING[part] if which.items() <= row.items()]
    return found["loss"]


# --- Training ---

def test_the_three_optimizers_move_one_weight_as_plain_python_does(pages):
    w, s, sgd, adagrad, adam = 1.0, 0.0, [], [], []
    for g in (4.0, 4.0, -1.0):
        w -= 0.1 * g
        sgd.append(w)
    w = 1.0
    for g in (4.0, 4.0, -1.0):
        s += g * g
        w -= 0.1 * g / math.sqrt(s)
        adagrad.append(w)
    w, m, v = 1.0, 0.0, 0.0
    for n, g in enumerate((4.0, 4.0, -1.0), start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.1 * m / (1 - 0.9 ** n) / math.sqrt(v / (1 - 0.999 ** n))
        adam.append(w)
    for name, path in (("sgd", sgd), ("adagrad", adagrad), ("adam", adam)):
        assert lines(pages["training.html"], f"{name} ")[-1] == pytest.approx(path, abs=6e-5)


def test_clipping_by_norm_keeps_the_direction_and_by_value_does_not(pages):
    [whole], [value], [norm] = (lines(pages["training.html"], f"{name:8}  [")
                                for name in ("as it is", "by value", "by norm"))
    assert whole == pytest.approx([6, 0.8, math.hypot(6, 0.8), math.degrees(math.atan(0.8 / 6))], abs=0.05)
    assert value == pytest.approx([1, 0.8, math.hypot(1, 0.8), math.degrees(math.atan(0.8))], abs=0.05)
    assert norm[2:] == pytest.approx([1, whole[3]], abs=0.05)


def test_a_small_step_does_what_the_first_order_says_and_a_large_one_does_not(pages):
    steps = lines(pages["training.html"], "rate ")[:5]
    assert [step[0] for step in steps] == [0.001, 0.01, 0.1, 1, 10]
    assert steps[1][1] == pytest.approx(steps[1][2], abs=2e-4)
    assert steps[3][1] > steps[3][2] / 2 and steps[4][1] > 0


def test_the_page_says_of_the_stored_runs_of_training_what_they_show():
    best = {(a, o): min(r["loss"] for r in TRAINING["rates"] if (r["activation"], r["optimiser"]) == (a, o))
            for a in ("sigmoid", "tanh") for o in ("sgd", "adagrad", "adam")}
    assert all(best[a, "adam"] < best[a, o] for a, o in best if o != "adam")
    assert max(best.values()) < 1.9
    assert row("scales", activation="tanh", scale=3.0) > math.log(27)
    tiny, usual = (row("scales", activation="tanh", scale=scale) for scale in (0.01, None))
    assert abs(tiny - usual) < 0.03
    constant, *others = (row("schedules", activation="sigmoid", schedule=s)
                         for s in ("constant", "linear", "cosine", "warm-up"))
    assert constant < min(others)
    nothing, dropout, everything = (row("regularizers", **{"with": what})
                                    for what in ("nothing", "dropout", "all three"))
    assert nothing - dropout > 0.9 * (nothing - everything) > 0.05
    alone, helped = TRAINING["curves"]
    assert alone["held_out"][-1] > min(alone["held_out"]) + 0.2
    assert helped["held_out"][-1] < min(helped["held_out"]) + 0.01


# --- Dinosaurs ---

def test_the_loss_in_bits_and_in_choices_follows_from_the_loss_in_nats(pages):
    page = " ".join(plain(pages["dinosaurs.html"]).split())
    nats = float(re.search(r"of this run is ([\d.]+) nats", page)[1])
    assert float(re.search(r": ([\d.]+) bits\.", page)[1]) == pytest.approx(nats / math.log(2), abs=0.006)
    assert re.search(rf"is {math.exp(nats):.1f}: after each letter", page)
    assert 1.5 < nats < 1.7


def test_few_drawn_names_are_copies_and_most_are_distinct(pages):
    page = plain(pages["dinosaurs.html"])
    assert float(re.search(r"([\d.]+)% are training names", page)[1]) < 1
    assert float(re.search(r"([\d.]+)% are distinct", page)[1]) > 95


def test_the_losses_of_one_name_add_up(pages):
    page = plain(pages["dinosaurs.html"])
    each = [float(n) for n in re.findall(r"^(?:\w|END) +([\d.]+) nats", page, re.M)]
    together = float(re.search(r"^\w+: ([\d.]+) nats together", page, re.M)[1])
    assert len(each) > 10 and sum(each) == pytest.approx(together, abs=0.1)


def test_the_rival_is_as_good_as_the_page_says():
    losses = {row["model"]: row["losses"] for row in QUALITY}
    mean = {model: sum(values) / len(values) for model, values in losses.items()}
    assert mean["best"] < mean["Kneser-Ney 7-gram"] < mean["default"]
    assert mean["best and 7-gram, half each"] < mean["best"]


# --- Vanishing and exploding gradients ---

def test_the_norms_of_the_powers_are_those_of_their_closed_form(pages):
    for n, norm, root in lines(pages["vanishing.html"], "n = "):
        b, d = 8 * n * 2 ** -n, 2.0 ** -n    # the largest singular value of [[d, b], [0, d]]
        largest = (b + math.sqrt(b * b + 4 * d * d)) / 2
        assert norm == pytest.approx(largest, rel=6e-3)
        assert root == pytest.approx(largest ** (1 / n), abs=6e-4)


def test_the_radius_of_two_steps_is_not_that_of_one(pages):
    found = [lines(pages["vanishing.html"], f"radius {which}")[0]
             for which in ("at odd steps", "at even steps", "of both steps")]
    assert found == [[0.5], [0.5], [4.0]]


# --- A long text ---

def test_the_page_says_of_the_stored_run_on_the_novel_what_it_shows():
    carried, reset = ({row["T"]: row[key] for row in LONG["training_windows"]}
                      for key in ("carried", "reset"))
    assert carried[10] - carried[50] < 0.01 < carried[1] - carried[10]
    assert all(reset[T] > carried[T] for T in carried) and reset[1] - carried[1] > 0.5
    assert LONG["held_out_loss"] < LONG["ngram_loss"]
    losses = {row["temperature"]: row["loss"] for row in LONG["temperatures"]}
    assert min(losses, key=losses.get) == 1
    entropies = [row["entropy"] for row in LONG["temperatures"]]
    assert entropies == sorted(entropies)
    errors = [row["error"] for row in LONG["windows"]]
    assert errors == sorted(errors, reverse=True) and LONG["reach"][40] < 1e-5


def test_truncation_leaves_the_loss_and_the_read_out_exact(pages):
    rows = lines(pages["long_text.html"], "  K =")
    assert len(rows) == 10
    for activation in (rows[:5], rows[5:]):
        assert len({J for _, J, _, _ in activation}) == 1
        assert all(dU < 1e-12 for *_, dU in activation)
        dW_h = [error for _, _, error, _ in activation]
        assert dW_h == sorted(dW_h, reverse=True) and dW_h[0] > 0.1 and dW_h[-1] == 0


def test_the_table_of_temperatures_is_softmax_of_the_divided_logits(pages):
    for tau, *probabilities, entropy in lines(pages["long_text.html"], "temperature "):
        powers = [math.exp(theta / tau) for theta in (2, 1, 0, -1)]
        expected = [power / sum(powers) for power in powers]
        assert probabilities == pytest.approx(expected, abs=6e-5)
        assert entropy == pytest.approx(-sum(p * math.log(p) for p in expected), abs=6e-5)
