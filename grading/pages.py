"""Pages that stand alone: Jinja's templates, one style sheet, and a policy that lets nothing else through."""

import base64
import functools
import hashlib
from pathlib import Path

import jinja2
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def template(name):
    """Return a page's template, with the style sheet and its hash for the Content-Security-Policy."""
    jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True,
                               undefined=jinja2.StrictUndefined)
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    jinja.globals |= {"style": Markup(style), "style_hash": f"sha256-{digest}"}
    jinja.filters["number"] = lambda x: f"{x:.2f}".rstrip("0").rstrip(".")
    return jinja.get_template(f"{name}.html.j2")
