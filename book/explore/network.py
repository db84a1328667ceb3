"""The drawing of the page "The unrolled network": a column a step, the way up and the way back.

Each part carries the moment at which it is computed, so that the page can hide what has not happened yet.
"""

import anna
import numpy as np
from explore.passes import EQUATIONS, label, moment_of, moments, numbers, passes
from figures import svg, variable, word

WORDS = {"anna": anna.params, "hello": None, "banana": None}    # with the chapters' parameters, or random
CELL, ROW, STEP, RISE = 62, 18, 108, 34    # a number's box, the way to the next column, between two vectors
SYMBOLS = {"z": "z", "h": "h", "theta": "θ", "yhat": "ŷ", "J": "J", "dtheta": "dθ", "gamma": "γ",
           "delta": "δ", "dz": "dz"}
BOXES = {"h": "unit", "J": "loss", "delta": "back", "dz": "back", "dtheta": "back", "gamma": "back"}


def picture():
    """Return the drawing that stands where no script runs."""
    return network("anna", params=anna.params)["svg"]


def data():
    """Return what the page shows at once: three words with both activations."""
    return {"words": {text: {f: network(text, f, 0, params) for f in ("sigmoid", "tanh")}
                      for text, params in WORDS.items()}}


def network(text, activation="sigmoid", seed=0, params=None):
    """Return the drawing of both passes over a word and what each moment shows, ready for JSON.

    Errors: ValueError says what is wrong with the word.
    """
    found = passes(text, activation, seed, params)
    return {"svg": scene(found), "moments": moments(found)}


