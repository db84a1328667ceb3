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
SIZED = re.compile(r"\\[bB]igg?([lr])(?![a-zA-Z])")    # a fixed size, which browsers set too wide
STYLES = {"displaystyle": ("math", "mstyle", "mtable"), "scriptlevel": ("math", "mstyle")}
ElementTree.register_namespace("", NAMESPACE)


def converted(tex, display):
    r"""Return the MathML: \bigl( and \bigr) fit their content, or are small where a new line parts them."""
    pair = SIZED.sub(lambda match: r"\left" if match[1] == "l" else r"\right", tex)
    try:
        return CONVERTER.convert_with_local_state(pair, displaystyle=display)
    except LatexError:
        return CONVERTER.convert_with_local_state(SIZED.sub("", tex), displaystyle=display)


def mathml(tex, display=False):
    """Return an element <math> that also carries its TeX, which is what readers without MathML say aloud."""
    try:
        math = converted(SPACED_LINE.sub(r"\\\\", in_one_box(tex)), display)
    except LatexError as error:
        raise ValueError(f"no MathML for {tex.strip()!r}: {error}") from error
    for name in XML:
        math = math.replace(f"&{name};", f"&amp;{name};")
    root = ElementTree.fromstring(unescape(math))
    root.set("alttext", " ".join(tex.split()))
    move_styles(root)
    return ElementTree.tostring(root, encoding="unicode")


def move_styles(parent):
    """Move a style to an <mstyle> around its element, unless the MathML of ePub has it on the element."""
    for place, element in enumerate(parent):
        move_styles(element)
        name = element.tag.partition("}")[2]
        moved = {style: element.attrib.pop(style) for style, homes in STYLES.items()
                 if style in element.attrib and name not in homes}
        if moved:
            parent[place] = ElementTree.Element(f"{{{NAMESPACE}}}mstyle", moved)
            parent[place].append(element)
