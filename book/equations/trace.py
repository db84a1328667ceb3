"""Follow an id through the sources: page, function, test, exercise; and say what is missing."""

import re
from functools import cache
from pathlib import Path

from book.equations.display import normal, of_entry
from book.equations.entries import FOLDER, read
from book.equations.sources import exercises, functions, mentions, tests

ROOT = FOLDER.parents[1]
CITING = ("rnn_ref", "benchmarks", "grading", "solutions", "tests")


@cache
def printed(root=ROOT):
    """Return {id: (page, TeX)} of every labeled equation in the sources of the book."""
    found = {}
    for file in sorted((root / "book").glob("*.md")):
        for tex, label in displays(file.read_text(encoding="utf-8")):
            found[label] = file.stem, tex
    return found


def displays(text):
    """Return (TeX, label) of the labeled displays of a text: `$$`, lines, `$$ (eq-id)`."""
    inside, found = None, []
    for line in map(str.strip, text.splitlines()):
        if not line.startswith("$$"):
            if inside is not None:
                inside.append(line)
        elif inside is None:
            inside = []
        else:
            if match := re.fullmatch(r"\$\$ \((eq-\S+)\)", line):
                found.append(("\n".join(inside), match[1]))
            inside = None
    return found


def page_differs(entry, root=ROOT):
    """Yield a sentence where the page prints something else than the entry."""
    page, tex = printed(root).get(entry.id, (None, None))
    if page is None:
        yield f"{entry.id}: it has an entry in {entry.page}.toml, and no page prints it"
        return
    if page != entry.page:
        yield f"{entry.id}: it stands on {page}.md, so its entry belongs into {page}.toml"
    if normal(tex) != normal(wanted := of_entry(entry)):
        yield (f"{entry.id}: {page}.md does not print what is verified. On the page: {normal(tex)} "
               f"In the entry: {normal(wanted)}")


def gaps(root=ROOT, entries=None):
    """Yield a sentence for every id that is missing on a side, or stands on one alone."""
    labels = printed(root)
    entries = read(root / "book" / "equations") if entries is None else entries
    for label in sorted(set(labels) - set(entries)):
        yield f"{label}: {labels[label][0]}.md prints it, and book/equations has no entry for it"
    for folder in CITING:
        for label, files in sorted(mentions(root / folder).items()):
            if label not in entries:
                yield f"{label}: {Path(files[0]).relative_to(root)} names it, and no equation has this id"
    for entry in entries.values():
        yield from page_differs(entry, root)
        yield from missing_sides(entry, root)


def missing_sides(entry, root=ROOT):
    """Yield a sentence where no function or no exercise names an id and the entry gives no reason."""
    for side, found, what in (("code", functions(root), "function of rnn_ref or benchmarks"),
                              ("exercise", exercises(root), "problem set")):
        reason = getattr(entry, side)
        if reason is not None and not re.fullmatch(r"none: .{3,}", reason):
            yield f"{entry.id}: `{side}` may say \"none: the reason\", and says {reason!r}"
        elif entry.id in found and reason is not None:
            yield f"{entry.id}: take out the reason in `{side}`: {found[entry.id][0]} names it"
        elif entry.id not in found and reason is None:
            yield f"{entry.id}: no {what} names it, and its entry gives no reason (`{side} = \"none: ...\"`)"


def sides(entry, root=ROOT):
    """Return (functions, tests, exercises) of an entry: names, files of tests, (set, heading)."""
    return [list(side(root).get(entry.id, [])) for side in (functions, tests, exercises)]
