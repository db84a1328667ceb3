"""The figures of trick two: one sum in two orders, and what the two bookkeepings cost."""

import json
from math import log10

from charts import RESULTS, moved
from figures import arrow, box, svg, variable, word

CELL = 62
WAYS = {    # key of the benchmark: its label, its mark, the class of its line
    "one_by_one_s": ("one by one", '<circle class="mark full" r="6"/>', "tanh"),
    "accumulated_s": ("one walk", '<rect class="mark" x="-6" y="-6" width="12" height="12"/>', "sigmoid"),
}
POWERS = {-4: "0.1 ms", -3: "1 ms", -2: "10 ms", -1: "0.1 s", 0: "1 s", 1: "10 s"}


def triangle(left, top, T, title, by_step):
    """Return the cells (t, k) with k <= t, and an arrow through each row or, by_step, through each column."""
    parts = [word(left + CELL * T / 2, top - 44, title)]
    for n in range(1, T + 1):
        middle = CELL * (n - 0.5)
        parts += [variable(left - 24, top + middle + 6, "J", n),
                  variable(left + middle, top - 12, "W", n, "h", "w-h")]
        for k in range(1, n + 1):
            x, y = left + CELL * (k - 0.5), top + middle
            parts += [box(x, y, CELL - 6, CELL - 6, "box unit"), variable(x - 6, y + 2, "γ", k, n)]
    for n in range(1, T + 1):
        middle = CELL * (n - 0.5)
        x, y, end = left + middle + 20, top + middle + 20, top + CELL * T
        parts += [arrow(x, top + middle - 16, x, end + 14, "w-h"),
                  variable(x, end + 36, "δ", n, cls="w-h")] if by_step else [
                  arrow(left + 10, y, left + CELL * n + 14, y, "u")]
    return parts


def two_orders_of_a_sum(T=4):
    """Draw the pairs (t, k) with k <= t twice: added up by rows, and by columns."""
    width, top = CELL * T, 70
    left, right = 60, 60 + width + 110
    return svg(right + width + 24, top + width + 54, [
        *triangle(left, top, T, "loss by loss", by_step=False),
        *triangle(right, top, T, "step by step", by_step=True),
    ])


def bookkeeping_times():
    """Draw the seconds of both bookkeepings over T from the stored benchmark, both scales logarithmic."""
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["accumulate"]
    left, top, width, height, low, high = 80, 24, 420, 220, min(POWERS), max(POWERS)
    first, last = (log10(rows[i]["T"]) for i in (0, -1))

    def at(T, seconds):
        return (left + width * (log10(T) - first) / (last - first),
                top + height * (high - log10(seconds)) / (high - low))

    parts = [word(left + width / 2, top + height + 46, "time steps T", "tick")]
    for power, label in POWERS.items():
        y = at(rows[0]["T"], 10 ** power)[1]
        parts += [f'<path class="grid" d="M{left},{y:.1f} h{width}"/>',
                  word(left - 10, y + 5, label, "tick", "end")]
    parts += [word(at(row["T"], 1)[0], top + height + 22, f"{row['T']:,}", "tick") for row in rows]
    for key, (label, mark, cls) in WAYS.items():
        points = [at(row["T"], row[key]) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts += [f'<polyline class="line {cls}" points="{path}"/>', *(moved(mark, x, y) for x, y in points),
                  word(points[-1][0] + 14, points[-1][1] + 5, label, anchor="start")]
    return svg(left + width + 130, top + height + 60, parts)
