"""Read the entries: book/equations/<page>.toml -> Entry. What cannot be read is named in a sentence."""

import ast
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from book.equations.functions import Wrong
from book.equations.quantities import parsed

FOLDER = Path(__file__).parent
STATEMENT = {"left", "right", "relation", "left_value", "left_tex"}
KEYS = STATEMENT | {"says", "for", "let", "given", "where", "boxed", "code", "exercise", "typeset", "tail",
                    "show_for", "only", "also", "join", "equivalent", "names", "tolerance"}
KINDS = ((str, "a text", "left_tex tail join"),
         (str, "a text with some letters", "says for left relation left_value code exercise typeset only"),
         (dict, "a table of texts", "let given where names equivalent"),
         (bool, "true or false", "boxed show_for"),
         (float | int, "a number", "tolerance"), (list, "a list of tables", "also"))
RANGE = re.compile(r"(\w+)\s+in\s+(.+?)\.\.(.+)")
RELATIONS = {"=": "=", ":=": ":=", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">", "~": r"\sim",
             "~~": r"\approx"}


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


def check_kinds(label, fields):
    """Raise where a value is of another kind than its key asks for."""
    for kind, what, keys in KINDS:
        for key in fields.keys() & set(keys.split()):
            value = fields[key]
            good = isinstance(value, kind) and (value != "" or what == "a text")
            if kind is dict and good:
                good = all(isinstance(text, str) and text.strip() for text in value.values())
            if not good or (key == "tolerance" and isinstance(value, bool)):
                fail(label, f"`{key}`: expected {what}, got {value!r}")
    rights = fields.get("right", [])
    if not all(isinstance(text, str) for text in (rights if isinstance(rights, list) else [rights])):
        fail(label, f"`right`: expected an expression or a list of some, in quotes, got {rights!r}")
    for part in fields.get("also", []):
        if not isinstance(part, dict) or set(part) - STATEMENT:
            fail(label, f"`also`: expected tables of {', '.join(sorted(STATEMENT))}, got {part!r}")
        check_kinds(label, part)


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
    check_kinds(label, fields)
    if not fields.get("says", "").endswith("."):
        fail(label, "`says` has to be a sentence that ends with a full stop")
    if "~~" in (fields.get("relation"), *(also.get("relation") for also in fields.get("also", []))) and \
            "tolerance" not in fields:
        fail(label, "the relation ~~ needs a `tolerance`")
    ranges = []
    try:
        for text in filter(None, (part.strip() for part in fields.get("for", "").split(","))):
            if not (match := RANGE.fullmatch(text)):
                fail(label, f"`for`: expected `k in 1..T`, got {text!r}")
            ranges.append((match[1], parsed(match[2]), parsed(match[3])))
        statements = [statement(label, part) for part in (fields, *fields.get("also", []))]
    except Wrong as error:
        fail(label, f"{error}".removeprefix(f"{label}: "))
    return Entry(label, page, statements, ranges, fields)


def read(folder=FOLDER):
    """Return {id: Entry} of every page, in the order of the files."""
    found = {}
    if not Path(folder).is_dir():
        raise Wrong(f"{folder}: expected a folder with entries")
    for file in sorted(Path(folder).glob("*.toml")):
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Wrong(f"{file.name}: {error}") from error
        for label, fields in tables.items():
            if not label.startswith("eq-"):
                continue
            if not isinstance(fields, dict):
                fail(label, f"expected a table, got {fields!r}")
            if label in found:
                fail(label, f"stands in {found[label].page}.toml and in {file.name}")
            found[label] = entry(label, file.stem, alike(label, fields, tables))
    return found


def alike(label, fields, tables):
    """Return the fields of an entry with what the table that its `like` names adds to them."""
    fields = dict(fields)
    if (name := fields.pop("like", None)) is None:
        return fields
    if name.startswith("eq-") or name not in tables:
        fail(label, f"`like`: expected a table of its file that is no equation, got {name!r}")
    shared = tables[name]
    return shared | fields | {key: value | fields.get(key, {}) for key, value in shared.items()
                              if isinstance(value, dict)}


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
