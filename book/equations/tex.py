r"""An expression -> TeX, by the habits of the notation page: juxtaposition, \circ, d and \partial, (t) above.

Every method returns (TeX, strength). A part is put in parentheses where it binds less than its place asks.
`under` may wrap each factor, as the view "Dimensions" does.
"""

import ast

from book.equations.functions import Wrong
from book.equations.quantities import OF_LOSS
from book.equations.shapes import STEPPED, Shapes
from book.equations.symbols import (
    BARE,
    BIG_TEX,
    CALLS,
    COMPARE,
    below,
    braced,
    component,
    parenthesized,
    symbol,
    tight,
)
from book.equations.syntax import is_big, is_circle, is_factor, is_symbol, raised
from book.equations.values import BIG
from book.equations.world import PARAMETERS, SEQUENCES

SUM, CIRCLE, BESIDE, POWER, ATOM = 1, 2, 3, 4, 9


class Printer:
    """TeX of the expressions of one entry."""

    def __init__(self, shapes=None, names=None, under=None):
        self.shapes, self.names, self.under = shapes or Shapes(), names or {}, under

    def __call__(self, node, least=0):
        tex, strength = getattr(self, type(node).__name__, self.unknown)(node)
        if self.under and strength >= POWER and is_factor(node):
            tex, strength = self.under(node, tex), ATOM
        return tex if strength >= least else parenthesized(tex)

    def unknown(self, node):
        raise Wrong(f"{ast.unparse(node)}: the printer has no {type(node).__name__}")

    def plain(self, node, least=0):
        """Return the TeX of a part that gets no shape below it: an index, an argument, an exponent."""
        under, self.under = self.under, None
        tex = self(node, least)
        self.under = under
        return tex

    # --- the parts of an expression ---

    def Constant(self, node):
        return f"{node.value}", ATOM

    def Name(self, node):
        return self.names.get(node.id) or symbol(node.id), ATOM

    def UnaryOp(self, node):
        return f"-{self(node.operand, CIRCLE)}", SUM

    def Attribute(self, node):
        inner = parenthesized(self.plain(node.value)) if raised(node.value) else self.plain(node.value, ATOM)
        return rf"{inner}^{{\mathsf T}}", POWER

    def IfExp(self, node):
        test = self.plain(node.test)
        return (rf"\begin{{cases}} {self(node.body)} & \text{{if }} {test}, \\ "
                rf"{self(node.orelse)} & \text{{otherwise}} \end{{cases}}"), SUM

    def Compare(self, node):
        op = COMPARE[type(node.ops[0]).__name__]
        return f"{self(node.left)} {op} {self(node.comparators[0])}", SUM

    def BinOp(self, node):
        return getattr(self, type(node.op).__name__)(node.left, node.right)

    def Add(self, a, b):
        return f"{self(a)} + {self(b, CIRCLE)}", SUM

    def Sub(self, a, b):
        return f"{self(a)} - {self(b, CIRCLE)}", SUM

    def Mult(self, a, b):
        if not (self.shapes(a) and self.shapes(b)):
            return self.MatMult(a, b)
        left, right = (self(x, POWER if not is_circle(x, self.shapes) else CIRCLE) for x in (a, b))
        return rf"{left} \circ {right}", CIRCLE

    def MatMult(self, a, b):
        left = self(a, BESIDE)
        right = self(b, CIRCLE if is_big(b) else BESIDE)
        between = r" \cdot " if right[0].isdigit() else r"\, "
        return f"{left}{between}{right}", BESIDE

    def Div(self, a, b):
        return rf"\frac{{{self(a)}}}{{{self(b)}}}", POWER

    def Pow(self, a, b):
        above = tight(self.plain(b))
        if isinstance(a, ast.Call) and getattr(a.func, "id", "") in {*CALLS} - {"max", "N"}:
            inner = ", ".join(map(self.plain, a.args))
            return f"{CALLS[a.func.id]}^{braced(above)}{parenthesized(inner)}", POWER
        base = parenthesized(self.plain(a)) if raised(a) else self.plain(a, ATOM)
        return f"{base}^{braced(above)}", POWER

    # --- functions ---

    def Call(self, node):
        name, arguments = node.func.id, node.args
        if name in ("D", "P"):
            return self.derivative(r"\mathrm d" if name == "D" else r"\partial", *arguments)
        if name in BIG:
            return self.big(BIG_TEX[name], *arguments)
        special = getattr(self, f"call_{name}", None)
        if special:
            return special(*arguments)
        if name not in CALLS:
            raise Wrong(f"the printer has no function {name}")
        inner = ", ".join(map(self.plain, arguments))
        bare = name in BARE and len(arguments) == 1 and (is_symbol(arguments[0]) or is_big(arguments[0]))
        if bare:
            return f"{CALLS[name]} {inner}", BESIDE
        return f"{CALLS[name]}{parenthesized(inner)}", ATOM

    def call_exp(self, a):
        return f"e^{braced(self.plain(a))}", POWER

    def call_sqrt(self, a):
        return rf"\sqrt{{{self.plain(a)}}}", ATOM

    def call_norm(self, a):
        return rf"\lVert {self.plain(a)} \rVert", ATOM

    call_spectral = call_norm    # of a matrix; of a vector they are the same

    def call_abs(self, a):
        return rf"\lvert {self.plain(a)} \rvert", ATOM

    def call_KL(self, p, q):
        return rf"\operatorname{{KL}}({self.plain(p)} \,\|\, {self.plain(q)})", ATOM

    def call_at(self, a):
        return f"[{self.plain(a)}]", ATOM

    def call_eye(self, a):
        return "I", ATOM

    def call_delta_ij(self, i, j):
        return f"I_{below([self.plain(i), self.plain(j)])}", ATOM

    def big(self, sign, term, variable, low, high):
        n = self.plain(variable)
        if sign == r"\max":
            return rf"\max_{n} {self(term, CIRCLE)}", CIRCLE
        low, high = (tight(self.plain(end)) for end in (low, high))
        return rf"{sign}_{{{n}={low}}}^{{{high}}} {self(term, CIRCLE)}", CIRCLE

    def derivative(self, d, of, by):
        below = f"{d} {self.plain(by)}"
        if is_symbol(of) or (isinstance(of, ast.Call) and of.func.id in CALLS):
            return rf"\frac{{{d} {self.plain(of)}}}{{{below}}}", POWER
        return rf"\frac{{{d}}}{{{below}}} {self.plain(of, POWER)}", BESIDE

    # --- indices ---

    def Subscript(self, node):
        tied = isinstance(node.slice, ast.Tuple)
        index = [self.plain(part) for part in (node.slice.elts if tied else [node.slice])]
        name = getattr(node.value, "id", None)
        lets, given = self.shapes.lets, self.shapes.given
        own = (name in lets and not lets[name].startswith(STEPPED)) or name in given
        if name == "gamma" and not own:
            return rf"\gamma_{braced(tight(index[0]))}^{{({tight(index[1])})}}", ATOM
        stepped = name in lets or f"{name}[]" in given or name in {*SEQUENCES, *OF_LOSS, "J"} or (
            name in PARAMETERS and not tied)
        if stepped and not own:
            return f"{self.plain(node.value)}^{{({','.join(map(tight, index))})}}", ATOM
        return component(self.plain(node.value, ATOM), index), ATOM
