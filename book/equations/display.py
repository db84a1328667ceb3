r"""An entry -> the TeX of its display; and TeX -> TeX without what does not change its meaning."""

import re

from book.equations.entries import RELATIONS, abbreviations
from book.equations.quantities import parsed
from book.equations.shapes import Shapes
from book.equations.symbols import symbol
from book.equations.tex import Printer


def of_entry(entry, under=None):
    """Return the TeX of an entry, without the dollar signs."""
    if entry.typeset:
        return entry.typeset.strip()
    shapes = Shapes(entry.let, abbreviations(entry))
    printer = Printer(shapes, entry.names, under and (lambda node, tex: under(shapes, node, tex)))
    parts = [of_statement(statement, printer) for statement in entry.statements]
    tex = (f"\n{entry.join}\n" if entry.join else ",\n\\qquad ").join(parts)
    for abbreviation in (entry.where or {}).items():
        left, right = (printer.plain(parsed(side)) for side in abbreviation)
        tex += f",\n\\qquad {left} = {right}"
    if entry.show_for:
        shown = [(symbol(name), printer.plain(low), printer.plain(high)) for name, low, high in entry.ranges]
        tex += "\n\\qquad " + ", ".join(rf"{n} = {low}, \dots, {high}" for n, low, high in shown)
    return tex + (f"\n{entry.tail.strip()}" if entry.tail else "")


def of_statement(statement, printer):
    left = statement.left_tex if statement.left_tex is not None else (
        printer(statement.left) if statement.left else symbol(statement.left_value))
    sign = RELATIONS[statement.relation] if left else ""
    first, *more = [printer(right) for right in statement.rights]
    return "\n".join([f"{left}", f"{sign} {first}".strip(), *(f"= {right}" for right in more)]).strip()


TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S")
LOOK = {"\\ ", *r"""\, \; \: \! \\ & \quad \qquad \left \right \bigl \bigr \Bigl \Bigr \biggl \biggr \big \Big
        \displaystyle \limits \nolimits""".split()}
SAME = {r"\tfrac": r"\frac", r"\dfrac": r"\frac", r"\leq": r"\le", r"\geq": r"\ge", r"\neq": r"\ne",
        r"\coloneqq": ":=", r"\|": r"\Vert", r"\lVert": r"\Vert", r"\rVert": r"\Vert", r"\lvert": "|",
        r"\rvert": "|", r"\ldots": r"\dots", r"\cdots": r"\dots"}


def normal(tex):
    """Return TeX without what does not change its meaning: spaces, sizes of parentheses, lines, end marks."""
    tex = re.sub(r"\\(begin|end)\{(aligned|split|gathered|align\*?)\}", "", tex)
    tokens = TOKEN.findall(tex)
    kept = []
    for n, token in enumerate(tokens):
        ends = n + 1 == len(tokens) or tokens[n + 1] in (r"\\", r"\quad", r"\qquad")
        if token in LOOK or (token in ",." and ends):
            continue
        kept.append(SAME.get(token, token))
    text = " ".join(kept)
    while (shorter := re.sub(r"\{ ([^\s{}]+) \}", r"\1", text)) != text:
        text = shorter
    return text
