"""The figure of the chapter on the other parameters."""

from figures import arrow, box, svg, variable


def row(x, y, names):
    """Return variables side by side, each (name, step, sub)."""
    return [variable(x + 44 * i, y, name, step, sub) for i, (name, step, sub) in enumerate(names)]


def doors():
    """Draw one time step with the two places where parameters enter, and what gets its gradient there."""
    z, h, theta, J, y = 215, 350, 490, 615, 100
    return svg(660, 262, [
        box(50, 62, 84, 42, "box"), variable(50, 68, "h", "k−1"),
        box(50, 138, 84, 42, "box"), variable(50, 144, "x", "k"),
        arrow(92, 62, z - 40, 62, "w-h"), variable(132, 52, "W", sub="h", cls="w-h"),
        arrow(92, 138, z - 40, 138, "w-x"), variable(132, 128, "W", sub="x", cls="w-x"),
        variable(z, 16, "b", sub="1"), arrow(z, 24, z, 36, "plain"),
        box(z, y, 74, 122, "box unit"), variable(z, y + 6, "z", "k"),
        arrow(z + 37, y, h - 40, y, "plain"), variable((z + h) / 2, y - 10, "f"),
        box(h, y, 74, 46, "box unit"), variable(h, y + 6, "h", "k"),
        arrow(h + 37, y, theta - 40, y, "u"), variable((h + theta) / 2, y - 10, "U", cls="u"),
        variable(theta, 50, "b", sub="2"), arrow(theta, 58, theta, 74, "plain"),
        box(theta, y, 74, 46, "box"), variable(theta, y + 6, "θ", "k"),
        arrow(theta + 37, y, J - 37, y, "plain"),
        box(J, y, 68, 46, "box loss"), variable(J, y + 6, "J", "k"),
        '<path class="grid" d="M215,165 V186 M490,127 V186"/>',
        box(z, 205, 74, 34, "box start"), variable(z, 211, "dz", "k"),
        box(theta, 205, 74, 34, "box start"), variable(theta, 211, "dθ", "k"),
        *row(z - 88, 252, [("W", None, "h"), ("W", None, "x"), ("b", None, "1"), ("h", 0, None),
                           ("x", "k", None)]),
        *row(theta - 22, 252, [("U", None, None), ("b", None, "2")]),
    ])
