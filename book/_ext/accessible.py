"""What the theme leaves undone for readers who use no mouse, no screen, or a narrow one.

- A picture without a text alternative fails the build. Drawings bring their own check (drawing.py).
- An empty cell in a table's head is no heading, and one that is a formula gets a word, because MathML alone
  names no cell. A list of references needs no roles of its own.
- What scrolls sideways can be reached by the keyboard (scrollable.js), and without JavaScript the page takes
  the light colors, because the theme has none for "auto".
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

log = logging.getLogger(__name__)
EMPTY_HEADING = re.compile(r'<th class="(head[^"]*)">(?:<p></p>)?</th>')
FORMULA_HEADING = re.compile(r'(<th class="head[^"]*"><p>)(?=<span class="math[^"]*">[^<]*</span></p></th>)')
AUTO = 'data-theme="auto"'
ROLES = re.compile(r' role="(?:doc-biblioentry|doc-footnote)"|(?<=<div) role="list"(?= class="citation-)')


def demand_alternatives(app, doctree):
    """Warn, and so fail the build, where a picture has no text alternative."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            log.warning("the picture %s has no text alternative: add :alt:", image.get("uri"), location=image)


def repair(app, page, template, context, doctree):
    """Change what the theme and the bibliography write into a page's body."""
    if body := context.get("body"):
        body = EMPTY_HEADING.sub(r'<td class="\1"></td>', body)
        body = FORMULA_HEADING.sub(r'\1<span class="visually-hidden">Column </span>', body)
        context["body"] = ROLES.sub("", body)


def take_light_colors(app, exception):
    """Let a page be light until its script, if it runs, has asked for the reader's choice."""
    if exception or app.builder.name != "html":
        return
    for page in [*Path(app.outdir).glob("*.html"), *Path(app.outdir).glob("sets/*.html")]:
        text = page.read_text(encoding="utf-8")
        if AUTO in text:
            page.write_text(text.replace(AUTO, 'data-theme="light"', 1), encoding="utf-8")


def setup(app):
    app.connect("build-finished", take_light_colors)
    app.add_js_file("scrollable.js", loading_method="defer")
    app.connect("doctree-read", demand_alternatives)
    app.connect("html-page-context", repair, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
