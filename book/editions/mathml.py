"""TeX as MathML. The converter knows the commands it knows and refuses all others, so nothing goes lost."""

import re
from html import unescape
from xml.etree import ElementTree

from math_core import LatexError, LatexToMathML

from book.editions.tex import in_one_box

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
CONVERTER = LatexToMathML(xml_namespace=True, fancy_error=False)
XML = ("amp", "lt", "gt", "quot")    # the only names of characters that XML knows
SPACED_LINE = re.compile(r"\\\\\[[\d.]+\w\w\]")    # \\[4pt], which the converter would print
STYLES = ("displaystyle", "scriptlevel")
STYLED = {"math", "mstyle"}
ElementTree.register_namespace("", NAMESPACE)


def mathml(tex, display=False):
    """Return an element <math> that also carries its TeX, which is what readers without MathML say aloud."""
    try:
        lines = SPACED_LINE.sub(r"\\\\", in_one_box(tex))
        math = CONVERTER.convert_with_local_state(lines, displaystyle=display)
    except LatexError as error:
        raise ValueError(f"no MathML for {tex.strip()!r}: {error}") from error
    for name in XML:
        math = math.replace(f"&{name};", f"&amp;{name};")
    root = ElementTree.fromstring(unescape(math))
    root.set("alttext", " ".join(tex.split()))
    move_styles(root)
    return ElementTree.tostring(root, encoding="unicode")


def move_styles(parent):
    """Move the styles of an element to an <mstyle> around it: the MathML of ePub has them there only."""
    for place, element in enumerate(parent):
        move_styles(element)
        styles = {name: element.attrib.pop(name) for name in STYLES if name in element.attrib}
        if styles and element.tag.split("}")[1] in STYLED:
            element.attrib |= styles
        elif styles:
            parent[place] = ElementTree.Element(f"{{{NAMESPACE}}}mstyle", styles)
            parent[place].append(element)
