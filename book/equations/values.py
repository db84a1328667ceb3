"""An expression and an instance -> a number or an array. Vectors are columns, indices count from 1.

`D(a, b)` evaluates `a` once for each entry of `b`, in a forward pass with that entry moved; `P(a, b)` does
the same while every state but a's own is held.
"""

import ast
from itertools import product

import numpy as np

from book.equations.functions import FUNCTIONS, OF_ACTIVATION, Wrong
from book.equations.quantities import Quantities, parsed
from book.equations.world import PARAMETERS, SEQUENCES, STEP, Shift

BIG = {"S": sum, "Prod": lambda terms: product_of(terms), "Max": lambda terms: max(terms, key=np.real)}
EMPTY = {"S": 0.0, "Prod": 1.0}


def product_of(terms):
    """Return the product with the index growing from right to left."""
    result, *more = terms
    for term in more:
        result = term @ result if isinstance(term, np.ndarray) else term * result
    return result


class Instance(Quantities):
    """Values of expressions in one world."""

    def __call__(self, expression, scope=None, shift=None):
        node = parsed(expression) if isinstance(expression, str) else expression
        try:
            return self.value(node, scope or {}, shift)
        except Wrong:
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise Wrong(f"{ast.unparse(node)}: {error}") from error

    def value(self, node, scope, shift):
        kind = type(node).__name__
        if not hasattr(self, kind):
            raise Wrong(f"{ast.unparse(node)}: the language has no {kind}")
        return getattr(self, kind)(node, scope, shift)

    # --- the parts of an expression ---

    def Constant(self, node, scope, shift):
        return node.value

    def UnaryOp(self, node, scope, shift):
        return -self.value(node.operand, scope, shift)

    def IfExp(self, node, scope, shift):
        return self.value(node.body if self.value(node.test, scope, shift) else node.orelse, scope, shift)

    def Compare(self, node, scope, shift):
        a, b = (self.value(side, scope, shift) for side in (node.left, node.comparators[0]))
        return {"Eq": a == b, "NotEq": a != b, "LtE": a <= b, "Lt": a < b, "Gt": a > b,
                "GtE": a >= b}[type(node.ops[0]).__name__]

    def BinOp(self, node, scope, shift):
        a, b = (self.value(side, scope, shift) for side in (node.left, node.right))
        op = type(node.op).__name__
        arrays = isinstance(a, np.ndarray) + isinstance(b, np.ndarray)
        fits = op != "MatMult" or (arrays == 2 and a.shape[1] == b.shape[0])
        if (op != "MatMult" and arrays == 2 and a.shape != b.shape) or (op in ("Add", "Sub") and arrays == 1):
            fits = np.shape(a) == np.shape(b)
        if not fits:
            raise Wrong(f"{ast.unparse(node)}: shapes {np.shape(a)} and {np.shape(b)} do not fit")
        if op == "MatMult":
            result = a @ b
            return result[0, 0] if result.shape == (1, 1) else result
        return {"Add": lambda: a + b, "Sub": lambda: a - b, "Mult": lambda: a * b, "Div": lambda: a / b,
                "Pow": lambda: a ** b}[op]()

    def Attribute(self, node, scope, shift):
        if node.attr != "T":
            raise Wrong(f"{ast.unparse(node)}: the language has no .{node.attr}")
        value = self.value(node.value, scope, shift)
        if not isinstance(value, np.ndarray):
            raise Wrong(f"{ast.unparse(node)}: a number has no transpose")
        return value.T

    def Name(self, node, scope, shift):
        return self.named(node.id, scope, shift)

    def Call(self, node, scope, shift):
        name = getattr(node.func, "id", None)
        if name in ("D", "P"):
            if shift is not None:
                raise Wrong(f"{ast.unparse(node)}: a derivative inside a derivative")
            return self.derivative(name, *node.args, scope)
        if name in BIG:
            return self.big(name, *node.args, scope, shift)
        arguments = [self.value(a, scope, shift) for a in node.args]
        if name in ("f", "f_prime"):
            return OF_ACTIVATION[self.world.activation][name == "f_prime"](*arguments)
        if name == "loss_at":
            return self.world.loss_at(*arguments)
        if name in FUNCTIONS:
            return FUNCTIONS[name](*arguments)
        raise Wrong(f"{ast.unparse(node)}: the language has no function {name}")

    def big(self, name, term, variable, low, high, scope, shift):
        low, high = self.value(low, scope, shift), self.value(high, scope, shift)
        terms = [self.value(term, scope | {variable.id: n}, shift) for n in range(low, high + 1)]
        if not terms and name not in EMPTY:
            raise Wrong(f"a maximum of nothing: {low}..{high}")
        return BIG[name](terms) if terms else EMPTY[name]

    # --- indices ---

    def Subscript(self, node, scope, shift):
        index = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        index = [self.value(part, scope, shift) for part in index]
        if not all(isinstance(part, int) for part in index):
            raise Wrong(f"{ast.unparse(node)}: an index is a whole number")
        name = getattr(node.value, "id", None)
        tied = name in PARAMETERS and isinstance(node.slice, ast.Tuple)    # an entry of it, not a copy
        stepped = name and name not in scope and not tied
        found = self.at_step(name, index, shift) if stepped else None
        return found if found is not None else self.entry(node, self.value(node.value, scope, shift), index)

    @staticmethod
    def entry(node, array, index):
        if not isinstance(array, np.ndarray) or len(index) != (1 if array.shape[1] == 1 else 2):
            raise Wrong(f"{ast.unparse(node)}: expected one index of a column, two of a matrix")
        if not all(1 <= i <= n for i, n in zip(index, array.shape, strict=False)):
            raise Wrong(f"{ast.unparse(node)}: {index} is outside of {array.shape}")
        return array[index[0] - 1, index[1] - 1 if len(index) == 2 else 0]

    # --- derivatives ---

    def target(self, node, scope):
        """Return (name, step, entry or None) of the quantity that a derivative moves."""
        if isinstance(node, ast.Name):
            return node.id, 0 if node.id == "J" else None, None
        if not isinstance(node, ast.Subscript):
            raise Wrong(f"{ast.unparse(node)}: a derivative is taken with respect to a quantity")
        index = [self.value(part, scope, None) for part in
                 (node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])]
        name, tied = getattr(node.value, "id", None), isinstance(node.slice, ast.Tuple)
        steps = name in PARAMETERS or name in SEQUENCES or name == "J" or f"{name}[]" in self.given
        steps = isinstance(self.lets[name], dict) if name in self.lets else steps and name not in self.given
        if name and steps and not (tied and name in PARAMETERS):
            return name, index[0], None
        name, step, entry = self.target(node.value, scope)
        if entry is not None:
            raise Wrong(f"{ast.unparse(node)}: too many indices")
        return name, step, tuple(i - 1 for i in index)

    def derivative(self, kind, of, by, scope):
        key = (kind, ast.dump(of), ast.dump(by), *sorted((k, v) for k, v in scope.items()))
        if key not in self.cache:
            self.cache[key] = self.measured(kind, of, by, scope)
        return self.cache[key]

    def measured(self, kind, of, by, scope):
        at, base = self.value(by, scope, None), self.value(of, scope, None)
        name, step, entry = self.target(by, scope)
        held = {"held": True, "own": self.own(of, scope)} if kind == "P" else {}

        def along(index):
            return np.imag(self.value(of, scope, Shift(name, step, index, **held))) / STEP

        if entry is not None or np.shape(at) == ():
            return along(entry or ())
        column_by, column_of = at.shape[1] == 1, np.shape(base)[1:] == (1,)
        entries = [along((i,) if column_by else (i, j)) for i, j in product(*map(range, at.shape))]
        if np.shape(base) == ():
            return np.array(entries, float).reshape(at.shape)
        if column_of and column_by:
            return np.hstack(entries)
        raise Wrong(f"d({ast.unparse(of)}) / d({ast.unparse(by)}) has more than two indices; take entries")

    def own(self, node, scope):
        try:
            return self.target(node, scope)[:2]
        except Wrong:
            return None
