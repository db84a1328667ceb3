"""Mechanical mutants of the worked solutions: one small change of the syntax tree each."""

import ast
import copy
import re
from typing import NamedTuple

from grading.files import source_of

MARK = re.compile(r"^ *### (BEGIN|END) SOLUTION\n", re.M)
SWAPPED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Lt: ast.LtE,
           ast.GtE: ast.Gt, ast.Gt: ast.GtE, ast.LtE: ast.Lt, ast.Eq: ast.NotEq}


class Mutant(NamedTuple):
    """One changed function: its name, the changed source, and how the changed line reads."""

    function: str
    source: str
    line: str


def solutions(problem_set):
    """Return the source of the code cells that hold imports and worked functions, and no other."""
    text = source_of(problem_set).read_text(encoding="utf-8")
    cells = re.split(r"^# %%", text, flags=re.M)[1:]
    kept = [cell.partition("\n")[2] for cell in cells if "[markdown]" not in cell.partition("\n")[0]
            and "check=" not in cell.partition("\n")[0] and "ungraded=" not in cell.partition("\n")[0]
            and ".progress(" not in cell]
    return MARK.sub("", "\n".join(kept))


def mutants(problem_set, functions):
    """Yield every Mutant of the given functions."""
    tree = ast.parse(solutions(problem_set))
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name in functions:
            yield from mutants_of(function)


def mutants_of(function):
    """Yield the Mutants of one function, each source once."""
    seen, whole = {ast.unparse(function)}, list(ast.walk(function))
    for number, node in enumerate(whole):
        for change in changes(node):
            changed = copy.deepcopy(function)
            place = list(ast.walk(changed))[number]
            new = change(copy.deepcopy(place))
            put(changed, place, new)
            ast.fix_missing_locations(changed)
            source = ast.unparse(changed)
            if source not in seen:
                seen.add(source)
                yield Mutant(function.name, source, changed_line(function, source))


def changed_line(function, source):
    """Return the lines of a mutant that the function does not have, in one."""
    before = ast.unparse(function).splitlines()
    return " / ".join(line.strip() for line in source.splitlines() if line not in before)


def put(tree, old, new):
    """Replace the node old by new, wherever in the tree it hangs."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if item is old else item for item in value]


def changes(node):
    """Yield functions that turn a node into another: operators, terms, transposes, numbers, bounds, order."""
    if isinstance(node, ast.BinOp):
        yield lambda n: n.left
        yield lambda n: n.right
        if not isinstance(node.op, ast.Add | ast.Mult):    # those give the same either way round
            yield lambda n: ast.BinOp(n.right, n.op, n.left)
        if type(node.op) in SWAPPED:
            yield lambda n: ast.BinOp(n.left, SWAPPED[type(n.op)](), n.right)
    elif isinstance(node, ast.UnaryOp):
        yield lambda n: n.operand
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield lambda n: n.value
    elif isinstance(node, ast.Compare):
        yield lambda n: ast.Compare(n.left, [SWAPPED.get(type(n.ops[0]), type(n.ops[0]))()], n.comparators)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield lambda n: ast.Constant(n.value + 1)
        yield lambda n: ast.Constant(n.value - 1)
    elif isinstance(node, ast.Call) and node.args:
        yield lambda n: n.args[0]
        if len(node.args) == 2:
            yield lambda n: ast.Call(n.func, n.args[::-1], n.keywords)
    elif isinstance(node, ast.AugAssign):
        yield lambda n: ast.Assign([n.target], n.value)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield lambda n: ast.Return(ast.Tuple(n.value.elts[::-1], ast.Load()))
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield lambda n: n.value
