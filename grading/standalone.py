"""The source of a function as a notebook's cell needs it: with all that it uses, under another name."""

import ast
import inspect
import textwrap
import types

PLAIN = (bool, int, float, complex, str, tuple, types.NoneType)


class Tied(Exception):
    """The function uses something that a cell cannot define, such as a partial function of its module."""


def standalone(function, name):
    """Return the source of a cell that defines `function` as `name`; Tied where that cannot be."""
    found = {}
    find(function, function.__name__, found)
    trees = [tree for _, tree in found.values()]
    if len(trees) == 1 and name == function.__name__:
        return ast.unparse(trees[0]) + "\n"
    inside = textwrap.indent("\n".join(map(ast.unparse, trees)), "    ")
    return f"def _{name}():\n{inside}\n    return {function.__name__}\n\n\n{name} = _{name}()\n"


def find(value, name, found):
    """Add {name: (value, syntax tree)} of what defines a name, and of everything that it uses, to found."""
    if name in found:
        if found[name][0] is not value:
            raise Tied(name)
        return
    found[name] = value, tree = value, definition(value, name)
    if isinstance(value, types.FunctionType):
        tree.decorator_list = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in value.__globals__:
                find(value.__globals__[node.id], node.id, found)
    found[name] = found.pop(name)       # after all that it uses: a default value needs it at once


def definition(value, name):
    """Return the syntax tree of a statement that gives a name its value."""
    if isinstance(value, types.ModuleType) and value.__name__.split(".")[0] not in ("rnn_ref", "grading"):
        return ast.parse(f"import {value.__name__} as {name}").body[0]
    if isinstance(value, types.FunctionType) and value.__name__ == name and not value.__closure__:
        return ast.parse(textwrap.dedent(inspect.getsource(value))).body[0]
    if type(value) in PLAIN:
        return ast.parse(f"{name} = {value!r}").body[0]
    raise Tied(name)
