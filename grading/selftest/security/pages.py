"""What a page must not have: anything that runs, or that is fetched from another host."""

import re
from html.parser import HTMLParser

RUNS = {"script", "iframe", "frame", "object", "embed", "applet", "base", "form", "input", "button",
        "link", "template", "portal", "video", "audio", "source", "track", "marquee", "foreignobject", "use",
        "animate"}
ADDRESSES = {"href", "src", "srcset", "xlink:href", "action", "formaction", "data", "poster", "background",
             "ping"}
WEB = ("https:", "http:")
FETCHES = re.compile(r"url\s*\(|@import|expression\s*\(|javascript:", re.I)


def active(page):
    """Return what a page has that runs or fetches, in words; [] where it has nothing of the kind."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.found


class Reader(HTMLParser):
    """Notes tags, attributes and styles of a page that do more than show text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.inside = [], ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        if tag in RUNS or (tag == "meta" and dict(attributes).get("http-equiv", "").lower() == "refresh"):
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            if self.harmful(tag, name, "".join((value or "").split()).lower()):
                self.found.append(f"<{tag} {name}={value!r}>")

    def harmful(self, tag, name, value):
        """Return whether an attribute runs or fetches; a link to a page of the web waits for a click."""
        if name.startswith("on") or (name == "style" and FETCHES.search(value)):
            return True
        if name not in ADDRESSES or value.startswith("#"):
            return False
        if tag == "a" and name == "href":
            return re.match(r"[a-z][a-z0-9+.-]*:", value) is not None and not value.startswith(WEB)
        return not (tag == "img" and value.startswith(("data:image/png", "data:image/svg+xml")))

    def handle_data(self, data):
        if self.inside == "style" and FETCHES.search(data):
            self.found.append("a style that fetches")

    def handle_endtag(self, tag):
        self.inside = ""
