"""An expression -> its shape in symbols: () for a number, ("D_h", "1") for a column, ("D_h", "d") for W_x.

The printer asks it whether `*` is elementwise or stands beside a number; the view "Dimensions" shows it.
"""

import ast

from book.equations.functions import Wrong
from book.equations.quantities import OF_LOSS
from book.equations.values import BIG
from book.equations.world import PARAMETERS, SEQUENCES

NUMBERS = {"norm", "max", "at", "delta_ij", "tr", "radius", "spectral"}
NUMBER_KINDS = {"number", "positive", "fraction", "integer", "index", "entry"}
STEPPED = ("sequence", "each")    # kinds that have a value at each step


def of_kind(kind):
    """Return the shape of a quantity of a kind that `let` knows."""
    word, *rest = kind.split(maxsplit=1)
    if word in NUMBER_KINDS:
        return ()
    rest = rest[0] if rest else ""
    if word in ("defined", "each"):    # defined function, defined function V
        rest = rest.partition(" ")[2]
        if not rest:
            return ()
    sizes = rest.split(" x ") if rest else []
    return tuple((*sizes, "1")[:2])


class Shapes:
    """Shapes of the expressions of one entry."""

    def __init__(self, lets=None, given=None):
        self.lets, self.given, self.known = lets or {}, given or {}, {}

    def __call__(self, node):
        name = type(node).__name__
        return getattr(self, name)(node) if hasattr(self, name) else ()

    def UnaryOp(self, node):
        return self(node.operand)

    def IfExp(self, node):
        return self(node.body)

    def Attribute(self, node):
        return self(node.value)[::-1]

    def BinOp(self, node):
        a, b = self(node.left), self(node.right)
        if isinstance(node.op, ast.MatMult):
            if not a or not b or a[1] != b[0]:
                raise Wrong(f"{ast.unparse(node)}: {a} @ {b} does not fit")
            return () if (a[0], b[1]) == ("1", "1") else (a[0], b[1])
        return a or b

    def Name(self, node):
        if node.id in self.given:
            return self(self.given[node.id])
        if node.id in self.lets:
            return of_kind(self.lets[node.id])
        return {"I": ("D_h", "D_h"), **PARAMETERS}.get(node.id, ())

    def Call(self, node):
        name = getattr(node.func, "id", "")
        if name in ("D", "P"):
            return self.derivative(self(node.args[0]), self(node.args[1]))
        if name in BIG:
            return self(node.args[0])
        if name in NUMBERS:
            return ()
        if name == "diag":
            return (self(node.args[0])[0],) * 2
        if name == "eye":
            return (ast.unparse(node.args[0]),) * 2
        if name == "N":
            return ("2", "1")
        return next(filter(None, map(self, node.args)), ())

    def derivative(self, a, b):
        return (a[0], b[0]) if a and b else a or b

    def Subscript(self, node):
        name, tied = getattr(node.value, "id", None), isinstance(node.slice, ast.Tuple)
        if f"{name}[]" in self.given:
            return self.of_sequence(f"{name}[]")
        if name in self.given or name is None:
            return ()
        if name in self.lets:
            return of_kind(self.lets[name]) if self.lets[name].startswith(STEPPED) else ()
        if name in PARAMETERS:
            return () if tied else PARAMETERS[name]
        if name in OF_LOSS:
            name = OF_LOSS[name][0]
        return (SEQUENCES[name], "1") if name in SEQUENCES else ()

    def of_sequence(self, name):
        """Return the shape of an abbreviation at a step, which may look back at itself."""
        if name not in self.known:
            _, bases, body = self.given[name]
            self.known[name] = ()    # where it looks back, the other parts decide
            self.known[name] = next(filter(None, map(self, [*bases.values(), body])), ())
        return self.known[name]
