"""The errata of the sources, from errata.toml: the `errata` directive.

    ```{errata} notes
    ```

prints the entries of one source, each with an anchor of its own, what stands there, what holds, why, and how
far off the printed form is at a random instance, computed while the page is read. Without an argument it
prints how many entries there are of each kind.
"""

import sys
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from book import slips  # noqa: E402  the folder above it has to be on the path


def number(value, digits=3):
    """Return a number as text: 0.0123 or 2e-16."""
    return f"{value:.{digits}g}"


def percent(share):
    """Return a relative distance as text: 1.7 % or 104 %."""
    return f"{100 * share:.0f} %" if share > 0.0995 else f"{100 * share:.2g} %"


def shape(value):
    """Return the size of a value in words."""
    rows, *columns = [*np_shape(value), 1]
    return "one number" if np_shape(value) == () else f"{rows} × {columns[0]} numbers"


def np_shape(value):
    return getattr(value, "shape", ())


def off(entry, found):
    """Return the sentence on the printed form, or None where it has no expression."""
    values = [outcome.printed for _, outcome in found]
    if "form" not in entry and "run" not in entry:
        return None
    if slips.is_statement(entry):
        return f"`{entry['form']}` is {str(values[0]).lower()}."
    if isinstance(values[0], str):
        return f"{values[0].capitalize()}."
    distances = [(world.activation, slips.apart(outcome.printed, outcome.truth))
                 for world, outcome in found if outcome.truth is not None]
    if not distances:
        named = [f"{number(o.printed)} instead of {number(o.right)} with {the(world.activation)}"
                 for world, o in found]
        return f"{', '.join(named)}.".capitalize()
    if all(isinstance(value, int) for value in values):
        return f"{values[0]} instead of {found[0][1].truth:g}."
    if distances[0][1] is None:
        first = found[0][1]
        value = f" ({number(first.printed)})" if np_shape(first.printed) == () else ""
        return f"{shape(first.printed).capitalize()}{value}, where {shape(first.truth)} should be."
    if any(d != d for _, d in distances):
        return "Not a number."
    if max(d for _, d in distances) < slips.AGREES:
        return f"Both forms agree, to {number(max(d for _, d in distances), 1)}."
    if len({percent(d) for _, d in distances}) == 1:
        return f"Off by {percent(distances[0][1])}."
    return f"Off by {', '.join(f'{percent(d)} with {the(name)}' for name, d in distances)}."


def the(activation):
    return "the sigmoid" if activation == "sigmoid" else activation


def ours(entry, found):
    """Return the sentence on our form, or None where nothing is computed."""
    errors = [slips.apart(o.right, o.truth) for _, o in found if o.right is not None and o.truth is not None]
    if slips.is_statement(entry):
        return f"`{entry['right']}` is {str(found[0][1].right).lower()}."
    if not errors:
        return None
    error = number(max(errors), 1) if max(errors) else "exact"
    return f"Ours: {error}." if off(entry, found) else f"The formula of this book: {error}."


def markdown(label, entry):
    """Return an entry as MyST text."""
    found = [(world, slips.outcome(entry, world)) for world in slips.worlds(entry)]
    head = f"**{entry['where']}** – *{entry['verdict']}*"
    printed = f"$$\n{entry['printed']}\n$$" if "printed" in entry else f"> {entry['says']}"
    here = ", ".join(f"{{eq}}`{equation}`" for equation in entry.get("equations", ()))
    numbers = " ".join(filter(None, (off(entry, found), ours(entry, found))))
    parts = [head, printed, entry["why"], here and f"*Here:* {here}", numbers and f"*Run:* {numbers}"]
    return "\n\n".join(filter(None, parts))


def counts():
    """Return the table of how many entries of each kind a source has, as MyST text."""
    found = slips.entries().values()
    lines = [[*slips.VERDICTS, "source"], ["--:"] * len(slips.VERDICTS) + ["---"]]
    for source, name in slips.SOURCES.items():
        lines.append([str(sum(e["source"] == source and e["verdict"] == verdict for e in found) or "–")
                      for verdict in slips.VERDICTS] + [name])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class Errata(SphinxDirective):
    """The entries of one source, or the table of counts."""

    optional_arguments = 1

    def run(self):
        for pattern in ("errata.toml", "slip*.py", "_ext/errata.py", "equations/*.py"):
            for file in Path(self.env.srcdir).glob(pattern):
                self.env.note_dependency(str(file))
        if not self.arguments:
            return self.parsed(counts())
        if self.arguments[0] not in slips.SOURCES:
            raise self.error(f"errata: expected one of {', '.join(slips.SOURCES)}, got {self.arguments[0]!r}")
        return [self.box(label, entry) for label, entry in slips.entries().items()
                if entry["source"] == self.arguments[0]]

    def box(self, label, entry):
        link = nodes.reference("", label, refid=label, internal=True, reftitle="Link to this entry")
        box = nodes.container("", ids=[label], classes=["erratum", entry["verdict"]])
        box += [nodes.paragraph("", "", link, classes=["equation-id"]), *self.parsed(markdown(label, entry))]
        self.env.get_domain("std").note_hyperlink_target(label, self.env.docname, label, label)
        return box

    def parsed(self, text):
        parent = nodes.container()
        self.state.nested_parse(StringList(text.splitlines(), source=""), self.content_offset, parent)
        return parent.children


def setup(app):
    app.add_directive("errata", Errata)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
