r"""Equations carry an id, and the id is what the reader sees.

On a page, write the label after the equation:

    $$
    z^{(t)} = W_h h^{(t-1)} + W_x x^{(t)} + b_1
    $$ (eq-1.1)

and refer to it with {eq}`eq-1.1`. Both show "eq-1.1", whatever page or order the equation stands in, and the
anchor is the id as well: `model.html#eq-1.1`. The same id stands in docstrings and tests. So a search finds
every place that belongs to an equation, be it the browser's on a page, the site's, or one in the code.

Sphinx numbers equations in order of reading, prints "(3)" and makes "equation-eq-1-1" of the label "eq-1.1".
Some small changes to its math domain are enough: the number is the label, a label that is no id is a warning
(and so an error), the label is the anchor and stands beside the equation as text, and the search knows it.

A result that its entry in the registry calls `boxed` gets a folded view "Dimensions" below it.
"""

import re
import sys
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.domains import ObjType
from sphinx.domains.math import MathDomain
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

sys.path.insert(0, str(Path(__file__).parents[2]))
from book.equations.dimensions import with_shapes
from book.equations.entries import FOLDER, read

ID = re.compile(r"eq-(\d+(?:\.\d+)+|[a-z]\w*(?:-\w+)*)")
registry = cache(read)
log = logging.getLogger(__name__)


def dimensions(app, label):
    """Return the folded view of the shapes in a boxed equation, or None."""
    entry = registry().get(label)
    if entry is None:
        return None
    app.env.note_dependency(str(FOLDER / f"{entry.page}.toml"))
    if not entry.boxed:
        return None
    tex = with_shapes(entry)
    shapes = nodes.math_block(tex, tex, nowrap=False, number=None)
    return nodes.admonition("", nodes.title("", "Dimensions"), shapes, classes=["dropdown", "dimensions"])


class EquationIds(MathDomain):
    """Sphinx's math domain with numbers and anchors taken from the labels."""

    object_types = {"equation": ObjType("equation", "eq")}    # noqa: RUF012

    def note_equation(self, docname, labelid, location=None):
        super().note_equation(docname, labelid, location)
        if not ID.fullmatch(labelid):
            log.warning("equation label %r: expected eq-1.1 or eq-some-name", labelid, location=location)
        self.equations[labelid] = (docname, labelid)

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        if target not in self.equations:
            return None
        shown = nodes.inline("", target, classes=["equation-id"])
        return make_refnode(builder, fromdocname, self.equations[target][0], target, shown)

    def get_objects(self):
        """Yield every equation for the search: name, shown name, type, page, anchor, priority."""
        for label, (docname, _) in self.equations.items():
            yield label, label, "equation", docname, label, 1

    def get_type_name(self, type, primary=False):
        return str(type.lname)    # without "mathematics" in front


def show_ids(app, doctree):
    """Put every labeled equation of a page into a box with its label as its only anchor and as text."""
    for equation in list(doctree.findall(nodes.math_block)):
        if label := equation.get("label"):
            equation["number"], equation["ids"] = None, []
            link = nodes.reference("", label, refid=label, internal=True, reftitle="Link to this equation")
            box = nodes.container("", ids=[label], classes=["equation"])
            equation.replace_self(box)
            box += [equation, nodes.paragraph("", "", link, classes=["equation-id"])]
            if view := dimensions(app, label):
                box.parent.insert(box.parent.index(box) + 1, view)
    for target in list(doctree.findall(nodes.target)):
        if any(name.startswith("equation-eq-") for name in target["ids"]) or \
                target.get("refid", "").startswith("equation-eq-"):
            target.parent.remove(target)    # the anchor Sphinx made; nothing links to it


def rank_ids_first(app, config):
    config.html_search_scorer = str(Path(__file__).with_name("search_scorer.js"))


def setup(app):
    app.add_domain(EquationIds, override=True)
    app.connect("config-inited", rank_ids_first)
    app.connect("doctree-read", show_ids)
    return {"version": "2", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
