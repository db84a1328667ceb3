"""The Sphinx extension for LaTeX: parts and chapters, equations with their ids, figures."""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex.nodes import math_reference
from sphinx.transforms.post_transforms import SphinxPostTransform

from book.editions.build import leave_out_cards
from book.editions.drawings import write_pdf
from book.editions.tex import in_one_box

SHORT = 1500    # characters with their TeX, less than half a page


def raw(text):
    return nodes.raw("", text, format="latex")


class Parts(SphinxPostTransform):
    """Make the landing page the preface, each group of pages a part, and the last group the appendix."""

    default_priority = 5
    formats = ("latex",)

    def run(self):
        leave_out_cards(self.document)
        files = list(self.document.findall(addnodes.start_of_file))
        if not files:
            return
        root = self.document[0]
        groups = {entry: toctree.get("caption") for toctree in self.groups()
                  for _, entry in toctree["entries"]}
        for file in files:
            file.parent.remove(file)
        preface = nodes.section("", nodes.title("", "About this course"), *root[1:], ids=["about"])
        for toctree in list(preface.findall(nodes.compound)):
            toctree.parent.remove(toctree)
        root[1:] = [raw(r"\unnumbered"), preface, raw(r"\numbered")]
        part = None
        for file in files:
            if groups.get(file["docname"], part) != part:
                part = groups[file["docname"]]
                root += raw(rf"\part{{{part}}}" + (r"\appendix" if part == self.last(groups) else ""))
            root += file

    def groups(self):
        return self.env.get_doctree(self.config.root_doc).findall(addnodes.toctree)

    @staticmethod
    def last(groups):
        return list(groups.values())[-1]


class Equations(SphinxPostTransform):
    """Put the id of an equation at the right margin, as the anchor of all links to it."""

    default_priority = 900    # after the links are resolved
    formats = ("latex",)

    def run(self):
        for equation in list(self.document.findall(nodes.math_block)):
            box = equation.parent
            named = isinstance(box, nodes.container) and "equation" in box["classes"]
            tex, label = equation.astext(), box["ids"][0] if named else None
            (box if named else equation).replace_self(raw(display(tex, equation.get("docname"), label)))
        for link in list(self.document.findall(math_reference)):
            label = link["target"]
            link.replace_self(raw(rf"\linkedid{{{link['docname']}:{label}}}{{{label}}}"))


def display(tex, page=None, label=None):
    r"""Return LaTeX that shows an equation no wider than the line; `\\` outside of an environment works."""
    anchor = rf"\equationid{{{page}:{label}}}{{{label}}}" if label else ""
    return f"\n\\begin{{equation*}}\n{anchor}\\fitted{{{in_one_box(tex)}}}\n\\end{{equation*}}\n"


class Boxes(SphinxPostTransform):
    """Give a box with an id, such as a claim, its anchor and its id at the right; keep a box in one piece."""

    default_priority = 900
    formats = ("latex",)

    def run(self):
        for box in [*self.document.findall(nodes.admonition), *self.document.findall(nodes.container)]:
            place, anchors = box.parent.index(box), [f"{page_of(box)}:{label}" for label in box["ids"]]
            if isinstance(box, nodes.admonition):
                links = [node for node in box[0].findall(nodes.reference) if node.get("refid") in box["ids"]]
                for link in links:
                    link.replace_self(raw(rf"\hfill\linkedid{{{anchors[0]}}}{{{link['refid']}}}"))
                start, end = (r"\begin{onepiece}", r"\end{onepiece}") if is_short(box) else (r"\startbox", "")
                box.parent[place:place + 1] = [raw(start), box, raw(end)]
            elif box["ids"] and any("equation-id" in first["classes"] for first in box[:1]):
                box[0].replace_self(raw(rf"\boxid{{{anchors[0]}}}{{{box['ids'][0]}}}"))
                continue
            for anchor in anchors:
                box.parent.insert(place, raw(rf"\boxanchor{{{anchor}}}"))


def is_short(box):
    """Tell whether a box is so short that it should not be parted by the end of a page."""
    return len(box.astext()) < SHORT and not any(box.findall(nodes.literal_block))


def page_of(node):
    """Return the name of the page that a node came from: its outermost section has it."""
    while "docname" not in node:
        node = node.parent
    return node["docname"]


class Identifiers(SphinxPostTransform):
    """Write the address of a DOI out, so that no footnote has to."""

    default_priority = 300    # before Sphinx makes the footnotes
    formats = ("latex",)

    def run(self):
        for link in self.document.findall(nodes.reference):
            if link.astext().startswith("doi:"):
                link[:] = [nodes.Text(link["refuri"])]


class EmptyCells(SphinxPostTransform):
    """Leave out the paragraph of an empty table cell: LaTeX would give it a line below the first."""

    default_priority = 900
    formats = ("latex",)

    def run(self):
        for cell in self.document.findall(nodes.entry):
            if not cell.astext() and not any(cell.findall(nodes.Inline)):
                cell.clear()


class Drawings(SphinxPostTransform):
    """Put the figures drawn by functions into PDF files, because LaTeX shows no SVG."""

    default_priority = 10
    formats = ("latex",)

    def run(self):
        drawn = [node for node in self.document.findall(nodes.raw) if 'class="drawing"' in node.astext()]
        for number, node in enumerate(drawn):
            file = Path(self.app.outdir, f"drawing-{number}.pdf")
            write_pdf(node.astext(), file)
            node.replace_self(raw(rf"\drawing{{{file.name}}}"))


def setup(app):
    for transform in (Parts, Equations, Boxes, Identifiers, EmptyCells, Drawings):
        app.add_post_transform(transform)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
