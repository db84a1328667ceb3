"""What kind of part a node of an expression is, as far as the printer has to know."""

import ast

from book.equations.values import BIG


def is_factor(node):
    """Is it one factor with one shape? The parts of sums and products are factors on their own."""
    return not isinstance(node, ast.Constant) and (
        not isinstance(node, ast.BinOp) or isinstance(node.op, ast.Pow))


def is_symbol(node):
    """Is it one symbol with its indices?"""
    return isinstance(node, ast.Name) or (isinstance(node, ast.Subscript) and (
        is_symbol(node.value) or isinstance(node.value, ast.Call)))


def raised(node):
    """Does something stand above its symbol, so that a power or a transpose needs parentheses?"""
    while isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Subscript):
        return (isinstance(node.value, ast.Name) and not isinstance(node.slice, ast.Tuple)) or \
            getattr(node.value, "id", "") == "gamma"
    if isinstance(node, ast.Call):
        return node.func.id in ("D", "P", "exp")
    return isinstance(node, ast.Attribute) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.Pow))


def is_big(node):
    return isinstance(node, ast.Call) and node.func.id in BIG


def is_circle(node, shapes):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and bool(
        shapes(node.left) and shapes(node.right))
