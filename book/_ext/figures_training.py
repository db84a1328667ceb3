"""Figures of the chapters on training and on dinosaurs; each returns an <svg> element."""

import json
from pathlib import Path

import numpy as np
from figures import svg
from plots import Axis, plot

RESULTS = Path(__file__).parents[1] / "data" / "training.json"
NAMES = {"sgd": "gradient descent", "adagrad": "Adagrad", "adam": "Adam"}


def results():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def losses_by_rate():
    """Draw the held-out loss over the learning rate, a line an optimizer, a panel an activation."""
    rows = [row for row in results()["rates"] if row["clip"] == 1]
    x = Axis(1e-3, 10, (0.001, 0.01, 0.1, 1, 10), log=True, label="learning rate")
    y = Axis(1.6, 2.8, (1.6, 2.0, 2.4, 2.8))
    parts = []
    for n, activation in enumerate(("sigmoid", "tanh")):
        lines = []
        for optimiser, name in NAMES.items():
            found = [row for row in rows if (row["activation"], row["optimiser"]) == (activation, optimiser)]
            lines.append(("dashed" if optimiser == "sgd" else "curve", name, [row["rate"] for row in found],
                          [row["loss"] for row in found]))
        parts += plot(50 + 420 * n, activation, lines, x, y, width=290)
    return svg(900, 290, parts)


def overfitting():
    """Draw the losses on training and held-out names over the epochs, without and with means against it."""
    x = Axis(0, 40, (0, 10, 20, 30, 40), label="epoch")
    y = Axis(0.8, 2.4, (0.8, 1.2, 1.6, 2.0, 2.4))
    parts = []
    for n, curve in enumerate(results()["curves"]):
        lines = [(cls, label.replace("_", " "), range(1, 41), np.minimum(curve[label], y.high))
                 for cls, label in (("dashed", "training"), ("curve", "held_out"))]
        parts += plot(50 + 400 * n, curve["with"], lines, x, y, width=280)
    return svg(810, 290, parts)
