"""What was expected beside what came out, as a small drawing: bars for a vector, a heat map for a matrix.

A drawing is inline SVG without a style of its own: the page's style sheet colors its classes, light and dark.
No information is in a color alone: a sign and a difference are also written.
"""

import math

from markupsafe import Markup, escape

FEWEST, MOST = 3, 8         # numbers that are worth a drawing; rows and columns that one shows
NAMED = 6                   # differences that the text in place of a drawing spells out
CELL, HEIGHT = (52, 26), 120        # units of a heat map's cell, and of the bars
STEP, BAR = 56, 20          # units from one pair of bars to the next, and the width of a bar
MARGIN = 22                 # units on the left and above, for indices
# As in grading/checks/compare.py: what counts as different.
ABSOLUTE, RELATIVE = 1e-6, 1e-4


def drawing(name, expected, got):
    """Return a figure's SVG and its text alternative, or "" where a drawing says no more than the numbers.

    expected, got: nested lists of numbers, or of "nan" and "inf", of one shape.
    """
    shape, rows, others = table(expected), rows_of(expected), rows_of(got)
    if shape is None or shape != table(got) or sum(map(len, rows)) < FEWEST:
        return ""
    flat = len(rows) == 1 or all(len(row) == 1 for row in rows)
    if flat:
        rows, others = [[x for row in rows for x in row]], [[x for row in others for x in row]]
    wrong = [[differs(e, g) for e, g in zip(*pair, strict=True)] for pair in zip(rows, others, strict=True)]
    words = told(name, rows, others, wrong, flat)
    draw = bars if flat else maps
    return Markup(draw(clip(rows), clip(others), clip(wrong), scale_of(rows), words))


def table(value):
    """Return the shape of nested lists, or None where they are not even."""
    if not isinstance(value, list):
        return ()
    shapes = {table(part) for part in value}
    if len(shapes) != 1 or None in shapes:
        return None
    return (len(value), *shapes.pop())


def rows_of(value):
    """Return nested lists as rows of floats; those of a stack of matrices one below the other."""
    if not isinstance(value, list):
        return [[float(value)]]
    if not any(isinstance(part, list) for part in value):
        return [[float(x) for x in value]]
    return [row for part in value for row in rows_of(part)]


def differs(expected, got):
    return not abs(got - expected) <= ABSOLUTE + RELATIVE * abs(expected)


def scale_of(rows):
    """Return the largest size among the expected numbers that are finite, or 1."""
    return max((abs(x) for row in rows for x in row if math.isfinite(x)), default=0) or 1


def clip(rows):
    return [row[:MOST] for row in rows[:MOST]]


def short(x):
    """Return a number in at most seven characters, with a real minus."""
    text = f"{x:.3g}"
    return (text if len(text) <= 7 else f"{x:.0e}").replace("-", "−")


def told(name, rows, others, wrong, flat):
    """Return what the drawing shows, in words."""
    places = [(i, j) for i, row in enumerate(wrong) for j, bad in enumerate(row) if bad]
    size = f"{len(rows[0])} numbers" if flat else f"{len(rows)} rows and {len(rows[0])} columns"
    named = [f"{f'place {j}' if flat else f'row {i}, column {j}'}: expected {short(rows[i][j])}, "
             f"got {short(others[i][j])}" for i, j in places[:NAMED]]
    more = f"; and {len(places) - NAMED} more" if len(places) > NAMED else ""
    return f"{name}, {size}, of which {len(places)} differ. Counted from 0: {'; '.join(named)}{more}."


######## a matrix

def maps(rows, others, wrong, scale, words):
    """Return two heat maps, what was expected and what came out."""
    right = [[False] * len(row) for row in rows]
    return (f'<div class="pair" role="img" aria-label="{escape(words)}">'
            f'{heat("expected", rows, right, scale)}{heat("got", others, wrong, scale)}</div>')


def heat(title, rows, wrong, scale):
    width, height = (MARGIN + CELL[0] * len(rows[0]) + 2, MARGIN + CELL[1] * len(rows) + 2)
    cells = [cell(i, j, x, wrong[i][j], scale) for i, row in enumerate(rows) for j, x in enumerate(row)]
    across = [text(MARGIN + CELL[0] * (j + 0.5), MARGIN - 7, str(j), "tick") for j in range(len(rows[0]))]
    down = [text(MARGIN - 10, MARGIN + CELL[1] * (i + 0.5) + 4, str(i), "tick") for i in range(len(rows))]
    return (f'<div><p class="panel">{title}</p><svg viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}">{"".join(across + down + cells)}</svg></div>')


def cell(i, j, x, wrong, scale):
    """Return one number on its color; a wrong one has a frame and a sign of its own."""
    left, top = MARGIN + CELL[0] * j, MARGIN + CELL[1] * i
    size = min(abs(x) / scale, 1) if math.isfinite(x) else 0
    kind = "plus" if x >= 0 else "minus"
    frame = f'<rect class="wrong" {box(left + 2, top + 2, CELL[0] - 4, CELL[1] - 4)}/>' if wrong else ""
    number = text(left + CELL[0] / 2, top + CELL[1] / 2 + 4, short(x), "number")
    return (f'<rect class="cell" {box(left, top, *CELL)}/>'
            f'<rect class="{kind}" fill-opacity="{0.45 * size:.2f}" {box(left, top, *CELL)}/>{frame}{number}')


######## a vector

def bars(rows, others, wrong, scale, words):
    """Return a pair of bars for each number: what was expected, and, hatched, what came out."""
    expected, got, bad = rows[0], others[0], wrong[0]
    signs = [x for x in expected + got if math.isfinite(x) and x]
    up, down = any(x > 0 for x in signs) or not signs, any(x < 0 for x in signs)
    unit = HEIGHT / (up + down)
    zero = MARGIN + unit * up
    width, height = MARGIN + STEP * len(expected), MARGIN * 2 + HEIGHT
    parts = [f'<line class="axis" x1="{MARGIN / 2}" x2="{width}" y1="{zero:g}" y2="{zero:g}"/>']
    for j, (e, g) in enumerate(zip(expected, got, strict=True)):
        left = MARGIN + STEP * j + 4
        parts += [bar(left, zero, e, "expected", scale, unit),
                  bar(left + BAR + 2, zero, g, "got", scale, unit),
                  text(left + BAR + 1, height - 5, f"{j} ≠" if bad[j] else str(j), "tick")]
    return (f'<div class="pair" role="img" aria-label="{escape(words)}"><div><p class="panel">'
            f'<span class="key expected"></span> expected <span class="key got"></span> got</p>'
            f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">{"".join(parts)}</svg>'
            '</div></div>')


def bar(left, zero, x, kind, scale, unit):
    """Return a bar from zero to x; one that does not fit ends at the edge with an arrow head."""
    if math.isnan(x):
        return text(left + BAR / 2, zero - 4, "NaN", "tick")
    size = min(abs(x) / scale, 1) * (unit - 10)
    top = zero - size if x > 0 else zero
    body = f'<rect class="{kind}" {box(left, top, BAR, size)}/>'
    if abs(x) <= scale * 1.0001:
        return body
    tip, base = (zero - unit + 1, zero - size) if x > 0 else (zero + unit - 1, zero + size)
    return body + (f'<path class="{kind}" d="M{left:g} {base:g}L{left + BAR:g} {base:g}'
                   f'L{left + BAR / 2:g} {tip:g}Z"/>')


def box(x, y, width, height):
    return f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:.4g}"'


def text(x, y, words, kind):
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'
