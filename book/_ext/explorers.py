"""The pieces of the part "Explore": the `explore` directive.

    ```{explore} network
    :name: fig-explore-network
    :alt: What the picture shows, for a reader who cannot see it.

    The caption of the picture.
    ```

The argument names a module of explore/ with `picture()`, an <svg> element, and `data()`, what the page's
script shows, ready for JSON. The picture stands in the page and in every edition. Where scripts run, the
piece takes its place: _static/explore/<name>.js, with the data beside it. A piece's equations, `EQUATIONS`,
are printed from the registry, below the picture or inside the piece, each with a link to its page.
"""

import json
import sys
from html import escape
from importlib import import_module
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from equation_ids import registry
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from book.equations.display import of_entry

BOOK = Path(__file__).parents[1]
ROOM = "explore/"
SCRIPT, STYLE = f"{ROOM}explore.js", f"{ROOM}explore.css"
SENTENCE = "On the site of this course, in a browser with JavaScript, you can move what this picture shows."
sys.path.append(str(BOOK))


class explorer(nodes.General, nodes.Element):
    """The place of a piece, with a sentence for readers who have the picture alone."""


class Explore(SphinxDirective):
    """A picture for every reader, and the piece that takes its place."""

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged_required, "alt": directives.unchanged_required,    # noqa: RUF012
                   "label": directives.unchanged_required}

    def run(self):
        name = self.arguments[0]
        for option in ("alt", "label"):
            if option not in self.options:
                raise self.error(f"explore: expected the option :{option}:")
        module = import_module(f"explore.{name}")
        for file in [*BOOK.joinpath("explore").glob("*.py"), *getattr(module, "READS", ())]:
            self.env.note_dependency(str(file))
        self.env.metadata[self.env.docname]["explore"] = name
        collected(self.env)[name] = module.data()
        opening = f'<svg role="img" aria-label="{escape(self.options["alt"])}" '
        svg = module.picture().replace("<svg ", opening, 1)
        figure = nodes.figure("", nodes.raw("", f'<div class="drawing">{svg}</div>', format="html"))
        caption, messages = self.parse_inline("\n".join(self.content), lineno=self.lineno)
        figure += nodes.caption("", "", *caption)
        self.set_source_info(figure)
        self.add_name(figure)
        place = explorer("", nodes.paragraph("", SENTENCE), piece=name, label=self.options["label"])
        return [place, figure, *self.equations(getattr(module, "EQUATIONS", {})), *messages]

    def equations(self, wanted):
        """Return a box with the TeX of each quantity's equation, what it says and a link to it."""
        rows = []
        for quantity, label in wanted.items():
            entry = registry()[label]
            tex = of_entry(entry)
            link = addnodes.pending_xref(
                "", nodes.inline("", label, classes=["equation-id"]), refdomain="math", reftype="eq",
                reftarget=label, refdoc=self.env.docname, refexplicit=True, refwarn=True)
            rows.append(nodes.container(
                "", nodes.math_block(tex, tex, nowrap=False, number=None),
                nodes.paragraph("", "", nodes.Text(f"{entry.says} "), link),
                classes=["explore-equation", f"of-{quantity}"]))
        return [nodes.container("", *rows, classes=["explore-equations"])] if rows else []


def collected(env):
    """Return {piece: its data} of all pages read so far."""
    if not hasattr(env, "explorer_data"):
        env.explorer_data = {}
    return env.explorer_data


def show(self, node):
    self.body.append(f'<div class="explore" data-piece="{node["piece"]}" role="region" '
                     f'aria-label="{escape(node["label"])}"></div><noscript>')


def end(self, node):
    self.body.append("</noscript>")


def sentence_alone(self, node):
    pass


def load_only_here(app, config):
    """Take the folder out of what Jupyter Book loads on every page."""
    for kind in ("html_js_files", "html_css_files"):
        config[kind] = [file for file in config[kind] if not str(file).startswith(ROOM)]


def load(app, page, template, context, doctree):
    """Load the scripts of a piece on its own page."""
    name = app.env.metadata.get(page, {}).get("explore")
    if name and app.builder.name == "html":
        app.add_css_file(STYLE)
        for file in (SCRIPT, f"{ROOM}{name}.data.js", f"{ROOM}{name}.js"):
            app.add_js_file(file, loading_method="defer")


def write_data(app, env):
    """Write each piece's data beside its script, before the pages name it."""
    if app.builder.name != "html":
        return
    folder = Path(app.outdir, "_static", ROOM)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in collected(env).items():
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.data.js").write_text(f"window.exploreData = {text};\n", encoding="utf-8")


def setup(app):
    only = sentence_alone, sentence_alone
    app.add_node(explorer, html=(show, end), latex=only, epub=only, text=only)
    app.add_directive("explore", Explore)
    app.connect("config-inited", load_only_here)
    app.connect("html-page-context", load)
    app.connect("env-updated", write_data)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
