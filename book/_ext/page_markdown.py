"""A resolved page as Markdown that any Jupyter shows: what stands between the code cells of its notebook.

Written from the page as Sphinx has resolved it, so that names of equations and claims, citations and computed
numbers read as they do on the page. Links within the course lead from notebook to notebook. A drawing becomes
a picture inside the Markdown: JupyterLab shows no SVG that a cell carries as an attachment. A box becomes a
quotation with a bold title.
"""

import re
from base64 import b64encode
from functools import cache
from html import unescape
from itertools import count
from pathlib import Path

from docutils import nodes

CSS = Path(__file__).parents[1] / "_static" / "course.css"
MARKS = {"emphasis": "*", "strong": "**"}
SILENT = {"index", "target", "comment", "sd_tab_input", "toctree", "substitution_definition", "colspec"}
BOLD = {"rubric", "sd_tab_label", "dropdown_title", "term"}
LANGUAGES = {"ipython3": "python", "python": "python", "default": "", "none": "", "myst-ansi": ""}


@cache
def drawing_style():
    """Return the rules of the drawings, in the light colors, for a picture that stands alone."""
    css = CSS.read_text(encoding="utf-8")
    variables = re.search(r"^html \{(.*?)^\}", css, re.S | re.M)[1]
    rules = "\n".join(re.findall(r"^\.drawing [^{]*\{[^}]*\}", css, re.M)).replace(".drawing ", "")
    return f":root {{{variables}}} svg {{ background: #fff; padding: 8px; }}\n{rules}"


def stand_alone(svg):
    """Return the <svg> element with its own style and namespace."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return re.sub(r"(<svg[^>]*>)", rf"\1<style>{drawing_style()}</style>", svg, count=1)


def picture(html):
    """Return a drawing as an image that holds its own data."""
    svg = re.search(r"<svg.*</svg>", html, re.S)[0]
    label = re.search(r'aria-label="([^"]*)"', svg)[1]
    data = b64encode(stand_alone(svg).encode()).decode()
    return f"![{escaped(unescape(label))}](data:image/svg+xml;base64,{data})"


def escaped(text):
    return re.sub(r"([\\`*_$<|])", r"\\\1", " ".join(text.split("\n")))


def quoted(blocks):
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(blocks).split("\n"))


def indented(blocks, mark):
    """Return a list's item: its mark, and everything else as deep as the mark is wide."""
    return mark + "\n\n".join(blocks).replace("\n", "\n" + " " * len(mark))


class Markdown:
    """Write the nodes of one page."""

    def __init__(self, figure_numbers):
        self.figure_numbers = figure_numbers

    def inline(self, node):
        return "".join(self.span(child) for child in node.children)

    def span(self, node):
        name, text = node.__class__.__name__, node.astext()
        if isinstance(node, nodes.Text):
            return escaped(text)
        if name == "math":
            return f"${text.strip()}$"
        if isinstance(node, nodes.literal):
            return f"`{text}`"
        if name in MARKS:
            return MARKS[name] + self.inline(node).strip() + MARKS[name]
        if name == "footnote_reference":
            return f"<sup>{text}</sup>"
        if name == "raw" or name in SILENT:
            return ""
        return self.link(node) if isinstance(node, nodes.reference) else self.inline(node)

    def link(self, node):
        """Return a link to a notebook or another site; within the page the shown text has to do."""
        address, shown = node.get("refuri", ""), self.inline(node)
        if not node.get("internal"):
            return f"[{shown}]({address})" if address else shown
        page = re.match(r"([\w/]+)\.html", address)
        if "equation-id" in node["classes"]:
            return ""    # a box's link to itself
        return f"[{shown}]({page[1]}.ipynb)" if page else shown

    def blocks(self, node):
        """Return the paragraphs, lists, tables, … of a node's children."""
        return [block for child in node.children for block in self.block(child) if block]

    def block(self, node):
        name = node.__class__.__name__
        write = getattr(self, f"write_{name}", None)
        if write:
            return write(node)
        if name in SILENT or name == "raw":
            return []
        if isinstance(node, nodes.Admonition) or name in ("block_quote", "dropdown_main"):
            title = [] if name not in ("note", "tip", "warning") else [f"**{name.title()}**"]
            return [quoted(title + self.blocks(node))]
        if name in BOLD:
            return [f"**{self.inline(node).strip()}**"]
        if isinstance(node, nodes.TextElement):
            return [self.inline(node).strip()]
        return self.blocks(node)

    def write_title(self, node):
        depth, section = 0, node.parent
        if not isinstance(section, nodes.section):
            return [f"**{self.inline(node).strip()}**"]
        while isinstance(section, nodes.section):
            depth, section = depth + 1, section.parent
        return [f"{'#' * depth} {self.inline(node)}"]

    def write_container(self, node):
        if "sd-card-title" in node["classes"]:
            return [f"**{block}**" for block in self.blocks(node)]
        if "equation" not in node["classes"]:
            return self.blocks(node)
        rest = [b for child in node[1:] if "equation-id" not in child["classes"] for b in self.block(child)]
        return [*self.write_math_block(node[0], node["ids"][0]), *rest]

    def write_math_block(self, node, tag=""):
        tex = node.astext().strip()
        if r"\\" in tex and r"\begin" not in tex:
            tex = f"\\begin{{aligned}}\n{tex}\n\\end{{aligned}}"
        lines = ["$$", tex, f"\\tag{{{tag}}}", "$$"] if tag else ["$$", tex, "$$"]
        return ["\n".join(lines)]

    def write_literal_block(self, node):
        language = LANGUAGES.get(node.get("language", ""), node.get("language", ""))
        return [f"```{language}\n{node.astext().rstrip()}\n```"]

    write_doctest_block = write_literal_block

    def write_bullet_list(self, node):
        return ["\n".join(indented(self.blocks(item), "- ") for item in node.children)]

    def write_enumerated_list(self, node):
        marks = (f"{number}. " for number in count(node.get("start", 1)))
        return ["\n".join(indented(self.blocks(item), next(marks)) for item in node.children)]

    def write_transition(self, node):
        return ["---"]

    def write_footnote(self, node):
        return [f"<sup>{node[0].astext()}</sup> " + " ".join(b for c in node[1:] for b in self.block(c))]

    def write_citation(self, node):
        return [" ".join(block for child in node[1:] for block in self.block(child))]

    def write_table(self, node):
        rows = [[self.cell(entry) for entry in row.children] for row in node.findall(nodes.row)]
        head = next(node.findall(nodes.thead), None)
        if head is None:
            rows.insert(0, [""] * len(rows[0]))
        lines = [f"| {' | '.join(row)} |" for row in rows]
        title = [f"**{self.inline(child)}**" for child in node.children if isinstance(child, nodes.title)]
        return [*title, "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])]

    def cell(self, entry):
        """Return a table's cell on one line, its upright bars written so that they end no column."""
        text = "<br>".join(self.blocks(entry)).replace("\n", " ")
        text = re.sub(r"\$[^$]*\$", lambda m: m[0].replace(r"\|", r"\Vert ").replace("|", r"\vert "), text)
        return re.sub(r"(?<!\\)\|", r"\\|", text)

    def write_figure(self, node):
        number = self.figure_numbers.get(node["ids"][0], ()) if node["ids"] else ()
        blocks = []
        for child in node.children:
            if isinstance(child, nodes.raw):
                blocks.append(picture(child.astext()))
            elif isinstance(child, nodes.caption):
                shown = f"**Fig. {'.'.join(map(str, number))}** " if number else ""
                blocks.append(shown + self.inline(child))
            else:
                blocks += self.block(child)
        return blocks
