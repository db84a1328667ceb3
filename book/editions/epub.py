"""The ePub: Sphinx's builder, with MathML, figures in the light theme's colors, and nothing remote."""

import re
from importlib.metadata import version
from pathlib import Path

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from book.editions.build import (
    AUTHOR,
    RIGHTS,
    TITLE,
    configuration,
    is_component,
    leave_out_cards,
    put_in_place,
    run_sphinx,
)
from book.editions.drawings import rules, with_namespace
from book.editions.mathml import mathml

HERE = Path(__file__).parent
log = logging.getLogger(__name__)
ITEM = re.compile(r'<item id="[^"]*" href="([^"]*)" media-type="[^"]*"(?= />)')
KEPT = {"edition.css", "pygments.css", "cover.svg"}
ACCESSIBILITY = {
    "accessMode": ["textual", "visual"],
    "accessModeSufficient": ["textual"],
    "accessibilityFeature": ["alternativeText", "MathML", "readingOrder", "structuralNavigation",
                             "tableOfContents"],
    "accessibilityHazard": ["none"],
    "accessibilitySummary": ["Every formula is MathML, and every figure has a text alternative."],
}


class Epub(Epub3Builder):
    """Sphinx's builder, with a package file that names the pages with MathML or SVG."""

    def build_content(self):
        for file in Path(self.outdir, "_static").rglob("*"):
            if file.is_file() and file.name not in KEPT:
                file.unlink()    # scripts and styles for browsers
        super().build_content()
        package = Path(self.outdir, "content.opf")
        text = ITEM.sub(self.with_properties, package.read_text(encoding="utf-8"))
        metas = "".join(f'<meta property="schema:{name}">{value}</meta>\n    '
                        for name, values in ACCESSIBILITY.items() for value in values)
        package.write_text(text.replace("</metadata>", f"{metas}</metadata>"), encoding="utf-8")

    def with_properties(self, item):
        if item[1] == self.config.epub_cover[0]:
            return f'{item[0]} properties="cover-image"'
        if not item[1].endswith(".xhtml"):
            return item[0]
        page = Path(self.outdir, item[1]).read_text(encoding="utf-8")
        found = " ".join(name for name, tag in (("mathml", "<math "), ("svg", "<svg ")) if tag in page)
        return f'{item[0]} properties="{found}"' if found else item[0]


class ForReaders(SphinxPostTransform):
    """Change what works in a browser only: SVG without a namespace, tabs, folded cells."""

    default_priority = 100    # before sphinx-design turns tabs into buttons
    formats = ("html",)

    def run(self):
        leave_out_cards(self.document)
        for raw in list(self.document.findall(nodes.raw)):
            raw.replace_self(nodes.raw("", with_namespace(raw.astext()), format=raw["format"]))
        for tabs in list(self.document.findall(lambda node: is_component(node, "tab-set"))):
            tabs.replace_self(nodes.container("", *tabs.children, classes=["tabs"], is_div=True))


def show(display):
    def visit(self, node):
        try:
            formula = mathml(node.astext(), display)
        except ValueError as error:
            log.warning("%s", error, location=node)
        else:
            self.body.append(f'<div class="math">{formula}</div>\n' if display else formula)
        raise nodes.SkipNode
    return visit


def keep_own_styles(app, page, template, context, doctree):
    context["css_files"] = [style for style in context["css_files"] if Path(style.filename).name in KEPT]


def settings(static):
    return configuration(
        "book.editions.epub",
        html_math_renderer="mathml", html_static_path=[str(static)], version=version("bptt-course"),
        epub_basename="bptt", epub_title=TITLE, epub_author=AUTHOR, epub_publisher=AUTHOR,
        epub_contributor=AUTHOR, epub_copyright=RIGHTS, epub_language="en",
        epub_description=f"The complete derivation of {TITLE.lower()}, in text, equations and code.",
        epub_identifier="bptt-course", epub_uid="bptt-course",
        epub_cover=("_static/cover.svg", "epub-cover.html"), epub_css_files=["edition.css"],
        epub_show_urls="no", epub_tocdup=False, epub_tocscope="includehidden", epub_tocdepth=2,
        epub_exclude_files=["search.xhtml"], epub_use_index=False)


def make(out):
    static = out.resolve() / "epub_static"
    static.mkdir(parents=True, exist_ok=True)
    styles = (HERE / "edition.css").read_text(encoding="utf-8")
    (static / "edition.css").write_text(f"{rules()}\n{styles}", encoding="utf-8")
    (static / "cover.svg").write_bytes((HERE / "cover.svg").read_bytes())
    return put_in_place(run_sphinx("epub", settings(static), out) / "bptt.epub", out)


def setup(app):
    app.add_builder(Epub, override=True)
    app.add_post_transform(ForReaders)
    app.connect("html-page-context", keep_own_styles, priority=900)
    app.add_html_math_renderer("mathml", (show(False), None), (show(True), None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
