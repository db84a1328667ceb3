"""The figures of the derivation: copies, the path of one copy, the walk back, and the two orders of one sum.

Each is a function that returns an <svg> element, as in figures.py. Dashes say what color says as well: a
dashed line or box does not take part.
"""

from figures import arrow, box, svg, variable, word


def line(points, cls):
    """Return a straight or bent line without a head."""
    path = " L".join(f"{x},{y}" for x, y in points)
    return f'<path class="arrow {cls}" d="M{path}"/>'


def copies_of_one_matrix(T=4, t=3):
    """Draw T steps whose arrows carry copies of one matrix, and the loss of step t above its state."""
    h, copy, matrix, step, first = 120, 200, 282, 150, 40
    middle = first + step * T / 2
    parts = [box(first, h, 60, 46, "box start"), variable(first, h + 6, "h", 0),
             box(middle, matrix, 74, 42, "box unit"), variable(middle, matrix + 6, "W", sub="h", cls="w-h")]
    for k in range(1, T + 1):
        x, late = first + step * k, k > t
        dash, center = " dashed" * late, x - step / 2
        parts += [arrow(x - step + 34, h, x - 34, h, "w-h" + dash),
                  line([(center, copy - 21), (center, h + 6)], "w-h" + dash),
                  box(center, copy, 74, 42, "box" + dash),
                  variable(center, copy + 6, "W", k, "h", "w-h"),
                  line([(center, copy + 21), (middle, matrix - 21)], "faint"),
                  box(x, h, 60, 46, "box unit" + dash), variable(x, h + 6, "h", k)]
        if late:
            parts.append(word(center, h - 12, "0"))
    x = first + step * t
    parts += [arrow(x, h - 23, x, 52, "u"), box(x, 32, 74, 38, "box loss"), variable(x, 38, "J", t),
              word(middle + 50, matrix + 6, "all copies are equal to it", "tick", "start")]
    return svg(first + step * T + 40, 310, parts)


def slope_of(x, y, step):
    """Return the text f'(z^(step)), with the step raised."""
    return (f'<text class="var" x="{x}" y="{y}" text-anchor="middle">f′(z<tspan class="step" dy="-7">({step})'
            '</tspan><tspan dy="7">)</tspan></text>')


def transposed(x, y):
    """Return the text W_h, transposed."""
    return (f'<text class="var w-h" x="{x}" y="{y}" text-anchor="middle">W<tspan class="sub" dy="5">h</tspan>'
            '<tspan class="step" dy="-12">T</tspan></text>')


def path_of_one_copy():
    """Draw the only path from the copy of step k to the loss of step t, and what each arrow contributes."""
    y, past, step, first = 70, 168, 170, 50
    W, z, h, J = (first + step * i for i in range(4))
    return svg(J + 50, 200, [
        box(W, y, 76, 44, "box"), variable(W, y + 6, "W", "k", "h", "w-h"),
        arrow(W + 38, y, z - 34, y, "w-h"), variable((W + z) / 2, y - 16, "h", "k−1"),
        box(z, y, 60, 44, "box"), variable(z, y + 6, "z", "k"),
        arrow(z + 30, y, h - 34, y, "plain"), slope_of((z + h) / 2, y - 16, "k"),
        box(h, y, 60, 44, "box unit"), variable(h, y + 6, "h", "k"),
        arrow(h + 30, y, J - 42, y, "u"), variable((h + J) / 2, y - 16, "γ", "k", "t", "u"),
        word((h + J) / 2, y + 26, "all later steps", "tick"),
        box(J, y, 74, 44, "box loss"), variable(J, y + 6, "J", "t"),
        box(z, past, 76, 44, "box start"), variable(z, past + 6, "h", "k−1"),
        arrow(z, past - 22, z, y + 26, "plain dashed"),
        word(z + 50, past + 5, "was there before: does not move", "tick", "start"),
    ])


def two_ways_of_a_state():
    """Draw the two arrows that leave a state, and below the one that counts what travels back along it."""
    y, back, step, first, up = 104, 186, 170, 60, 26
    past, z, h, J = (first + step * i for i in range(4))
    return svg(J + 50, 210, [
        box(past, y, 86, 46, "box unit"), variable(past, y + 6, "h", "k−1"),
        arrow(past, y - 23, past, up + 22, "u dashed"),
        box(past, up, 86, 36, "box loss dashed"), variable(past, up + 6, "J", "k−1"),
        word(past + 52, up + 5, "another loss", "tick", "start"),
        arrow(past + 43, y, z - 34, y, "w-h"), variable((past + z) / 2, y - 12, "W", sub="h", cls="w-h"),
        box(z, y, 60, 46, "box"), variable(z, y + 6, "z", "k"),
        arrow(z + 30, y, h - 34, y, "plain"), variable((z + h) / 2, y - 12, "f"),
        box(h, y, 60, 46, "box unit"), variable(h, y + 6, "h", "k"),
        arrow(h + 30, y, J - 42, y, "u"), word((h + J) / 2, y - 12, "all later steps", "tick"),
        box(J, y, 74, 46, "box loss"), variable(J, y + 6, "J", "t"),
        variable(h, back + 6, "γ", "k", "t", "u"), arrow(h - 26, back, z + 8, back, "plain"),
        slope_of((z + h) / 2, back - 14, "k"),
        arrow(z - 8, back, past + 38, back, "w-h"),
        transposed((past + z) / 2 + 10, back - 14),
        variable(past, back + 6, "γ", "k−1", "t", "u"),
    ])
