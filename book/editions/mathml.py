"""TeX as MathML. The converter knows the commands it knows and refuses all others, so nothing goes lost."""

from html import escape, unescape

from math_core import LatexError, LatexToMathML

from book.editions.tex import in_one_box

CONVERTER = LatexToMathML(xml_namespace=True, fancy_error=False)
XML = {"&lt;": "&amp;lt;", "&gt;": "&amp;gt;", "&amp;": "&amp;amp;", "&quot;": "&amp;quot;"}    # survive unescape


def mathml(tex, display=False):
    """Return an element <math> that also carries its TeX, which is what readers without MathML say aloud."""
    try:
        math = CONVERTER.convert_with_local_state(in_one_box(tex), displaystyle=display)
    except LatexError as error:
        raise ValueError(f"no MathML for {tex.strip()!r}: {error}") from error
    for entity, kept in XML.items():
        math = math.replace(entity, kept)
    alternative = escape(" ".join(tex.split()))
    return unescape(math).replace("<math ", f'<math alttext="{alternative}" ', 1)