def scene(found):
    """Return the <svg> of both passes."""
    (T, V), D_h = found.tables["theta"].shape, len(found.h_0)
    left = left_of(D_h)
    rows = levels(V, D_h)
    parts = [word(4, 24, "should say", "tick", "start"), word(4, rows["x"] + 5, "reads", "tick", "start"),
             word(4, rows["theta"] + 8, "forward →", "heading", "start"),
             word(4, rows["gamma"] + 8, "← backward", "heading", "start"),
             vector(left - STEP, rows["h"], "h", 0, numbers(found.h_0, 2), "box start"),
             *names(found, rows, left), *total(found, rows, left), *start(found, rows, left)]
    for step in range(1, T + 1):
        x = left + STEP * (step - 1)
        parts += [*column(found, x, rows, step), *arrows(x, rows, step, T, V, D_h)]
    return svg(left + STEP * T - 36, rows["bus"] + ROW * D_h // 2 + 10, parts)


def left_of(D_h):
    """Return where the first column begins: to its left stand the first state and the sum of dW_h."""
    return 46 * D_h + 66


def levels(V, D_h):
    """Return the height of each vector's upper edge, and of the line that collects dW_h."""
    sizes = {"J": 1, "yhat": V, "theta": V, "h": D_h, "z": D_h, "x": 1, "dtheta": V, "gamma": D_h,
             "delta": D_h, "dz": D_h}
    at, top = {}, 60
    for name, size in sizes.items():
        at[name] = top
        top += size * ROW + RISE
    at["x"] += 4
    return at | {"bus": top - 12}


def vector(x, y, name, step, texts, cls="box", shares=None):
    """Return a vector: its symbol above a box, a number a line; shares draws bars behind the numbers."""
    sub = step if name == "gamma" else None
    symbol = variable(x + 1, y - 7, SYMBOLS[name], step, sub, "small", "start")
    height = ROW * len(texts)
    parts = [symbol, f'<rect class="{cls}" x="{x}" y="{y}" width="{CELL}" height="{height}" rx="5"/>']
    for i, text in enumerate(texts):
        if shares is not None:
            parts.append(f'<rect class="share" x="{x + 1}" y="{y + ROW * i + 2}" rx="2" '
                         f'width="{(CELL - 2) * shares[i]:.1f}" height="{ROW - 4}"/>')
        parts.append(word(x + CELL - 9, y + ROW * i + 13, text, "number", "end"))
    return "".join(parts)


def column(found, x, rows, step):
    """Return the vectors of one step, each a group that says what it is and when it is computed."""
    T, parts = len(found.x), []
    for name in SYMBOLS:
        values = np.atleast_1d(found.tables[name][step - 1])
        drawn = vector(x, rows[name], name, step, numbers(values, 2), f"box {BOXES.get(name, '')}".strip(),
                       values if name == "yhat" else None)
        if name in ("yhat", "dtheta"):
            line = rows[name] + ROW * found.y[step - 1]
            drawn += f'<path class="truth" d="M{x},{line + 1} v{ROW - 2}"/>'
        title = f"<title>{label(found, name, step)}</title>"
        parts.append(group(f"value of-{name}", name, step, T, title + drawn))
    read, say = (found.symbols[symbols[step - 1]] for symbols in (found.x, found.y))
    middle = x + CELL / 2
    return [*parts, word(middle, 24, say), word(middle, rows["x"] + 5, read)]


def group(cls, name, step, T, content):
    return (f'<g class="{cls}" data-of="{name}" data-step="{step}" data-moment="{moment_of(name, step, T)}">'
            f"{content}</g>")


def straight(x, start, end, cls):
    """Return a vertical arrow."""
    a = 6 if end < start else -6
    return f'<path class="arrow {cls}" d="M{x},{start} V{end} m-5,{a} l5,{-a} l5,{a}"/>'


def elbow(x1, y1, x2, y2, middle, cls):
    """Return an arrow that goes sideways, up or down, and sideways again."""
    a = -6 if x2 > x1 else 6
    return f'<path class="arrow {cls}" d="M{x1},{y1} H{middle} V{y2} H{x2} m{a},-5 l{-a},5 l{a},5"/>'


def arrows(x, rows, step, T, V, D_h):
    """Return the arrows of one step: up to its loss, down from it, and those to its neighbors."""
    at, half = x + 46, ROW * D_h / 2
    below = {"yhat": V, "theta": V, "h": D_h, "z": D_h, "J": 1, "dtheta": V, "gamma": D_h, "delta": D_h,
             "dz": D_h}

    def up(low, high, cls="plain"):
        return straight(at, rows[low] - (11 if low == "x" else 2), rows[high] + ROW * below[high] + 3, cls)

    def down(high, low, cls="plain"):
        return straight(at, rows[high] + ROW * below[high] + 2, rows[low] - 3, cls)

    parts = [group("way", "z", step, T, up("x", "z", "w-x") + elbow(
                 x - STEP + CELL + 2, rows["h"] + half, x - 3, rows["z"] + half, x - 23, "w-h"))]
    parts += [group("way", name, step, T, up(low, name, cls))
              for low, name, cls in (("z", "h", "plain"), ("h", "theta", "u"), ("theta", "yhat", "plain"),
                                     ("yhat", "J", "plain"))]
    parts += [group("way", name, step, T, down(high, name, cls))
              for high, name, cls in (("dtheta", "gamma", "u"), ("gamma", "delta", "plain"),
                                      ("delta", "dz", "plain"))]
    to = -STEP if step > 1 else 46 * D_h - 30 - left_of(D_h)
    parts.append(group("way", "dW_h", step, T, (
        f'<path class="arrow plain" d="M{at},{rows["dz"] + 2 * half + 2} V{rows["bus"]} h{to}"/>')))
    parts.append(group("way", "delta" if step > 1 else "dh_0", max(step - 1, 1), T, elbow(
        x - 2, rows["dz"] + half, x - STEP + CELL + 3, rows["delta"] + half, x - STEP + CELL + 23, "w-h")))
    return parts


def start(found, rows, left):
    """Return the gradient of the first state, which step 1 sends back."""
    T, values = len(found.x), numbers(found.tables["dh_0"][0], 2)
    drawn = vector(left - STEP, rows["delta"], "delta", 0, values, "box back start")
    return [group("value of-dh_0", "dh_0", 1, T, f"<title>{label(found, 'dh_0', 1)}</title>{drawn}")]


def names(found, rows, left):
    """Return the name of each matrix beside the first arrow that it makes."""
    V, D_h = found.tables["theta"].shape[1], len(found.h_0)
    raised = '<tspan class="step" dy="-12">T</tspan></text>'

    def name(x, y, letter, sub, cls):
        return variable(x, y, letter, sub=sub, cls=f"{cls} small", anchor="start")

    return [name(left - 54, rows["z"] + ROW * D_h / 2 + 2, "W", "h", "w-h"),
            name(left + 52, rows["z"] + ROW * D_h + 20, "W", "x", "w-x"),
            name(left + 52, rows["theta"] + ROW * V + 22, "U", None, "u"),
            name(left + 52, rows["dtheta"] + ROW * V + 22, "Uᵀ", None, "u"),
            name(left - 60, rows["dz"] + ROW * D_h / 2 + 2, "W", "h", "w-h").replace("</text>", raised)]


def total(found, rows, left):
    """Return the matrix that adds up dW_h."""
    D_h = len(found.h_0)
    y, width = rows["bus"] - ROW * D_h / 2, 46 * D_h
    cells = [word(12 + 46 * (j + 1) - 6, y + ROW * i + 13, text, "number total", "end")
             for i, row in enumerate(numbers(found.total[0], 2)) for j, text in enumerate(row)]
    title = f"<title>The sum so far of d J / d W_h, by {EQUATIONS['dW_h']}</title>"
    return [group("value of-dW_h sum", "dW_h", 1, 0, (
        f'{title}{variable(13, y - 9, "dJ/dW", sub="h", cls="small", anchor="start")}'
        f'<rect class="box back" x="12" y="{y}" width="{width}" height="{ROW * D_h}" rx="5"/>'
        f'{"".join(cells)}'))]
