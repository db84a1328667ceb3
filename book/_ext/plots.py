"""One plot with axes and labeled lines, for the figures that show curves."""

from math import log10
from typing import NamedTuple

from figures import word


class Axis(NamedTuple):
    """From low to high, with ticks that are written on it."""

    low: float
    high: float
    ticks: tuple
    log: bool = False
    label: str = ""

    def share(self, value):
        """Return where a value lies: 0 at the low end, 1 at the high end."""
        if self.log:
            return log10(value / self.low) / log10(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def written(tick, log):
    """Return a tick as text: 0.5, −3, or a power of ten."""
    if log and not 0.001 <= tick <= 1000:
        power = f"{round(log10(tick))}".replace("-", "−")
        return f'10<tspan class="step" dy="-6">{power}</tspan>'
    return f"{tick:g}".replace("-", "−")


def plot(left, title, lines, x, y, width=300, height=200, top=34):
    """Return the parts of one plot: lines are (class, label, xs, ys), labeled where they end."""
    def at(a, b):
        return left + width * x.share(a), top + height * (1 - y.share(b))

    parts = [word(left + width / 2, 18, title, "tick")]
    for tick in y.ticks:
        level = at(x.low, tick)[1]
        parts += [f'<path class="grid" d="M{left},{level:.1f} h{width}"/>',
                  word(left - 8, round(level + 5, 1), written(tick, y.log), "tick", "end")]
    for tick in x.ticks:
        parts.append(word(round(at(tick, y.low)[0], 1), top + height + 20, written(tick, x.log), "tick"))
    parts.append(word(left + width / 2, top + height + 42, x.label, "tick"))
    below = []
    for cls, label, xs, ys in sorted(lines, key=lambda line: -line[3][-1]):
        points = [at(a, b) for a, b in zip(xs, ys, strict=True)]
        end_x, end_y = points[-1]
        end_y = max([end_y, *(taken + 17 for taken in below)])    # labels do not cover each other
        below.append(end_y)
        joined = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts += [f'<polyline class="line {cls}" points="{joined}"/>',
                  word(round(end_x + 7, 1), round(end_y + 5, 1), label, f"tick {cls}", "start")]
    return parts
