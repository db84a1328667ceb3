"""Which pairs of submissions are worth a look: what they share that few others have.

A function is taken as its syntax tree without names, texts and comments, so that renaming changes nothing.
All subtrees of some size are its features. A feature that many have is worth little: of the ways to write
one line there are few. What the stub has is worth nothing.
"""

import ast
import hashlib
import json
import math
from collections import Counter, defaultdict
from itertools import combinations
from typing import NamedTuple

from grading import intake
from grading.files import EXERCISES, BadInput
from grading.folders import find, shown, students_of

SMALLEST = 5            # nodes of a subtree that counts
RARE = 0.2              # share of the class beyond which a feature links no pair: there are many such pairs
LEAST = 0.5             # of what the smaller of two has: from here on a pair is listed
ENOUGH = 12.0           # weight that two must share: a pair of small answers proves nothing


class Pair(NamedTuple):
    """Two students, the share of the smaller one's weight that both have, and where most of it lies."""

    first: str
    second: str
    share: float
    weight: float
    functions: list


def features(source):
    """Return a Counter of the normalized subtrees of a cell's source; nothing where it is no Python."""
    found = Counter()
    try:
        visit(ast.parse(source), found)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Counter()
    return found


def visit(node, found):
    """Return (digest, size) of a subtree, and count it and what is below it in found."""
    parts, size = [type(node).__name__], 1
    for field, value in ast.iter_fields(node):
        if field in ("ctx", "type_comment", "kind", "returns", "annotation"):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.AST):
                if is_text(item):
                    continue
                digest, below = visit(item, found)
                parts.append(f"{field}:{digest}")
                size += below
            elif item is not None:
                parts.append(f"{field}={plain(node, field, item)}")
    digest = hashlib.blake2b("|".join(parts).encode(), digest_size=8).hexdigest()
    if size >= SMALLEST:
        found[digest] += 1
    return digest, size


def is_text(node):
    """Return whether a statement is a text alone: a docstring, or code put out of use."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def plain(node, field, item):
    """Return what stands for a leaf: names of variables all look alike, attributes and numbers stay."""
    if isinstance(node, ast.Name | ast.arg) or (field == "name"):
        return "_"
    return type(item).__name__ if isinstance(item, str) and field == "value" else repr(item)


def pairs(submissions, stub):
    """Return the Pairs worth a look, closest first; submissions: {student: {cell: source}}, stub alike."""
    given = {cell: features(source) for cell, source in stub.items()}
    own = {student: {(cell, digest) for cell, source in cells.items()
                     for digest in features(source) - given.get(cell, Counter())}
           for student, cells in sorted(submissions.items())}
    having = defaultdict(list)
    for student, some in own.items():
        for feature in some:
            having[feature].append(student)
    weight = {feature: math.log(len(own) / len(students)) for feature, students in having.items()}
    total = {student: sum(map(weight.__getitem__, some)) for student, some in own.items()}
    candidates = {pair for students in having.values() if len(students) <= max(2, RARE * len(own))
                  for pair in combinations(students, 2)}
    found = [pair_of(a, b, own[a] & own[b], weight, min(total[a], total[b])) for a, b in candidates]
    return sorted((pair for pair in found if pair.share >= LEAST and pair.weight >= ENOUGH),
                  key=lambda pair: (-pair.share * pair.weight, pair))


def pair_of(first, second, shared, weight, smaller):
    """Return the Pair of two students who share some features."""
    by_cell = Counter()
    for cell, digest in shared:
        by_cell[cell] += weight[cell, digest]
    common = sum(by_cell.values())
    return Pair(first, second, common / smaller if smaller else 0.0, common,
                [cell for cell, _ in by_cell.most_common(3)])


def submissions_of(root, name):
    """Return {student: {cell: source}} of what was handed in, the stub alike, and what cannot be read."""
    release = (EXERCISES / name / f"{name}.ipynb").read_text(encoding="utf-8")
    found, unread = {}, []
    for student in students_of(root, name)[0]:
        try:
            path = find(root, student, name)
            if path:
                found[student] = code_of(intake.read(path, release).text)
        except BadInput as problem:
            unread.append(f"{shown(student)}: the notebook {problem}.")
    return found, code_of(release), unread


def code_of(notebook):
    """Return {cell: source} of the code that a student wrote, of a notebook in the shape of the release."""
    cells = json.loads(notebook)["cells"]
    return {cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"]) for cell in cells
            if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution")}


def told(found, unread):
    """Return the report as text."""
    if not found:
        return "\n".join(["No pair shares much that others do not have.", *unread])
    head = ("share", "weight", "most of it in", "students")
    table = [head, *((f"{pair.share:.0%}", f"{pair.weight:.0f}", ", ".join(pair.functions),
                      f"{shown(pair.first)} and {shown(pair.second)}") for pair in found)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
             for line in table]
    return "\n".join([*lines, "A high share is a reason to read both, and no proof of anything.", *unread])
