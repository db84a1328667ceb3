r"""Claims and their proofs, with names that never change.

    :::{prf:claim} The later losses are enough
    :label: claim-1

    The statement.
    :::

    :::{prf:proof} of {prf:ref}`claim-1`
    The steps.
    :::

The label is the anchor, `claim_1.html#claim-1`, and it makes the name: "claim-1" is "Claim 1" on every page,
and a label without a number goes by its title. {prf:ref}`claim-1` links to it and shows the name. The other
kinds of statements are in KINDS. All of them are admonitions, so every output format knows how to show them.

The directives are those of the package sphinx-proof, which has no claims, numbers statements in order of
reading, and gives all of a page's proofs one id.
"""

import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

KINDS = ("claim", "lemma", "theorem", "corollary", "proposition", "definition", "example", "remark")


class Statement(SphinxDirective):
    """A box with a name, a title and an anchor."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"label": directives.unchanged_required}    # noqa: RUF012

    def run(self):
        kind, label = self.name.removeprefix("prf:"), self.options.get("label", "")
        if not re.fullmatch(rf"{kind}-[\w.-]+", label):
            raise self.error(f"{self.name}: expected a label such as {kind}-1 or {kind}-name, got {label!r}")
        title, messages = self.parse_inline(self.arguments[0] if self.arguments else "", lineno=self.lineno)
        number = re.fullmatch(r"[\d.]+[a-z]?", label.removeprefix(f"{kind}-"))
        name = f"{kind.title()} {number[0]}" if number else kind.title()
        self.note(label, kind, name if number else "".join(node.astext() for node in title) or name)
        link = nodes.reference("", label, refid=label, internal=True, reftitle="Link to this statement",
                               classes=["equation-id"])
        heading = nodes.title()
        heading += [nodes.inline("", name, classes=["statement-name"]), nodes.Text(" "),
                    nodes.inline("", "", *title, classes=["statement-title"]), nodes.Text(" "), link]
        box = nodes.admonition("", heading, *self.parse_content_to_nodes(), ids=[label],
                               classes=["statement", kind])
        self.set_source_info(box)
        self.take_anchor(label, box)
        return [box, *messages]

    def take_anchor(self, label, box):
        """Give the box its label as its id, also where the page is called the same and has taken it first."""
        document = self.state.document
        if (holder := document.ids.get(label)) is not None:
            other = f"about-{label}"
            holder["ids"] = [other if found == label else found for found in holder["ids"]]
            document.ids[other] = holder
            document.nameids.update(dict.fromkeys(holder["names"], other))
        document.ids[label] = box

    def note(self, label, kind, name):
        statements = self.env.get_domain("prf").statements
        if label in statements:
            raise self.error(f"{self.name}: the label {label!r} stands in {statements[label][0]} already")
        statements[label] = self.env.docname, kind, name


class Proof(SphinxDirective):
    """The steps that lead to a statement, closed by a small square."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):
        self.assert_has_content()
        of, messages = self.parse_inline(self.arguments[0] if self.arguments else "", lineno=self.lineno)
        title = nodes.title("", "Proof" + " " * bool(of), *of)
        box = nodes.admonition("", title, *self.parse_content_to_nodes(), classes=["proof"])
        if not isinstance(box[-1], nodes.paragraph):
            box += nodes.paragraph()
        square = nodes.inline("", "", nodes.math("", r"\square"), classes=["end-of-proof"])
        box[-1] += [nodes.Text(" "), square]
        self.set_source_info(box)
        return [box, *messages]


class Statements(Domain):
    """Where each statement stands and how it is called."""

    name, label = "prf", "Statements"
    roles = {"ref": XRefRole(innernodeclass=nodes.inline, warn_dangling=True)}    # noqa: RUF012
    directives = {**dict.fromkeys(KINDS, Statement), "proof": Proof}    # noqa: RUF012
    object_types = {kind: ObjType(kind, "ref") for kind in KINDS}    # noqa: RUF012
    dangling_warnings = {"ref": "no statement has the label %(target)s"}    # noqa: RUF012
    initial_data = {"statements": {}}    # noqa: RUF012

    @property
    def statements(self):
        return self.data["statements"]

    def clear_doc(self, docname):
        for label in [label for label, (page, _, _) in self.statements.items() if page == docname]:
            del self.statements[label]

    def merge_domaindata(self, docnames, otherdata):
        self.statements.update({label: found for label, found in otherdata["statements"].items()
                                if found[0] in docnames})

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        if target not in self.statements:
            return None
        docname, _, name = self.statements[target]
        shown = contnode if node.get("refexplicit") else nodes.inline("", name)
        return make_refnode(builder, fromdocname, docname, target, shown)

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        found = self.resolve_xref(env, fromdocname, builder, "ref", target, node, contnode)
        return [("prf:ref", found)] if found else []

    def get_objects(self):
        """Yield every statement for the search: name, shown name, type, page, anchor, priority."""
        for label, (docname, kind, name) in self.statements.items():
            yield label, name, kind, docname, label, 1

    def get_type_name(self, type, primary=False):
        return str(type.lname)


def setup(app):
    app.add_domain(Statements)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
