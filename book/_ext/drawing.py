"""Figures that are functions: the `drawing` directive.

    ```{drawing} unrolled_network
    :name: fig-unrolled
    :alt: What the figure shows, for a reader who cannot see it.

    The caption.
    ```

The argument names a function of figures.py, charts.py or a figures_*.py beside them that returns an <svg>
element. It stands in the page itself and takes its colors from the stylesheet, so it follows the reader's
light or dark mode.
"""

from html import escape
from importlib import import_module
from pathlib import Path

import charts
import figures
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

MODULES = [figures, charts, *(import_module(file.stem)
                              for file in sorted(Path(__file__).parent.glob("figures_*.py")))]


class Drawing(SphinxDirective):
    """A numbered figure drawn by a function, with a text alternative that cannot be left out."""

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged_required, "alt": directives.unchanged_required}    # noqa: RUF012

    def run(self):
        draw = next(filter(None, (getattr(module, self.arguments[0], None) for module in MODULES)), None)
        if draw is None:
            raise self.error(f"drawing: no module of figures has a function {self.arguments[0]!r}")
        if "alt" not in self.options:
            raise self.error("drawing: expected an :alt: text")
        for file in (*(module.__file__ for module in MODULES), charts.RESULTS):
            self.env.note_dependency(str(file))
        opening = f'<svg role="img" aria-label="{escape(self.options["alt"])}" '
        svg = draw().replace("<svg ", opening, 1)
        figure = nodes.figure("", nodes.raw("", f'<div class="drawing">{svg}</div>', format="html"))
        caption, messages = self.parse_inline("\n".join(self.content), lineno=self.lineno)
        figure += nodes.caption("", "", *caption)
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure, *messages]


def setup(app):
    app.add_directive("drawing", Drawing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
