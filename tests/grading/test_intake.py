"""Intake: what is taken from a handed-in file, and what is said about one that is no notebook."""

import json
import os

import pytest

from grading import intake
from grading.exercises import release
from grading.files import BadInput

SOFTMAX = "def softmax(theta):\n    return theta\n"


@pytest.fixture(scope="module")
def stub():
    return release("ps1")


@pytest.fixture
def notebook(stub):
    """A hand-in that a test may change: the release with a softmax written."""
    notebook = json.loads(stub)
    cell_named(notebook, "softmax")["source"] = SOFTMAX
    return notebook


def cell_named(notebook, name):
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def taken(notebook, stub):
    """Return the source of the softmax cell that intake takes from a notebook."""
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    return intake.source_of(cell_named(json.loads(intake.take_in(text, stub)), "softmax"))


######## files

BAD = {
    "an empty file":      (b"", "is empty"),
    "blank":              (b" \n", "is empty"),
    "cut short":          (b'{"cells": [{"cell_type": "co', "is not a complete JSON file"),
    "not JSON":           (b"def softmax(theta):", "is not a complete JSON file"),
    "nested too deep":    (b"[" * 200_000, "is not a complete JSON file"),
    "binary":             (b"\x00\xff\xfe\x80", "is not text in UTF-8"),
    "latin-1":            ('{"cells": "é"}'.encode("latin-1"), "is not text in UTF-8"),
    "JSON, a list":       (b"[1, 2]", "has no cells"),
    "JSON, a number":     (b"3", "has no cells"),
    "JSON, odd cells":    (b'{"cells": {"a": 1}}', "has no cells"),
}


@pytest.mark.parametrize("data, reason", BAD.values(), ids=BAD)
def test_a_file_that_is_no_notebook_gets_a_reason(data, reason, tmp_path, stub):
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=reason):
        intake.take_in(intake.read_regular(path), stub)


def test_only_regular_files_of_bounded_size_are_read(tmp_path, monkeypatch):
    target = tmp_path / "secret"
    target.write_text("{}")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(intake, "LARGEST", 1)
    for name, reason in (("link", "symbolic link"), ("folder", "is a folder"),
                         ("pipe", "not a regular file"), ("secret", "is larger than")):
        with pytest.raises(BadInput, match=reason):
            intake.read_regular(tmp_path / name)


def test_a_byte_order_mark_does_no_harm(tmp_path, stub, notebook):
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(notebook).encode())
    assert taken(intake.read_regular(path), stub) == SOFTMAX


######## cells

def test_the_students_source_is_taken(stub, notebook):
    assert taken(notebook, stub) == SOFTMAX


def test_nothing_but_the_students_cells_is_taken(stub, notebook):
    for cell in notebook["cells"]:
        if not cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"], cell["metadata"]["tags"] = "changed = True", ["skip-execution"]
            if "points" in cell["metadata"].get("nbgrader", {}):
                cell["metadata"]["nbgrader"]["points"] = 1000
    notebook["metadata"]["kernelspec"]["name"] = "bash"
    notebook["cells"].append({"cell_type": "code", "source": "more = True", "metadata": {}})
    expected = json.loads(stub)
    cell_named(expected, "softmax")["source"] = SOFTMAX
    assert json.loads(intake.take_in(json.dumps(notebook), stub)) == expected


@pytest.mark.parametrize("version", [0, 1, 99, "three", None])
def test_any_nbgrader_schema_will_do(version, stub, notebook):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = version
    assert taken(notebook, stub) == SOFTMAX


def test_of_copies_the_last_that_was_written_in_counts(stub, notebook):
    untouched = cell_named(json.loads(stub), "softmax")
    later = cell_named(notebook, "softmax") | {"source": SOFTMAX + "# better\n"}
    notebook["cells"] += [later, untouched]
    assert taken(notebook, stub) == SOFTMAX + "# better\n"


@pytest.mark.parametrize("metadata", [{}, None, 7, {"nbgrader": {}}, {"nbgrader": {"grade_id": "x"}},
                                      {"nbgrader": {"grade_id": ["softmax"]}}])
def test_the_cell_id_helps_where_the_metadata_is_gone(metadata, stub, notebook):
    cell_named(notebook, "softmax")["metadata"] = metadata
    assert taken(notebook, stub) == SOFTMAX


def test_a_cell_turned_into_text_is_still_code(stub, notebook):
    cell_named(notebook, "softmax")["cell_type"] = "raw"
    assert taken(notebook, stub) == SOFTMAX


def test_a_deleted_cell_leaves_the_stub_with_a_comment(stub, notebook):
    notebook["cells"].remove(cell_named(notebook, "softmax"))
    source = taken(notebook, stub)
    assert source.startswith(intake.MISSING) and "raise NotImplementedError" in source


def test_a_version_3_notebook_is_read(stub, notebook):
    cells = [{"cell_type": cell["cell_type"], "metadata": cell["metadata"],
              "input": cell["source"]} for cell in notebook["cells"]]
    assert taken({"nbformat": 3, "worksheets": [None, {"cells": cells}]}, stub) == SOFTMAX


ODD = [None, 7, {"a": 1}, [1, 2], ["a", None], "x" * (intake.LONGEST + 1)]


@pytest.mark.parametrize("source", ODD, ids=lambda odd: type(odd).__name__)
def test_an_odd_source_counts_as_missing(source, stub, notebook):
    cell_named(notebook, "softmax")["source"] = source
    assert taken(notebook, stub).startswith(intake.MISSING)


def test_half_a_surrogate_pair_becomes_text(stub, notebook):
    cell_named(notebook, "softmax")["source"] = "x = '\ud800'"
    assert taken(notebook, stub) == "x = '?'"
