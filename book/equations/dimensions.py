r"""The view "Dimensions": an entry's display with the shape under each factor.

    \underbrace{W_h^{\mathsf T}}_{D_h \times D_h}\, \underbrace{\mathrm d z^{(1)}}_{D_h \times 1}

The shapes come from the expression; a test holds them equal to those of the real arrays.
"""

from book.equations.display import of_entry
from book.equations.quantities import parsed
from book.equations.tex import Printer


def shape_tex(shape):
    return r" \times ".join(Printer()(parsed(size)) for size in shape) if shape else r"\text{number}"


def with_shapes(entry):
    """Return the TeX of an entry with the shape under each factor."""
    return of_entry(entry, lambda shapes, node, tex: rf"\underbrace{{{tex}}}_{{{shape_tex(shapes(node))}}}")


def factors(entry):
    """Return [(factor, shape in symbols)] of everything that the view puts a shape under."""
    found = []

    def note(shapes, node, tex):
        found.append((node, shapes(node)))
        return tex
    of_entry(entry, note)
    return found
