"""The figures, each a function that returns an <svg> element. Colors stand in _static/course.css.

A stroke's class says which parameter it carries (w-h, w-x, u), so that equal colors mean equal, tied
weights; the label beside it says the same without color.
"""

import numpy as np

from rnn_ref.activations import ACTIVATIONS

END = "END"


def variable(x, y, name, step=None, sub=None, cls="", anchor="middle"):
    """Return a variable in italics, with its subscript lowered and its time step raised: h^(t), W_h."""
    lowered = f'<tspan class="sub" dy="5">{sub}</tspan>' if sub else ""
    raised = f'<tspan class="step" dy="{-12 if sub else -7}">({step})</tspan>' if step is not None else ""
    return f'<text class="var {cls}" x="{x}" y="{y}" text-anchor="{anchor}">{name}{lowered}{raised}</text>'


def word(x, y, text, cls="word", anchor="middle"):
    return f'<text class="{cls}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'


def box(x, y, width, height, cls):
    """Return a rounded box around the center (x, y)."""
    return (f'<rect class="{cls}" x="{x - width / 2}" y="{y - height / 2}" '
            f'width="{width}" height="{height}" rx="9"/>')


def arrow(x1, y1, x2, y2, cls):
    """Return a straight arrow, horizontal or vertical."""
    a = 7 if x2 + y2 < x1 + y1 else -7    # which way its head opens
    head = f"m{a},-5 l{-a},5 l{a},5" if y1 == y2 else f"m-5,{a} l5,{-a} l5,{a}"
    return f'<path class="arrow {cls}" d="M{x1},{y1} L{x2},{y2} {head}"/>'


def svg(width, height, parts):
    size = "wide" if width > 500 else "narrow"    # a wide one scrolls on a phone, a narrow one shrinks
    return f'<svg class="{size}" viewBox="0 0 {width} {height}" width="{width}">{"".join(parts)}</svg>'


def column(x, t, read, say):
    """Return one time step: the symbol it reads below, its unit, logits, probabilities, loss above."""
    J, yhat, theta, h, X = 62, 132, 202, 282, 362
    return [
        word(x, J - 34, say),
        box(x, J, 74, 38, "box loss"), variable(x, J + 6, "J", t),
        arrow(x, yhat - 19, x, J + 22, "plain"),
        box(x, yhat, 74, 38, "box"), variable(x, yhat + 6, "ŷ", t),
        arrow(x, theta - 19, x, yhat + 22, "plain"),
        box(x, theta, 74, 38, "box"), variable(x, theta + 6, "θ", t),
        arrow(x, h - 23, x, theta + 22, "u"),
        variable(x + 8, (h + theta) / 2 + 4, "U", cls="u", anchor="start"),
        box(x, h, 74, 46, "box unit"), variable(x, h + 6, "h", t),
        arrow(x, X - 19, x, h + 26, "w-x"),
        variable(x + 8, (X + h) / 2 + 8, "W", sub="x", cls="w-x", anchor="start"),
        box(x, X, 74, 38, "box"), variable(x, X + 6, "x", t),
        word(x, X + 40, read),
    ]


def unrolled_network(name="anna"):
    """Draw the network over one name: a column a time step, the same parameters in every column."""
    read, say = [END, *name], [*name, END]
    step, first = 132, 168
    parts = [word(4, 28, "should say", anchor="start"), word(4, 402, "reads", anchor="start"),
             box(34, 282, 60, 46, "box start"), variable(34, 288, "h", 0)]
    for t in range(1, len(read) + 1):
        x = first + step * (t - 1)
        start = x - step + 41 if t > 1 else 68
        parts += [arrow(start, 282, x - 41, 282, "w-h"),
                  variable((start + x - 41) / 2 - 2, 272, "W", sub="h", cls="w-h")]
        parts += column(x, t, read[t - 1], say[t - 1])
    return svg(first + step * (len(read) - 1) + 44, 416, parts)


def backward_sum(T=4):
    """Draw the backward pass: each loss hands its gradient down, and one sum travels to the left."""
    J, h, step, first = 30, 130, 126, 50
    parts = []
    for t in range(1, T + 1):
        x = first + step * (t - 1)
        parts += [box(x, J, 74, 38, "box loss"), variable(x, J + 6, "J", t),
                  arrow(x, J + 19, x, h - 27, "u"),
                  variable(x + 10, 84, "γ", t, t, "u", "start"),
                  box(x, h, 74, 46, "box unit"), variable(x, h + 6, "h", t)]
        if t > 1:
            parts += [arrow(x - 37, h, x - step + 41, h, "w-h"),
                      variable(x - step / 2, h - 12, "δ", t, cls="w-h")]
    return svg(first + step * (T - 1) + 60, 168, parts)


def panel(left, title, lines, low, high):
    """Return one plot of 300 x 200: axes, and a labeled line for each (class, label, z, values)."""
    def at(z, value):
        return left + 30 * (z + 5), 230 - 200 * (value - low) / (high - low)

    parts = [word(left + 150, 20, title, "heading")]
    for tick in (low, (low + high) / 2, high):
        y = at(0, tick)[1]
        parts += [f'<path class="grid" d="M{left},{y} h300"/>',
                  word(left - 8, y + 5, f"{tick:g}".replace("-", "−"), "tick", "end")]
    for z in (-5, 0, 5):
        parts.append(word(at(z, 0)[0], 250, f"{z}".replace("-", "−"), "tick"))
    for cls, label, (z_label, v_label, anchor), z, values in lines:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(at, z, values))
        x, y = at(z_label, v_label)
        parts += [f'<polyline class="line {cls}" points="{points}"/>',
                  word(x, y, label, f"word {cls}", anchor)]
    return parts


def activations():
    """Draw both activations and, beside them, their derivatives."""
    z = np.linspace(-5, 5, 101)
    sigmoid, tanh = ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"]
    return svg(730, 262, [
        *panel(40, "f(z)", [("sigmoid", "sigmoid", (-2.6, 0.25, "end"), z, sigmoid.f(z)),
                            ("tanh", "tanh", (-0.9, -0.9, "start"), z, tanh.f(z))], -1, 1),
        *panel(410, "f′(z)", [("sigmoid", "sigmoid", (2.1, 0.14, "start"), z, sigmoid.prime(z)),
                              ("tanh", "tanh", (0.75, 0.75, "start"), z, tanh.prime(z))], 0, 1),
    ])
