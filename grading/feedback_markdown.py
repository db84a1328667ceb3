"""A student's Markdown as HTML in which nothing is active: no tag of his own, no image, no script.

Three layers, each enough on its own: mistune escapes raw HTML and writes the tags; bleach lets only the
tags below through; formulas become MathML of a converter that knows no link. The page's
Content-Security-Policy is the fourth.
"""

import re
from html import escape, unescape
from xml.etree import ElementTree

import bleach
from math_core import LatexError, LatexToMathML
from mistune import HTMLRenderer
from nbconvert.filters.markdown_mistune import MarkdownWithMath, import_plugin

TAGS = {"p", "em", "strong", "del", "code", "pre", "br", "hr", "ul", "ol", "li", "blockquote", "a",
        "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": ["href", "rel"], "ol": ["start"]}
PROTOCOLS = {"http", "https"}
LONGEST = 10_000            # characters that are rendered; more is shown as it was written
LONGEST_FORMULA, DEEPEST = 2_000, 40    # characters and braces in braces of a formula that is typeset
NESTED = re.compile(r"^[ \t>*+\-\d.)]{80}", re.MULTILINE)     # a line that opens lists in lists
OPEN, CLOSE = "\ue000", "\ue001"        # around the number of a formula while the rest is cleaned
HELD = re.compile(f"{OPEN}(\\d+){CLOSE}")
MATHML = "{http://www.w3.org/1998/Math/MathML}"
PARTS = set("""
    math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover mmultiscripts mprescripts
    none mfrac msqrt mroot mtable mtr mtd mpadded mphantom mstyle merror""".split())
ACTIVE = ("style", "href", "src", "class", "id", "on", "action")    # how attributes begin that are dropped
XML = ("amp", "lt", "gt", "quot")       # the only names of characters that XML knows

PLUGINS = [import_plugin(name) for name in ("strikethrough", "table", "url")]
CONVERTER = LatexToMathML(xml_namespace=True, fancy_error=False)
ElementTree.register_namespace("", MATHML.strip("{}"))


def rendered(text):
    """Return Markdown text as HTML that can stand in any page."""
    text = text.replace(OPEN, "").replace(CLOSE, "")
    if len(text) > LONGEST or NESTED.search(text):
        return f"<pre>{escape(text)}</pre>"
    formulas = []
    try:
        html = MarkdownWithMath(Inert(formulas), plugins=PLUGINS).render(text)
    except RecursionError:
        return f"<pre>{escape(text)}</pre>"
    clean = bleach.clean(html, TAGS, ATTRIBUTES, PROTOCOLS, strip=False)
    return HELD.sub(lambda match: formulas[int(match[1])], clean)


def formula(tex, display=False):
    """Return a formula as MathML, or as the code it is written in where the converter refuses it."""
    tex = tex.strip()
    try:
        if len(tex) > LONGEST_FORMULA or depth(tex) > DEEPEST:
            raise ValueError
        math = CONVERTER.convert_with_local_state(tex, displaystyle=display)
        for name in XML:
            math = math.replace(f"&{name};", f"&amp;{name};")
        root = ElementTree.fromstring(unescape(math))
        strip(root)
    except (LatexError, ElementTree.ParseError, ValueError):
        return f"<code>{escape(tex)}</code>"
    return ElementTree.tostring(root, encoding="unicode")


def depth(tex):
    """Return how many openings of one formula are open at once, at most."""
    level = deepest = 0
    for sign in tex:
        level += (sign in "{([") - (sign in "})]")
        deepest = max(deepest, level)
    return max(deepest, tex.count(r"\left"), tex.count(r"\begin"))


def strip(root):
    """Drop what could be active from an element and those in it; ValueError names an unknown element."""
    for element in root.iter():
        if element.tag.removeprefix(MATHML) not in PARTS:
            raise ValueError(element.tag)
        for name in [name for name in element.attrib if name.lower().startswith(ACTIVE)]:
            del element.attrib[name]


class Inert(HTMLRenderer):
    """mistune's renderer with escaped HTML, formulas set aside, and neither headings nor images."""

    def __init__(self, formulas):
        super().__init__(escape=True)
        self.formulas = formulas

    def hold(self, tex, display):
        self.formulas.append(formula(tex, display))
        return f"{OPEN}{len(self.formulas) - 1}{CLOSE}"

    def inline_math(self, body):
        return self.hold(body, False)

    def block_math(self, body):
        return self.hold(body, True)

    def latex_environment(self, name, body):
        return self.hold(rf"\begin{{{name}}}{body}\end{{{name}}}", True)

    def heading(self, text, level, **attrs):
        return f"<p><strong>{text}</strong></p>\n"      # the page has headings of its own

    def image(self, text, url, title=None):
        return f"{text} (image: <code>{escape(url)}</code>)"

    def link(self, text, url, title=None):
        safe = url.lower().startswith(("http://", "https://"))
        if not safe:
            return f"{text} (<code>{escape(url)}</code>)"
        return f'<a href="{escape(url)}" rel="nofollow noreferrer">{text}</a>'
