"""Intake takes any bytes: it gives a notebook of our own making, or one sentence, and soon."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grading import intake
from grading.exercises import release
from grading.files import BadInput
from grading.sample import answers, filled_in

STUB = release("ps1")
WRITTEN = filled_in(STUB, answers())
MINE = {cell["id"] for cell in json.loads(STUB)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")}
SLOW = 20       # seconds that the largest file may take, on a machine with other work
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

######## hostile notebooks

WORDS = st.one_of(st.text(max_size=20), st.sampled_from([
    *sorted(MINE), "softmax-check", "softmax-graded", "def softmax(theta):\n    return theta", "softmax = 1",
    "cells", "source", "\ud800", "<<<<<<< HEAD\n", '"outputs": [', "*Your answer here.*"]))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS)
ANYTHING = st.recursive(SCALARS, lambda inner: st.one_of(
    st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)), max_leaves=12)
MARKS = st.fixed_dictionaries({}, optional={"grade_id": st.one_of(st.sampled_from(sorted(MINE)), ANYTHING),
                                            "solution": ANYTHING, "points": ANYTHING, "locked": ANYTHING})
CELLS = st.fixed_dictionaries({}, optional={
    "cell_type": st.one_of(st.sampled_from(["code", "markdown", "raw"]), ANYTHING),
    "id": st.one_of(st.sampled_from(sorted(MINE)), ANYTHING), "input": ANYTHING,
    "source": st.one_of(WORDS, st.lists(WORDS), ANYTHING),
    "metadata": st.one_of(st.fixed_dictionaries({"nbgrader": st.one_of(MARKS, ANYTHING)}), ANYTHING),
    "outputs": ANYTHING, "attachments": ANYTHING})
NOTEBOOKS = st.one_of(ANYTHING, st.fixed_dictionaries(
    {"cells": st.lists(st.one_of(CELLS, ANYTHING), max_size=6)},
    optional={"worksheets": ANYTHING, "metadata": ANYTHING, "nbformat": ANYTHING}))


@given(NOTEBOOKS)
@FUZZ
def test_any_json_gives_our_own_notebook_or_a_sentence(notebook):
    holds(json.dumps(notebook))


PIECES = st.sampled_from([*"{}[]\",:\\ \n", '"outputs": ', '{"cell_type": "code", ', '"cells": [', "null",
                          "\ufeff", "\\u00", "9" * 5000, "<<<<<<< x\n", "=======\n", ">>>>>>> x\n"])


@given(st.lists(PIECES).map("".join))
@FUZZ
def test_any_text_gives_our_own_notebook_or_a_sentence(text):
    holds(text)


def holds(text):
    """Assert that what is taken from a text is the release, with other sources in the student's cells."""
    try:
        taken, remarks = intake.take_in(text, STUB)
    except BadInput as problem:
        assert str(problem) and "\n" not in str(problem)
        return
    assert all(isinstance(remark, str) and "\n" not in remark for remark in remarks)
    ours, theirs = json.loads(STUB), json.loads(taken)
    for own, other in zip(ours["cells"], theirs.pop("cells"), strict=True):
        if own["id"] in MINE:
            "".join(other["source"]).encode()
            own["source"] = other["source"] = ""
        assert own == other
    del ours["cells"]
    assert theirs["metadata"]["bptt"].pop("remarks", []) == remarks
    assert ours == theirs


######## damaged files

@given(data=st.data())
@FUZZ
def test_any_bytes_give_our_own_notebook_or_a_sentence(data, tmp_path):
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(data.draw(st.one_of(st.binary(), damaged())))
    try:
        text, _ = intake.read(path, STUB)
        assert len(json.loads(text)["cells"]) == len(json.loads(STUB)["cells"])
    except BadInput as problem:
        assert "\n" not in str(problem)


@st.composite
def damaged(draw):
    """Give the bytes of a right hand-in with pieces cut out, put in, doubled and changed."""
    data = bytearray(WRITTEN.encode(draw(st.sampled_from(["utf-8", "utf-16", "utf-32", "utf-8-sig"]))))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 100, 5000, 10 ** 9])))
        piece = bytes(data[start:end])
        data[start:end] = draw(st.one_of(st.binary(max_size=4), st.just(piece * 2), st.just(b"PK\x03\x04"),
                                         st.just(b""), st.just(b"<<<<<<< a\n" + piece + b"\n=======\n")))
    return bytes(data)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_file_cut_anywhere_keeps_the_functions_before_the_cut(data):
    pretty = json.dumps(json.loads(WRITTEN), indent=1)
    end = data.draw(st.integers(0, len(pretty) - 1))
    ends = {name: pretty.index("\n  },\n", pretty.index(f'"id": "{name}"')) for name in MINE}
    whole = [name for name in MINE if ends[name] + 4 <= end]
    try:
        cells = {cell["id"]: cell for cell in json.loads(intake.take_in(pretty[:end], STUB).text)["cells"]}
    except BadInput:
        assert not whole
        return
    given_out = {cell["id"]: intake.source_of(cell) for cell in json.loads(WRITTEN)["cells"]}
    assert all(intake.source_of(cells[name]) == given_out[name] for name in whole)


######## what takes long

M = 1_000_000


def cells(count, **entries):
    return json.dumps({"cells": [entries] * count})


LONG = {
    "brackets":             lambda: '{"cells": [' + "[]," * (3 * M),
    "lists":                lambda: '{"cells": [' + ",".join(["[]"] * (3 * M)) + "]}",
    "open strings":         lambda: '{"outputs": ["' + '\\"' * (9 * M // 2),
    "nested cells":         lambda: '{"cell_type": ' * (M // 2),
    "cells in strings":     lambda: '{"cell_type": "' * (M // 3),
    "outputs in outputs":   lambda: '"outputs": [' * M,
    "outputs of brackets":  lambda: '"outputs": [' + "[]" * (20 * M),
    "outputs of escapes":   lambda: '"outputs": ["' + '\\"' * (20 * M),
    "conflicts":            lambda: "<<<<<<<\n" * M,
    "blanks":               lambda: "{" + " " * (9 * M) + '"',
    "definitions":          lambda: cells(M // 20, cell_type="code", source="def softmax"),
    "almost definitions":   lambda: cells(50, cell_type="code", source="\n \t" * 30_000),
    "many copies":          lambda: cells(100, id="softmax", source="x" * 90_000),
}


@pytest.mark.parametrize("make", LONG.values(), ids=LONG)
def test_what_is_large_is_read_or_refused_soon(make):
    text, start = make(), time.process_time()
    holds(text)
    assert time.process_time() - start < SLOW
