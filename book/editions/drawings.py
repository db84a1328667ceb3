"""The figures away from the site: the stylesheet's rules for drawings, in the light theme's colors."""

import re
import subprocess
from pathlib import Path

STYLES = Path(__file__).parents[1] / "_static" / "course.css"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
FONTS = {    # of the PDF; an ePub's reader has fonts of its own
    "text": '"TeX Gyre Heros", "DejaVu Sans", sans-serif',
    ".drawing .var, .drawing .heading": '"TeX Gyre Pagella", "DejaVu Serif", serif',
}


def light_colors(css):
    """Return the stylesheet's variables as they are in the light theme."""
    values = {}
    for selector, body in RULE.findall(css):
        if selector.strip() in ("html", 'html[data-theme="light"]'):
            values |= dict(re.findall(r"(--[\w-]+):\s*([^;]+);", body))
    return values


def rules():
    """Return the rules for drawings, every variable replaced by its value."""
    css = MEDIA.sub("", COMMENT.sub("", STYLES.read_text(encoding="utf-8")))
    values = light_colors(css)
    text = "\n".join(f"{selector.strip()} {{{body}}}" for selector, body in RULE.findall(css)
                     if ".drawing" in selector)
    while VARIABLE.search(text):
        text = VARIABLE.sub(lambda match: values[match[1]], text)
    return text


def with_namespace(markup):
    """Return HTML whose <svg> elements say that they are SVG, which XML asks for and HTML does not."""
    return re.sub(r"<svg(?![^>]*xmlns=)", '<svg xmlns="http://www.w3.org/2000/svg"', markup)


def svg_alone(markup):
    """Return the first <svg> of some HTML as a document of its own, with its styles in it."""
    [svg] = re.findall(r"<svg.*</svg>", markup, re.S)
    fonts = "\n".join(f"{selector} {{ font-family: {family}; }}" for selector, family in FONTS.items())
    style = f"<style>{rules().replace('.drawing svg', 'svg')}\n{fonts}</style>"
    opening = re.match(r"<svg[^>]*>", svg)[0]
    return f'{with_namespace(opening)}{style}<g class="drawing">{svg[len(opening):-6]}</g></svg>'


def write_pdf(markup, target):
    """Draw the <svg> of some HTML into a PDF file."""
    source = target.with_suffix(".svg")
    source.write_text(svg_alone(markup), encoding="utf-8")
    subprocess.run(["rsvg-convert", "--format=pdf", f"--output={target}", str(source)], check=True)
