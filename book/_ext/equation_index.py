"""The equation index: every registered equation with its place, function, test and exercise.

    ```{equation-index}
    ```

stands on the page equation_index.md; the functions that no page shows stand below `{functions-behind}` on
functions.md, so that each link leads to source. Both are made from the sources at every build, and an id that
is missing on a side, an equation that its page prints otherwise than it was verified, and one that does not
hold are warnings, hence errors.
"""

import re
from functools import cache
from pathlib import Path

from docutils import nodes
from equation_ids import registry
from source import block_of
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from book.equations import trace
from book.equations.check import failures
from book.equations.sources import functions, shown_on

GENERATED = ("equation_index", "functions")
VERIFIED = "book/test_equations_verified.py"
log = logging.getLogger(__name__)


@cache
def chapters(book):
    """Return {page: title} in the order of the table of contents."""
    pages = re.findall(r"^\s+- file: (\S+)", (book / "_toc.yml").read_text(encoding="utf-8"), re.M)
    titles = {page: re.search(r"^# (.+)", (book / f"{page}.md").read_text(encoding="utf-8"), re.M)
              for page in pages if (book / f"{page}.md").exists()}
    return {page: title[1] for page, title in titles.items() if title}


def literal(text, *classes):
    return nodes.literal(text, text, classes=list(classes))


def joined(parts):
    """Return the nodes with a comma and a space between them."""
    return [node for part in parts for node in (nodes.Text(", "), part)][1:]


class EquationIndex(SphinxDirective):
    """A section for every chapter that has equations."""

    def run(self):
        book, sections = Path(self.env.srcdir), []
        order = {label: n for n, label in enumerate(trace.printed())}
        for page, title in chapters(book).items():
            entries = [entry for entry in registry().values() if entry.page == page]
            if entries:
                section = nodes.section("", nodes.title("", title), ids=[f"of-{page}"], names=[f"of {page}"])
                entries.sort(key=lambda entry: order.get(entry.id, 0))
                section += nodes.definition_list("", *map(self.item, entries), classes=["equation-index"])
                sections.append(section)
        return sections

    def item(self, entry):
        """Return one equation: its id and what it says, then where it is computed, tested and asked for."""
        named, tests, exercises = trace.sides(entry)
        named.sort(key=lambda name: name not in shown_on(trace.ROOT))    # those of the chapters first
        tests = dict.fromkeys([VERIFIED, *tests])
        sides = (
            ("Function", joined([*map(self.function, named)]) or [reason(entry.code)]),
            ("Test", joined([*map(literal, tests)])),
            ("Exercise", joined([self.exercise(*e) for e in exercises]) or [reason(entry.exercise)]),
        )
        link = self.link("math", "eq", entry.id, nodes.inline("", entry.id, classes=["equation-id"]))
        lines = [nodes.line("", "", nodes.strong("", side), nodes.Text(": "), *at) for side, at in sides]
        body = nodes.definition("", nodes.paragraph("", entry.says), nodes.line_block("", *lines))
        return nodes.definition_list_item("", nodes.term("", "", link), body)

    def link(self, domain, kind, target, shown):
        return addnodes.pending_xref("", shown, refdomain=domain, reftype=kind, reftarget=target,
                                     refdoc=self.env.docname, refexplicit=True, refwarn=True)

    def function(self, name):
        return self.link("std", "ref", f"source-{name}".lower(), literal(name.partition(".")[2]))

    def exercise(self, problem_set, heading):
        notebook = f"../exercises/{problem_set}/{problem_set}.ipynb"
        shown = nodes.inline("", f"{problem_set}, {heading}")
        return addnodes.download_reference("", "", shown, refdoc=self.env.docname, reftarget=notebook,
                                           reftype="download", refdomain="")


def reason(text):
    return nodes.emphasis("", (text or "").removeprefix("none: "))


class FunctionsBehind(SphinxDirective):
    """The source of every function that names an equation and that no page shows."""

    def run(self):
        root = Path(self.env.srcdir).parent
        named = dict.fromkeys(name for names in functions(root).values() for name in names)
        hidden = [name for name in sorted(named) if name not in shown_on(root)]
        sections = {}
        for name in hidden:
            module = name.rpartition(".")[0]
            title = nodes.title("", module)
            section = sections.setdefault(module, nodes.section("", title, ids=[module], names=[module]))
            section += block_of(self, name)
        return list(sections.values())


def always_anew(app, env, added, changed, removed):
    """What the sources say may have changed without the page. Note which pages are read."""
    app.pages_read = added | changed
    return [page for page in GENERATED if page in env.found_docs]


def faults(entries, pages):
    """Yield a sentence for each gap, and for each equation of the pages that does not hold."""
    yield from trace.gaps(entries=entries)
    for entry in entries.values():
        if entry.page in pages:
            yield from failures(entry)


def report(app, env):
    for sentence in faults(registry(), app.pages_read):
        label = sentence.partition(":")[0]
        log.warning(sentence, location=trace.printed().get(label, (None,))[0])
    for label, (page, _) in env.get_domain("math").equations.items():
        for sentence in unseen(label, page):
            log.warning(sentence, location=page)


def unseen(label, page):
    """Yield a sentence where a page labels an equation in a form that is not compared with its entry."""
    if label.startswith("eq-") and label not in trace.printed():
        yield (f"{label}: {page}.md labels it in a form that is not compared with its entry; "
               f"write `$$` and `$$ ({label})` on lines of their own")


def setup(app):
    app.add_directive("equation-index", EquationIndex)
    app.add_directive("functions-behind", FunctionsBehind)
    app.connect("env-get-outdated", always_anew)
    app.connect("env-updated", report)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
