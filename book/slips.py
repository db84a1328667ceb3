"""The errata's entries and what comes out when they are run: for the `errata` directive and its test."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from book import slip_runs
from book.equations.draws import drawn
from book.equations.functions import Wrong
from book.equations.values import Instance
from book.equations.world import World

FILE = Path(__file__).with_name("errata.toml")
SOURCES = {
    "post":     "The blog post",
    "notebook": "The notebook behind the post",
    "draft":    "The first draft of the post",
    "notes":    "The notes",
    "others":   "Other texts",
}
VERDICTS = {
    "wrong":     "What stands there is not so, or gives other values.",
    "undefined": "What stands there has no value: shapes that do not fit, or a quantity that does not exist.",
    "missing":   "The course needs it, and it is not there.",
    "unsaid":    "True, or true if read in the right way, but a reason or a condition is not given.",
    "holds":     "Right, and checked as well.",
}
FIELDS = set("source where verdict printed says equations why form right truth at let run activation".split())
AGREES = 1e-10    # relative; the complex step and the forms differ by rounding only


class Outcome(NamedTuple):
    """What an entry comes to in one world; None where there is nothing to compute."""

    printed: object    # value of the printed form, or the sentence that says why it has none
    right: object
    truth: object


def entries():
    """Return {id: entry} of the errata; ValueError names an entry that is not well made."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for label, entry in found.items():
        unknown = set(entry) - FIELDS
        if unknown:
            raise ValueError(f"{FILE.name}, {label}: unknown field {sorted(unknown)[0]!r}")
        if entry.get("source") not in SOURCES or entry.get("verdict") not in VERDICTS:
            raise ValueError(f"{FILE.name}, {label}: expected a source and a verdict of those in slips.py")
        if not {"where", "why"} <= set(entry) or ("printed" in entry) == ("says" in entry):
            raise ValueError(f"{FILE.name}, {label}: expected where, why, and either printed or says")
    return found


def worlds(entry, seeds=(0,)):
    """Return the worlds that the entry is evaluated in: those of its activation, or of both."""
    names = [entry["activation"]] if "activation" in entry else ["sigmoid", "tanh"]
    return [World(name, seed) for seed in seeds for name in names]


def outcome(entry, world):
    """Evaluate the entry in one world."""
    if "run" in entry:
        return Outcome(*getattr(slip_runs, entry["run"])(world))
    instance, scope = Instance(world, {}), entry.get("at", {})
    draw = np.random.default_rng(world.seed)
    for name, kind in entry.get("let", {}).items():
        instance.lets[name] = drawn(kind, instance, draw)

    def value(field):
        return instance(entry[field], scope) if field in entry else None

    try:
        printed = value("form")
    except Wrong as problem:
        printed = reason(str(problem))
    return Outcome(printed, value("right"), value("truth"))


def reason(problem):
    """Return why an expression has no value, in words, without the expression."""
    said = problem.rpartition(": ")[2]
    outside = re.fullmatch(r"\[(\d+)\] is outside of \((\d+), 1\)", said)
    return f"there is no entry {outside[1]} in a column of {outside[2]}" if outside else said


def apart(got, expected):
    """Return the relative distance of two values; None where they have no number or other shapes."""
    if isinstance(got, str) or np.shape(got) != np.shape(expected):
        return None
    scale = np.linalg.norm(expected)
    return float(np.linalg.norm(np.subtract(got, expected)) / scale)


def is_statement(entry):
    """Return whether the entry's forms are true or false and not values."""
    return "form" in entry and "right" in entry and "truth" not in entry
