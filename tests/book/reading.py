"""Read the built pages with the standard library's parser."""

import re
from html import unescape
from html.parser import HTMLParser


class Elements(HTMLParser):
    """Collect every element of a page as (tag, attributes)."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(text, *tags):
    """Return (tag, attributes) of the named elements, or of all."""
    return [(tag, attrs) for tag, attrs in Elements(text).found if not tags or tag in tags]


def ids(text):
    return [attrs["id"] for _, attrs in elements(text) if attrs.get("id")]


def equations(text):
    """Return {id: (shown id, TeX)} of the labeled equations of a page."""
    block = (r'<div class="equation[^"]*" id="([^"]+)">\s*<div class="math[^"]*">\s*\\\[(.*?)\\\]</div>\s*'
             r'<p class="equation-id">(.*?)</p>')
    return {label: (plain(shown), unescape(tex)) for label, tex, shown in re.findall(block, text, re.S)}


def all_tex(text):
    """Return all TeX of a page, inline and displayed."""
    return [unescape(a or b) for a, b in re.findall(r"\\\[(.*?)\\\]|\\\((.*?)\\\)", text, re.S)]


def article(text):
    """Return a page without what stands around its text."""
    return text.split("<article")[1].split("</article>")[0]


def plain(text):
    """Return the text of a page without its tags."""
    return unescape(re.sub(r"<[^>]+>", "", text))
