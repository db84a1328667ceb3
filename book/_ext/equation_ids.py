r"""Equations carry an id, and the id is what the reader sees.

On a page, write the label after the equation:

    $$
    z^{(t)} = W_h h^{(t-1)} + W_x x^{(t)} + b_1
    $$ (eq-1.1)

and refer to it with {eq}`eq-1.1`. Both show "(1.1)", whatever page or order the equation stands in;
`eq-softmax-shift` shows "(softmax shift)". The anchor is the id itself: `model.html#eq-1.1`. The same
id stands in docstrings and tests, so a plain search finds every place that belongs to an equation.

Sphinx numbers equations in order of reading and turns "eq-1.1" into the anchor "equation-eq-1-1".
Three small changes to its math domain are enough: the number comes from the label, a label that is no
id is a warning (and so an error), and the anchor is the label.
"""

import re

from docutils import nodes
from sphinx.domains.math import MathDomain
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

ID = re.compile(r"eq-(\d+(?:\.\d+)+|[a-z]\w*(?:-\w+)*)")
log = logging.getLogger(__name__)


def displayed_number(label):
    """Return what stands in the parentheses: "1.1" for eq-1.1, "softmax shift" for eq-softmax-shift."""
    return label.removeprefix("eq-").replace("-", " ")


class EquationIds(MathDomain):
    """Sphinx's math domain with numbers and anchors taken from the labels."""

    def note_equation(self, docname, labelid, location=None):
        super().note_equation(docname, labelid, location)
        if not ID.fullmatch(labelid):
            log.warning("equation label %r: expected eq-1.1 or eq-some-name", labelid, location=location)
        self.equations[labelid] = (docname, displayed_number(labelid))

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        if target not in self.equations:
            return None
        docname, number = self.equations[target]
        return make_refnode(builder, fromdocname, docname, target, nodes.Text(f"({number})"))


def anchor_by_label(app, doctree):
    """Give every labeled equation of a page its label as its only anchor."""
    for node in doctree.findall(nodes.math_block):
        if node.get("label"):
            node["ids"] = [node["label"]]
    for target in list(doctree.findall(nodes.target)):
        if any(name.startswith("equation-eq-") for name in target["ids"]) or \
                target.get("refid", "").startswith("equation-eq-"):
            target.parent.remove(target)    # the anchor Sphinx made; nothing links to it


def setup(app):
    app.add_domain(EquationIds, override=True)
    app.connect("doctree-read", anchor_by_label)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
