"""The figures of the chapters from "Training" to "A long text" draw what their captions say."""

import inspect
import json
from pathlib import Path
from xml.etree import ElementTree

import figures_gates
import figures_gradients
import figures_long_text
import figures_training
import numpy as np
import pytest
from plots import Axis, plot

from rnn_ref.activations import ACTIVATIONS
from rnn_ref.gates import LSTM, init_gates, lstm_step

DATA = Path(__file__).parents[2] / "book" / "data"
DRAWINGS = [figures_gradients.gamma_maps, figures_gradients.gradient_reach,
            figures_gates.lstm_cell, figures_gates.gated_reach,
            figures_training.losses_by_rate, figures_training.overfitting, figures_long_text.text_reach,
            figures_long_text.truncated_gradient, figures_long_text.learning_curve]


@pytest.mark.parametrize("draw", DRAWINGS, ids=lambda draw: draw.__name__)
def test_a_figure_is_well_formed_labeled_and_inside_its_frame(draw):
    svg = ElementTree.fromstring(draw())
    _, _, width, height = map(float, svg.get("viewBox").split())
    assert not any("fill" in part.attrib or "style" in part.attrib for part in svg.iter())
    assert inspect.getdoc(draw)
    for part in svg.iter("text"):
        assert 0 <= float(part.get("x")) <= width and 0 <= float(part.get("y")) <= height
    for line in svg.iter("polyline"):
        points = np.array([p.split(",") for p in line.get("points").split()], float)
        assert (points >= 0).all() and (points <= [width, height]).all()


def test_a_plot_puts_values_where_its_axes_say():
    x, y = Axis(0, 10, (0, 10)), Axis(1e-4, 1, (1e-4, 1), log=True)
    parts = plot(50, "", [("curve", "a", [0, 5, 10], [1, 1e-2, 1e-4])], x, y, width=300, height=200, top=30)
    [line] = [ElementTree.fromstring(part) for part in parts if part.startswith("<polyline")]
    assert line.get("points") == "50.0,30.0 200.0,130.0 350.0,230.0"


def test_labels_at_the_ends_of_lines_do_not_cover_each_other():
    x = y = Axis(0, 1, (0, 1))
    parts = plot(0, "", [("curve", f"line {n}", [0, 1], [0, 0.5 + n / 1000]) for n in range(3)], x, y)
    ends = [float(ElementTree.fromstring(part).get("y")) for part in parts if ">line " in part]
    assert len(ends) == 3 and min(np.diff(sorted(ends))) >= 17


def test_every_cell_of_the_maps_has_the_power_of_ten_of_its_gamma():
    svg = ElementTree.fromstring(figures_gradients.gamma_maps(T=5))
    cells = [part.text.replace("−", "-") for part in svg.iter("text") if part.get("class") == "cell"]
    expected = []
    for activation, scale in (("sigmoid", 1), ("tanh", 3)):
        gamma = figures_gradients.gamma_table(activation, scale, T=5)
        expected += [round(np.log10(np.linalg.norm(gamma[t, k]))) for t in range(5) for k in range(1, t + 2)]
    assert list(map(int, cells)) == expected


def test_the_cell_s_derivative_is_what_central_differences_measure():
    X, D, step = np.eye(3)[[0, 2, 1, 1]], 3, 1e-6
    lstm = init_gates(LSTM, D, 3, bias=1.0, seed=1)
    h, c = lstm_step(lstm, np.zeros(D), np.zeros(D), X[0])
    omega = h / ACTIVATIONS["tanh"].f(c)

    def last(c):
        h = omega * np.tanh(c)
        for x in X[1:]:
            h, c = lstm_step(lstm, h, c, x)
        return c

    measured = np.transpose([(last(c + step * e) - last(c - step * e)) / (2 * step) for e in np.eye(D)])
    drawn = figures_gates.lstm_cell_lengths(X, D, bias=1.0)
    assert drawn[0] == pytest.approx(1)
    assert drawn[3] == pytest.approx(np.linalg.norm(measured, 2), rel=1e-7)


def test_the_lines_are_the_stored_losses():
    stored = json.loads((DATA / "long_text.json").read_text(encoding="utf-8"))["training_windows"]
    svg = ElementTree.fromstring(figures_long_text.truncated_gradient())
    *_, carried, reset = (np.array([p.split(",") for p in line.get("points").split()], float)
                          for line in svg.iter("polyline"))
    if carried[0, 1] < reset[0, 1]:    # a larger loss stands higher
        carried, reset = reset, carried
    for drawn, key in ((carried, "carried"), (reset, "reset")):
        losses = np.array([row[key] for row in stored])
        assert drawn[:, 1] == pytest.approx(34 + 200 * (2.6 - losses) / 1.2, abs=0.06)
