"""The stored runs of the chapters "Training" and "A long text": tables, and the numbers of sentences."""

import json
from textwrap import fill

from IPython.display import Markdown
from measured import DATA, table

TRAINING, LONG = (json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
                  for name in ("training", "long_text"))


def loss(part, **which):
    """Return the held-out loss of the one stored row of a part that has these values."""
    [found] = [row for row in TRAINING[part] if which.items() <= row.items()]
    return found["loss"]


def scales():
    """Return the table of the sizes of the first weights."""
    return table(["activation", "standard deviation", "mean slope at the start", "held-out loss"], [
        [row["activation"], r"$1/\sqrt{n}$" if row["scale"] is None else f"{row['scale']:g}",
         f"{row['slope']:.3f}", f"{row['loss']:.2f}"] for row in TRAINING["scales"]])


def schedules():
    """Return the table of schedules, a column an activation."""
    return table(["schedule", "sigmoid", "tanh"], [
        [name, *(f"{loss('schedules', activation=a, schedule=name):.3f}" for a in ("sigmoid", "tanh"))]
        for name in ("constant", "linear", "cosine", "warm-up")])


def regularizers():
    """Return the table of what is done against overfitting."""
    return table(["with", "held-out loss"],
                 [[row["with"], f"{row['loss']:.3f}"] for row in TRAINING["regularizers"]])


def temperatures():
    """Return the table of entropies and losses at each temperature."""
    return table(["temperature", "mean entropy", "held-out loss"], [
        [f"{row['temperature']:g}", f"{row['entropy']:.2f}", f"{row['loss']:.2f}"]
        for row in LONG["temperatures"]])


def samples():
    """Return the stored samples, one quoted block a temperature."""
    parts = []
    for row in LONG["temperatures"]:
        lines = [fill(line, 72) for line in row["sample"].strip().splitlines()]
        parts.append(f"Temperature {row['temperature']:g}:\n\n```text\n" + "\n".join(lines) + "\n```\n")
    return Markdown("\n".join(parts))


def power(value):
    """Return a small number with a power of ten: 3 · 10⁻⁷."""
    digits, exponent = f"{value:.0e}".split("e")
    return f"{digits} · 10" + f"{int(exponent)}".translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
