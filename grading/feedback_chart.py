"""What was expected beside what came out, as a small drawing: bars for a vector, a heat map for a matrix.

A drawing is inline SVG without a style of its own: the page's style sheet colors its classes, light and dark.
No information is in a color alone: a sign and a difference are also written.
"""

import math

from markupsafe import Markup, escape

FEWEST, MOST = 3, 8         # numbers that are worth a drawing; rows and columns that one shows
NAMED = 6                   # differences that the text in place of a drawing spells out
CELL, CORNER, HEIGHT = (54, 27), 8, 120     # units of a heat map's cell and its mark, and of the bars
STEP, BAR = 58, 20          # units from one pair of bars to the next, and the width of a bar
MARGIN, TOP = 22, 12        # units for indices, and beyond the longest bar for its arrow head
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
    texts = f"{x:.3g}", f"{x:.2g}", f"{x:.0e}"
    return next((text for text in texts if len(text) <= 7), texts[-1]).replace("-", "−")


def told(name, rows, others, wrong, flat):
    """Return what the drawing shows, in words."""
    places = [(i, j) for i, row in enumerate(wrong) for j, bad in enumerate(row) if bad]
    size = f"{len(rows[0])} numbers" if flat else f"{len(rows)} rows and {len(rows[0])} columns"
    named = [f"{f'place {j}' if flat else f'row {i}, column {j}'}: expected {short(rows[i][j])}, "
             f"got {short(others[i][j])}" for i, j in places[:NAMED]]
    more = f"; and {len(places) - NAMED} more" if len(places) > NAMED else ""
    drawn = f" Drawn are the first {MOST} of each." if max(len(rows), len(rows[0])) > MOST else ""
    return f"{name}, {size}, of which {len(places)} differ. Counted from 0: {'; '.join(named)}{more}.{drawn}"


######## a matrix

def maps(rows, others, wrong, scale, words):
    """Return two heat maps, what was expected and what came out."""
    right = [[False] * len(row) for row in rows]
    return (f'<div class="pair" role="img" aria-label="{escape(words)}">'
            f'{heat("expected", rows, right, scale)}'
            f'{heat("got; a marked corner differs", others, wrong, scale)}</div>')


def heat(title, rows, wrong, scale):
    width, height = (MARGIN + CELL[0] * len(rows[0]) + 2, MARGIN + CELL[1] * len(rows) + 2)
    cells = [cell(i, j, x, wrong[i][j], scale) for i, row in enumerate(rows) for j, x in enumerate(row)]
    across = [text(MARGIN + CELL[0] * (j + 0.5), MARGIN - 7, str(j), "tick") for j in range(len(rows[0]))]
    down = [text(MARGIN - 10, MARGIN + CELL[1] * (i + 0.5) + 4, str(i), "tick") for i in range(len(rows))]
    return (f'<div><p class="panel">{title}</p><svg viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}">{"".join(across + down + cells)}</svg></div>')


def cell(i, j, x, wrong, scale):
    """Return one number on its color; a wrong one has a marked corner."""
    left, top = MARGIN + CELL[0] * j, MARGIN + CELL[1] * i
    size = min(abs(x) / scale, 1) if math.isfinite(x) else 0
    kind = "plus" if x >= 0 else "minus"
    corner = f'<path class="wrong" d="M{left + CELL[0]} {top}v{CORNER}l-{CORNER} -{CORNER}z"/>' * wrong
    place, opacity = box(left, top, *CELL), f"{0.45 * size:.2f}"
    number = text(left + CELL[0] / 2, top + CELL[1] / 2 + 4, short(x), "number")
    return (f'<rect class="cell" {place}/><rect class="{kind}" fill-opacity="{opacity}" {place}/>'
            f'{corner}{number}')


######## a vector

def bars(rows, others, wrong, scale, words):
    """Return a pair of bars for each number: what was expected, and, as an outline, what came out."""
    expected, got = ([x / scale for x in row] for row in (rows[0], others[0]))
    heights = [max(-2, min(2, x)) for x in expected + got if not math.isnan(x)]
    up, down = max([0, *heights]), -min([0, *heights])
    unit = HEIGHT / (up + down or 1)
    zero, width = TOP + unit * up, MARGIN + STEP * len(expected)
    height = TOP + HEIGHT + TOP + MARGIN
    parts = [f'<line class="axis" x1="0" x2="{width}" y1="{zero:g}" y2="{zero:g}"/>']
    for j, (e, g) in enumerate(zip(expected, got, strict=True)):
        left = MARGIN / 2 + STEP * j
        parts += [bar(left, zero, e, "expected", unit), bar(left + BAR + 3, zero, g, "got", unit),
                  text(left + BAR + 1, height - 5, f"{j} ≠" if wrong[0][j] else str(j), "tick")]
    return (f'<div class="pair" role="img" aria-label="{escape(words)}"><div><p class="panel">'
            f'<span class="key expected"></span> expected <span class="key got"></span> got</p>'
            f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">{"".join(parts)}</svg>'
            '</div></div>')


def bar(left, zero, x, kind, unit):
    """Return a bar from zero to x; one more than twice as long as all expected ones ends in an arrow head."""
    if math.isnan(x):
        return text(left + BAR / 2, zero - 4, "NaN", "tick")
    size = min(abs(x), 2) * unit
    end, beyond = (zero - size, -TOP + 2) if x > 0 else (zero + size, TOP - 2)
    body = f'<rect class="{kind}" {box(left, min(zero, end), BAR, size)}/>'
    if abs(x) <= 2:
        return body
    return body + f'<path class="{kind}" d="M{left:g} {end:g}h{BAR}L{left + BAR / 2:g} {end + beyond:g}z"/>'


def box(x, y, width, height):
    return f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:.4g}"'


def text(x, y, words, kind):
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'
