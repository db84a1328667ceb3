"""The figures of the chapters before the derivation, each a function that returns an <svg> element."""

from figures import arrow, box, svg, variable, word


def use(x, y, step=None):
    """Return one use of F: the input x below it, the answer y above it."""
    return [box(x, y - 90, 66, 38, "box"), variable(x, y - 84, "ŷ", step),
            arrow(x, y - 24, x, y - 68, "plain"),
            box(x, y, 74, 46, "box unit"), variable(x, y + 6, "F"),
            arrow(x, y + 71, x, y + 26, "plain"),
            box(x, y + 90, 66, 38, "box"), variable(x, y + 96, "x", step)]


def rolled_and_unrolled(T=3):
    """Draw a recurrent function with its loop and, beside it, unrolled over T steps."""
    y, first, step = 118, 366, 126
    loop = (f'<path class="arrow w-h" d="M97,{y - 12} C168,{y - 46} 168,{y + 46} 101,{y + 12} '
            'm9,-1 l-9,1 l6,7"/>')
    parts = [*use(60, y), loop, variable(162, y + 6, "h", cls="w-h", anchor="start"),
             word(224, y - 12, "unrolled"), arrow(192, y, 256, y, "plain")]
    for t in range(T + 1):
        x = first + step * t
        parts += [arrow(x - step + 41, y, x - 41, y, "w-h"),
                  variable(x - step / 2, y - 11, "h", t, cls="w-h")]
        if t < T:
            parts += use(x, y, t + 1)
    return svg(first + step * T - 30, 236, parts)
