"""Figures of the chapter on a long text; each returns an <svg> element."""

import json
from pathlib import Path

from figures import svg
from plots import Axis, plot

RESULTS = Path(__file__).parents[1] / "data" / "long_text.json"


def results():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def truncated_gradient():
    """Draw how far a truncated gradient is off, and what training with each window reaches."""
    R = results()
    K = [row["K"] for row in R["windows"]]
    x = Axis(1, 100, (1, 2, 5, 10, 25, 50, 100), log=True, label="steps a window, K")
    off = plot(50, "relative error of the gradient", [
        ("curve", "", K, [row["error"] for row in R["windows"]])], x, Axis(0, 0.8, (0, 0.2, 0.4, 0.6, 0.8)))
    T = [row["T"] for row in R["training_windows"]]
    x = Axis(1, 50, (1, 2, 5, 10, 25, 50), log=True, label="steps a window, K")
    y = Axis(1.4, 2.6, (1.4, 1.8, 2.2, 2.6))
    lines = [(cls, label, T, [row[key] for row in R["training_windows"]])
             for cls, label, key in (("curve", "carried on", "carried"), ("dashed", "set to zero", "reset"))]
    return svg(870, 290, [*off, *plot(440, "held-out loss after training", lines, x, y)])


def text_reach():
    """Draw how far back the gradient of a trained model of a text reaches."""
    share = results()["reach"]
    x = Axis(0, 100, (0, 20, 40, 60, 80, 100), label="steps back, t − k")
    y = Axis(1e-18, 1, (1, 1e-3, 1e-6, 1e-9, 1e-12, 1e-15, 1e-18), log=True)
    lines = [("curve", "", range(len(share)), share)]
    return svg(470, 270, plot(60, "", lines, x, y, width=360, height=200, top=12))


def learning_curve():
    """Draw the loss of the windows over the updates."""
    R = results()
    n, last = len(R["losses"]), R["recipe"]["updates"]
    x = Axis(0, last, (0, 2000, 4000, 6000), label="updates")
    lines = [("curve", "windows", [last * (i + 0.5) / n for i in range(n)], R["losses"])]
    return svg(560, 270, plot(50, "", lines, x, Axis(1, 3.2, (1, 1.5, 2, 2.5, 3)), width=420, top=12))
