"""The figures that show measurements: each a function that returns an <svg> element, as in figures.py."""

import json
from math import log10
from pathlib import Path

from figures import svg, word

RESULTS = Path(__file__).parents[1] / "data" / "performance.json"
MARKS = {    # peer: its mark, around the origin
    "PyTorch packed nn.RNN": '<circle class="mark full" r="7"/>',
    "PyTorch padded nn.RNN": '<circle class="mark" r="7"/>',
    "JAX lax.scan":          '<rect class="mark full" x="-6" y="-6" width="12" height="12"/>',
    "padded NumPy":          '<path class="mark" d="M0,-8 L8,0 L0,8 L-8,0 Z"/>',
}
TICKS = (1, 2, 5, 10, 20, 50)


def moved(mark, x, y):
    return f'<g transform="translate({x:.1f},{y:.1f})">{mark}</g>'


def speedups():
    """Draw by what factor ours is faster than each peer: a row a size, factors on a logarithmic scale."""
    sizes = json.loads(RESULTS.read_text(encoding="utf-8"))["sizes"]
    factors = [{row["peer"]: row["ours_is_faster"] for row in size["rows"]
                if row["peer"] in MARKS and row["ours_is_faster"]} for size in sizes]
    most = max(factor for line in factors for factor in line.values())
    ticks = [tick for tick in TICKS if tick <= most * 1.1]
    left, top, step, width = 170, 78, 36, 500
    bottom = top + step * len(sizes)

    def x(factor):
        return left + width * log10(factor) / log10(most * 1.1)

    parts = []
    for i, (peer, mark) in enumerate(MARKS.items()):
        at, y = left + 270 * (i % 2), 18 + 24 * (i // 2)
        parts += [moved(mark, at, y), word(at + 16, y + 5, peer, anchor="start")]
    for tick in ticks:
        parts += [f'<path class="grid" d="M{x(tick):.1f},{top - 12} V{bottom - 8}"/>',
                  word(f"{x(tick):.1f}", bottom + 12, f"{tick}", "tick")]
    parts.append(word(left + width / 2, bottom + 36, "times as fast as the peer", "tick"))
    for size, line, y in zip(sizes, factors, range(top + 10, bottom, step), strict=True):
        parts.append(word(left - 24, y + 5, f"B = {size['B']}, {size['D_h']} units", "tick", "end"))
        parts += [moved(MARKS[peer], x(factor), y) for peer, factor in line.items()]
    return svg(left + width + 30, bottom + 46, parts)
