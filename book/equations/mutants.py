"""Wrong versions of a registered right side: one slip each, of the kinds that derivations suffer from.

The check has to refuse every one. One that says the same as the original is named in the entry, with the
reason.
"""

import ast
import warnings
from copy import deepcopy

from book.equations.check import cases, failure
from book.equations.entries import Statement

PRIMES = {"f_prime": "f", "sigma_prime": "sigma", "tanh_prime": "tanh"}
TURNED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def slips(node):
    """Yield every node that a single slip puts in the place of this one."""
    if isinstance(node, ast.BinOp):
        yield from slips_of_operation(node)
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    if isinstance(node, ast.Attribute):
        yield node.value
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    if isinstance(node, ast.Subscript):
        yield from shifted_indices(node)
    if isinstance(node, ast.Call):
        yield from slips_of_call(node)


def slips_of_operation(node):
    """A sign, a lost summand or factor, a lost power, a product the other way round."""
    a, b, op = node.left, node.right, type(node.op)
    if op in (ast.Add, ast.Sub):
        yield ast.BinOp(a, ast.Sub() if op is ast.Add else ast.Add(), b)
        yield a
        yield b if op is ast.Add else ast.UnaryOp(ast.USub(), b)
    if op in (ast.Mult, ast.MatMult):
        yield a
        yield b
    if op is ast.MatMult:
        yield ast.BinOp(b, op(), a)
    if op in (ast.Div, ast.Pow):
        yield a


def slips_of_call(node):
    """f in the place of f', the other derivative, a sum that begins or ends one step off."""
    name = getattr(node.func, "id", "")
    if name in PRIMES:
        yield ast.Call(ast.Name(PRIMES[name]), node.args, [])
    if name in ("D", "P"):
        yield ast.Call(ast.Name("P" if name == "D" else "D"), node.args, [])
    if name in ("S", "Prod"):
        term, variable, low, high = node.args
        yield ast.Call(node.func, [term, variable, moved(low, 1), high], [])
        yield ast.Call(node.func, [term, variable, moved(low, -1), high], [])
        yield ast.Call(node.func, [term, variable, low, moved(high, -1)], [])


def shifted_indices(node):
    """Each index one more and one less; the position of a 1 is no index to get wrong by one."""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for n, part in enumerate(parts):
        if isinstance(part, ast.Call):
            continue
        for by in (1, -1):
            changed = [*parts[:n], moved(part, by), *parts[n + 1:]]
            index = ast.Tuple(changed) if isinstance(node.slice, ast.Tuple) else changed[0]
            yield ast.Subscript(node.value, index)


def moved(index, by):
    """Return index + by, written as short as possible: k - 1 moved by 1 is k."""
    if isinstance(index, ast.Constant):
        return ast.Constant(index.value + by)
    if isinstance(index, ast.BinOp) and isinstance(index.right, ast.Constant):
        there = index.right.value * (1 if isinstance(index.op, ast.Add) else -1) + by
        index, by = index.left, there
    if by == 0:
        return index
    return ast.BinOp(index, ast.Add() if by > 0 else ast.Sub(), ast.Constant(abs(by)))


def mutants(expression):
    """Return {text: expression} of all single slips of an expression, and of its sign."""
    found = {}
    places = list(ast.walk(expression))
    for place, node in enumerate(places):
        for slip in slips(node):
            add(found, replaced(expression, place, slip))
    found |= other_sign(expression)
    found.pop(ast.unparse(expression), None)
    return found


def add(found, mutant):
    found.setdefault(ast.unparse(mutant), mutant)


def replaced(expression, place, slip):
    """Return a copy of an expression with another node at a place of the walk."""
    class Put(ast.NodeTransformer):
        def visit(self, node):
            return deepcopy(slip) if node is target else self.generic_visit(node)
    copy = deepcopy(expression)
    target = list(ast.walk(copy))[place]
    return ast.fix_missing_locations(Put().visit(copy))


def all_of(entry):
    """Yield {text: changed statement} for every statement of an entry."""
    for statement in entry.statements:
        first, *rest = statement.rights
        sided = statement.relation in TURNED
        found = {text: statement._replace(rights=[mutant])
                 for text, mutant in (other_sign(first) if sided else mutants(first)).items()}
        for right in rest:    # a chain left <= a = b says that a = b
            found |= {text: Statement(first, [mutant]) for text, mutant in mutants(right).items()}
        if sided:    # a slip may leave a bound true; turned round, it must be wrong somewhere
            turned = TURNED[statement.relation]
            found[turned] = statement._replace(relation=turned)
        yield found


def survivors(entry):
    """Return (how many mutants, the texts of those that the check does not refuse)."""
    checked = cases(entry)
    changed = [mutant for found in all_of(entry) for mutant in found.items()]
    return len(changed), [text for text, statement in changed if not killed(entry, statement, checked)]


def verdict(entry):
    """Return (how many mutants, how many are excused, a sentence for each slip that goes unseen)."""
    count, alive = survivors(entry)
    excused = entry.equivalent or {}
    sentences = [f"{entry.id}: the check does not see the slip {text!r}"
                 for text in alive if text not in excused]
    sentences += [f"{entry.id}: `equivalent` names {text!r}, which is refused or no mutant"
                  for text in excused if text not in alive]
    return count, len(excused), sentences


def other_sign(expression):
    """Return the expression with the other sign, which zero has not."""
    if isinstance(expression, ast.Constant) and expression.value == 0:
        return {}
    negative = ast.UnaryOp(ast.USub(), expression)
    return {ast.unparse(negative): negative}


def killed(entry, statement, checked):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        return any(failure(entry, statement, case) for case in checked)
