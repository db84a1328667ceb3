"""Follow an id through the sources: page, function, test, exercise."""

import re
from functools import cache
from pathlib import Path

from book.equations.display import normal, of_entry

ROOT = Path(__file__).parents[2]
ID = re.compile(r"\beq-(?:\d+(?:\.\d+)+|[a-z]\w*(?:-\w+)*)")


@cache
def printed():
    """Return {id: (page, TeX)} of every labeled equation in the sources of the book."""
    found = {}
    for file in sorted((ROOT / "book").glob("*.md")):
        for block in re.split(r"^```", file.read_text(encoding="utf-8"), flags=re.M)[::2]:
            for tex, label in displays(block):
                found[label] = file.stem, tex
    return found


def displays(text):
    """Return (TeX, label) of the labeled displays of a text: `$$`, lines, `$$ (eq-id)`."""
    inside, found = None, []
    for line in text.splitlines():
        line = line.strip()
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


def page_differs(entry):
    """Yield a sentence where the page prints something else than the entry."""
    page, tex = printed().get(entry.id, (None, None))
    if page is None:
        yield f"{entry.id}: no page prints it"
        return
    wanted = of_entry(entry)
    if page != entry.page:
        yield f"{entry.id}: it stands on {page}.md, so its entry belongs into {page}.toml"
    if normal(tex) != normal(wanted):
        yield f"{entry.id}: {page}.md prints\n    {normal(tex)}\nand the entry\n    {normal(wanted)}"
