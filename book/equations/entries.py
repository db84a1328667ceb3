"""Read the entries: book/equations/<page>.toml -> Entry. An entry that cannot be read is named in a sentence."""

import ast
import inspect
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from book.equations import definitions
from book.equations.functions import Wrong
from book.equations.values import Instance, parsed
from book.equations.world import PARAMETERS, worlds

FOLDER = Path(__file__).parent
STATEMENT = {"left", "right", "relation", "left_value", "left_tex"}
KEYS = STATEMENT | {"says", "for", "let", "given", "where", "boxed", "code", "exercise", "typeset", "tail", "show_for",
                    "also", "join", "equivalent", "names", "tolerance"}
RANGE = re.compile(r"(\w+)\s+in\s+(.+?)\.\.(.+)")
RELATIONS = {"=": "=", ":=": ":=", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">", "~": r"\sim", "~~": r"\approx"}


class Statement(NamedTuple):
    """left = right_1 = right_2 ...; the left side is an expression or the name of a definition."""

    left: ast.expr | None
    rights: list
    relation: str = "="
    left_value: str | None = None
    left_tex: str | None = None


class Entry(NamedTuple):
    """One displayed result of the book."""

    id: str
    page: str
    statements: list
    ranges: list    # (variable, lowest, highest)
    fields: dict

    def __getattr__(self, name):
        if name in KEYS:
            return self.fields.get(name)
        raise AttributeError(name)


def fail(label, sentence):
    raise Wrong(f"{label}: {sentence}")


def statement(label, fields):
    rights = fields.get("right", [])
    rights = [parsed(text) for text in (rights if isinstance(rights, list) else [rights])]
    relation = fields.get("relation", "=")
    if relation not in RELATIONS:
        fail(label, f"relation {relation!r} is none of {' '.join(RELATIONS)}")
    if not rights or ("left" in fields) == ("left_value" in fields):
        fail(label, "expected `right`, and either `left` or `left_value`")
    left = parsed(fields["left"]) if "left" in fields else None
    return Statement(left, rights, relation, fields.get("left_value"), fields.get("left_tex"))


def entry(label, page, fields):
    """Return the Entry of a table of the TOML file."""
    if unknown := set(fields) - KEYS:
        fail(label, f"unknown key {sorted(unknown)[0]!r}; expected some of {', '.join(sorted(KEYS))}")
    if not fields.get("says", "").endswith("."):
        fail(label, "`says` has to be a sentence that ends with a full stop")
    if "~~" in (fields.get("relation"), *(also.get("relation") for also in fields.get("also", []))) and \
            "tolerance" not in fields:
        fail(label, "the relation ~~ needs a `tolerance`")
    ranges = []
    for text in filter(None, (part.strip() for part in fields.get("for", "").split(","))):
        if not (match := RANGE.fullmatch(text)):
            fail(label, f"`for`: expected `k in 1..T`, got {text!r}")
        ranges.append((match[1], parsed(match[2]), parsed(match[3])))
    statements = [statement(label, part) for part in (fields, *fields.get("also", []))]
    return Entry(label, page, statements, ranges, fields)


def read(folder=FOLDER):
    """Return {id: Entry} of every page, in the order of the files."""
    found = {}
    for file in sorted(Path(folder).glob("*.toml")):
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise Wrong(f"{file.name}: {error}") from error
        for label, fields in tables.items():
            if label in found:
                fail(label, f"stands in {found[label].page}.toml and in {file.name}")
            found[label] = entry(label, file.stem, fields)
    return found


# --- an entry's own quantities ---

def abbreviations(entry):
    """Return {name: expression}, and {name[]: (variable, {step: expression}, expression)} for "c[t]"."""
    found = {}
    for key, text in ((entry.given or {}) | (entry.where or {})).items():
        left = parsed(key)
        if isinstance(left, ast.Name):
            found[left.id] = parsed(text)
            continue
        name, index = left.value.id, left.slice
        variable, bases, body = found.get(f"{name}[]", (None, {}, None))
        if isinstance(index, ast.Constant):
            bases = bases | {index.value: parsed(text)}
        else:
            variable, body = index.id, parsed(text)
        found[f"{name}[]"] = variable, bases, body
    return found


def drawn(kind, instance, draw):
    """Return a random value of a kind such as "number", "vector V", "matrix D_h x d", "integer 2..5"."""
    word, *rest = kind.split(maxsplit=1)
    rest = rest[0] if rest else ""
    if word == "integer":
        low, high = (instance(end) for end in rest.split(".."))
        return int(draw.integers(low, high + 1))
    if word == "defined":
        return defined(rest.split()[0], instance, {})
    if word == "sequence":
        steps = range(instance.world.sizes["T"] + 2)
        return {t: drawn(f"vector {rest}", instance, draw) for t in steps}
    sizes = [instance(size) for size in rest.split(" x ")] if rest else []
    shape = (*sizes, 1)[:2]
    kinds = {"number": lambda: float(draw.standard_normal()), "positive": lambda: float(draw.uniform(0.2, 2)),
             "fraction": lambda: float(draw.uniform(0.1, 0.9)), "vector": lambda: draw.standard_normal(shape),
             "matrix": lambda: draw.standard_normal(shape), "positives": lambda: draw.uniform(0.2, 2, shape),
             "zeros-ones": lambda: (draw.uniform(size=shape) < 0.6).astype(float),
             "probabilities": lambda: draw.dirichlet(np.ones(shape[0]))[:, None],
             "integers": lambda: draw.integers(1, 9, shape).astype(float),
             "one-hot": lambda: np.eye(shape[0])[:, [draw.integers(shape[0])]],
             "index": lambda: int(draw.integers(1, shape[0] + 1))}
    if word not in kinds:
        raise Wrong(f"`let`: {kind!r} is none of {', '.join(kinds)}, integer, sequence, defined, entry")
    return kinds[word]()


def defined(name, instance, scope):
    """Return the value of a function of definitions.py, its arguments taken by name from the instance."""
    function = getattr(definitions, name, None)
    if function is None:
        raise Wrong(f"definitions.py has no function {name!r}")
    found = {"world": instance.world}
    return function(*(found[p] if p in found else instance(p, scope) for p in inspect.signature(function).parameters))


class Entries(ast.NodeTransformer):
    """Put one entry of a parameter, such as W_h[2, 1], in the place of a name of kind "entry"."""

    def __init__(self, replaced):
        self.replaced = replaced

    def visit_Name(self, node):
        return self.replaced.get(node.id, node)


def instances(entry, chosen=None):
    """Yield (Instance, substitute) for every world, and for every parameter where a name is an entry of one."""
    lets = entry.let or {}
    entries = [name for name, kind in lets.items() if kind == "entry"]
    for world in chosen or worlds():
        draw = np.random.default_rng([world.seed, *f"{world.activation} {entry.id}".encode()])
        instance = Instance(world, {}, abbreviations(entry))
        for name, kind in lets.items():
            if kind != "entry":
                try:
                    instance.lets[name] = drawn(kind, instance, draw)
                except (ValueError, TypeError) as error:
                    raise Wrong(f"{entry.id}: `let`: {name} = {kind!r}: {error}") from error
        for parameter in PARAMETERS if entries else [None]:
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


