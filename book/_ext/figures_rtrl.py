"""The figure of the chapter on the other bookkeeping."""

from figures import svg, variable, word

STEP, TOP = 48, 84    # between cells, and down to the first


def triangle(left, title, T, cell, groups):
    """Return a triangle of pairs (use k, loss s), k <= s: a text in each, and boxes around groups of them."""
    parts = [word(left - 40, 20, title, anchor="start"),
             variable(left - 24, TOP - 32, "k"), variable(left - 40, TOP - 17, "s")]
    parts += [word(left + STEP * (k - 1), TOP - 32, f"{k}", "tick") for k in range(1, T + 1)]
    parts += [word(left - 40, TOP + STEP * (s - 1) + 5, f"{s}", "tick") for s in range(1, T + 1)]
    for k1, s1, k2, s2 in groups:
        x, y = left + STEP * (k1 - 1) - 19, TOP + STEP * (s1 - 1) - 19
        parts.append(f'<rect class="box unit" x="{x}" y="{y}" width="{STEP * (k2 - k1) + 38}" '
                     f'height="{STEP * (s2 - s1) + 38}" rx="17"/>')
    parts += [word(left + STEP * (k - 1), TOP + STEP * (s - 1) + 5, cell(k, s))
              for s in range(1, T + 1) for k in range(1, s + 1)]
    return parts


def bookkeepings(T=4):
    """Draw the pairs of a use and a loss three times: summed by rows, by columns, and counted too often."""
    rows = [(1, s, s, s) for s in range(1, T + 1)]
    columns = [(k, k, k, T) for k in range(1, T + 1)]
    width = STEP * T + 62
    return svg(3 * width + 20, TOP + STEP * T + 8, [
        *triangle(60, "row by row", T, lambda k, s: "•", rows),
        *triangle(60 + width, "column by column", T, lambda k, s: "•", columns),
        *triangle(60 + 2 * width, "counted how often", T, lambda k, s: f"{s - k + 1}", []),
    ])
