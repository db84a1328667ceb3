"""The random instances of an entry: its own quantities drawn in every world, and its running indices."""

import ast
import inspect

import numpy as np

from book.equations import definitions
from book.equations.entries import abbreviations
from book.equations.functions import Wrong
from book.equations.quantities import parsed
from book.equations.values import Instance
from book.equations.world import PARAMETERS, worlds


def drawn(kind, instance, draw):
    """Return a random value of a kind such as "number", "vector V", "matrix D_h x d", "integer 2..5"."""
    word, *rest = kind.split(maxsplit=1)
    rest = rest[0] if rest else ""
    if word == "integer":
        low, high = (instance(end) for end in rest.split(".."))
        return int(draw.integers(low, high + 1))
    if word in ("defined", "each"):
        return defined(rest.split()[0], instance, {})
    if word == "sequence":
        steps = range(instance.world.sizes["T"] + 2)
        return {t: drawn(f"vector {rest}", instance, draw) for t in steps}
    sizes = [instance(size) for size in rest.split(" x ")] if rest else []
    shape = (*sizes, 1)[:2]
    kinds = {"number": lambda: float(draw.standard_normal()), "positive": lambda: float(draw.uniform(0.2, 2)),
             "fraction": lambda: float(draw.uniform(0.1, 0.9)), "vector": lambda: draw.standard_normal(shape),
             "matrix": lambda: draw.standard_normal(shape), "ones": lambda: np.ones(shape),
             "positives": lambda: draw.uniform(0.2, 2, shape),
             "zeros-ones": lambda: (draw.uniform(size=shape) < 0.6).astype(float),
             "probabilities": lambda: draw.dirichlet(np.ones(shape[0]))[:, None],
             "integers": lambda: draw.integers(1, 9, shape).astype(float),
             "one-hot": lambda: np.eye(shape[0])[:, [draw.integers(shape[0])]],
             "index": lambda: int(draw.integers(1, shape[0] + 1))}
    if word not in kinds:
        raise Wrong(f"`let`: {kind!r} is none of {', '.join(kinds)}, integer, sequence, defined, each, entry")
    return kinds[word]()


def defined(name, instance, scope):
    """Return the value of a function of definitions.py, its arguments taken by name from the instance."""
    function = getattr(definitions, name, None)
    if not inspect.isfunction(function):
        raise Wrong(f"definitions.py has no function {name!r}")
    names = inspect.signature(function).parameters
    return function(*(instance.world if name == "world" else instance(name, scope) for name in names))


class Entries(ast.NodeTransformer):
    """Put one entry of a parameter, such as W_h[2, 1], in the place of a name of kind "entry"."""

    def __init__(self, replaced):
        self.replaced = replaced

    def visit_Name(self, node):
        return self.replaced.get(node.id, node)


def instances(entry, chosen=None):
    """Yield (Instance, substitute) for every world; for every parameter, where a name is its entry."""
    lets = entry.let or {}
    entries = [name for name, kind in lets.items() if kind.split()[0] == "entry"]
    parameters = lets[entries[0]].split()[1:] or PARAMETERS if entries else [None]
    for world in chosen or worlds():
        if entry.only not in (None, world.activation):
            continue
        draw = np.random.default_rng([world.seed, *f"{world.activation} {entry.id}".encode()])
        instance = Instance(world, {}, abbreviations(entry))
        for name, kind in lets.items():
            if name not in entries:
                try:
                    instance.lets[name] = drawn(kind, instance, draw)
                except (ValueError, TypeError) as error:
                    raise Wrong(f"{entry.id}: `let`: {name} = {kind!r}: {error}") from error
        for parameter in parameters:
            last = "2, 1" if parameter and world.parameters[parameter].shape[1] > 1 else "2,"
            yield instance, Entries({name: parsed(f"{parameter}[{last}]") for name in entries})


def scopes(entry, instance):
    """Yield every choice of the entry's running indices."""
    def extend(scope, ranges):
        if not ranges:
            yield scope
            return
        (name, low, high), *rest = ranges
        for n in range(instance(low, scope), instance(high, scope) + 1):
            yield from extend(scope | {name: n}, rest)
    yield from extend({}, entry.ranges)


