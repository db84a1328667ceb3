"""The figure of the chapter on batches."""

from figures import END, box, svg, word


def cell(x, y, symbol):
    """Return one symbol in a box; None is padding: a dashed box with a dash."""
    return [box(x, y, 46, 34, "box start" if symbol is None else "box unit"),
            word(x, y + 5, "–" if symbol is None else symbol)]


def packing(names=("anna", "nan", "an")):
    """Draw what a batch reads, padded to a rectangle and packed into blocks; names longest first."""
    read = [[END, *name] for name in names]
    T, left, step = len(read[0]), 130, 52
    parts = [word(4, 20, "padded", anchor="start"), word(4, 42, "step", "tick", "start")]
    for t in range(1, T + 1):
        parts.append(word(left + step * (t - 1), 42, f"{t}", "tick"))
    for b, symbols in enumerate(read):
        y = 70 + 40 * b
        parts.append(word(4, y + 5, names[b], "tick", "start"))
        for t in range(T):
            parts += cell(left + step * t, y, symbols[t] if t < len(symbols) else None)
    top = 70 + 40 * len(read) + 40
    parts += [word(4, top, "packed", anchor="start"), word(4, top + 33, "block", "tick", "start")]
    x = left
    for t in range(1, T + 1):
        block = [symbols[t - 1] for symbols in read if len(symbols) >= t]
        parts.append(word(x + step * (len(block) - 1) / 2, top + 33, f"{t}", "tick"))
        for symbol in block:
            parts += cell(x, top + 62, symbol)
            x += step
        x += 14
    return svg(x + 10, top + 92, parts)
