"""Intake: what is taken from a handed-in file, and what is said about one that is no notebook."""

import json
import os
import zipfile

import pytest

from grading import intake, reading
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
    return intake.source_of(cell_named(json.loads(intake.take_in(text, stub).text), "softmax"))


def read(path, stub):
    """Return the source of the softmax cell taken from a file, and the remarks."""
    text, remarks = intake.read(path, stub)
    return intake.source_of(cell_named(json.loads(text), "softmax")), remarks


######## files

BAD = {
    "an empty file":      (b"", "is empty"),
    "blank":              (b" \n", "is empty"),
    "cut short":          (b'{"cells": [{"cell_type": "co', "is not a complete JSON file"),
    "not JSON":           (b"def softmax(theta):", "is not a complete JSON file"),
    "nested too deep":    (b"[" * 200_000, "is not a complete JSON file"),
    "binary":             (b"\x00\xff\xfe\x80", "is not a complete JSON file"),
    "JSON, a list":       (b"[1, 2]", "has no cells"),
    "JSON, a number":     (b"3", "has no cells"),
    "JSON, odd cells":    (b'{"cells": {"a": 1}}', "has no cells"),
}


@pytest.mark.parametrize("data, reason", BAD.values(), ids=BAD)
def test_a_file_that_is_no_notebook_gets_a_reason(data, reason, tmp_path, stub):
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=reason):
        intake.read(path, stub)


def test_only_regular_files_of_bounded_size_are_read(tmp_path, monkeypatch):
    target = tmp_path / "secret"
    target.write_text("{}")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(reading, "LARGEST", 1)
    for name, reason in (("link", "symbolic link"), ("folder", "is a folder"),
                         ("pipe", "not a regular file"), ("secret", "is larger than")):
        with pytest.raises(BadInput, match=reason):
            reading.read_regular(tmp_path / name)


def test_a_byte_order_mark_does_no_harm(tmp_path, stub, notebook):
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(notebook).encode())
    assert read(path, stub) == (SOFTMAX, [])


@pytest.mark.parametrize("coding, remark", [
    ("utf-8", []), ("utf-16", ["is in UTF-16"]), ("utf-16-le", ["is in UTF-16-LE"]),
    ("cp1252", ["is not in UTF-8: it was read as Windows-1252"])])
def test_other_codings_are_read_and_named(coding, remark, tmp_path, stub, notebook):
    cell_named(notebook, "softmax")["source"] = SOFTMAX + "# é"
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(json.dumps(notebook, ensure_ascii=False).replace("…", "").encode(coding, "replace"))
    assert read(path, stub) == (SOFTMAX + "# é", remark)


def test_of_a_file_cut_short_the_whole_cells_are_taken(tmp_path, stub, notebook):
    text, path = json.dumps(notebook, ensure_ascii=False), tmp_path / "ps1.ipynb"
    end = text.index("# More checks of softmax")
    path.write_bytes(text[:end].encode() + "é".encode()[:1])       # in the middle of a character, too
    remark = "is not a complete JSON file: the cells that are whole were graded"
    assert read(path, stub) == (SOFTMAX, [remark])
    cross_entropy = cell_named(json.loads(intake.read(path, stub).text), "cross_entropy")
    assert cross_entropy["source"].startswith(intake.MISSING)


def test_of_a_merge_conflict_the_first_side_is_taken(stub, notebook):
    text = json.dumps(notebook, indent=1)
    line = next(line for line in text.splitlines() if "return theta" in line)
    both = f"<<<<<<< HEAD\n{line}\n=======\n{line.replace('theta', 'other')}\n>>>>>>> b2c3\n"
    assert taken(text.replace(line + "\n", both), stub) == SOFTMAX
    assert "merge conflicts" in intake.take_in(text.replace(line + "\n", both), stub).remarks[0]


def test_a_zip_archive_with_one_notebook_is_opened(tmp_path, stub, notebook):
    path = tmp_path / "ps1.ipynb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/._ps1.ipynb", "x")
        archive.writestr("ps1/ps1.ipynb", json.dumps(notebook))
    assert read(path, stub) == (SOFTMAX, ["is a zip archive: the notebook in it was graded"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("ps1/copy.ipynb", json.dumps(notebook))
    with pytest.raises(BadInput, match="without one notebook"):
        intake.read(path, stub)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BadInput, match="without one notebook"):
        intake.read(path, stub)


def test_stored_outputs_of_any_size_cost_nothing(tmp_path, stub, notebook, monkeypatch):
    monkeypatch.setattr(reading, "HEAVIEST", 300_000)
    lines = ['a "quote" [', "\\", "]"] * 50_000
    outputs = [{"output_type": "stream", "name": "stdout", "text": lines}] * 2
    for cell in notebook["cells"]:
        cell["outputs"] = outputs if cell["id"] in ("sigmoid", "softmax") else []
    path = tmp_path / "ps1.ipynb"
    path.write_text(json.dumps(notebook))
    assert path.stat().st_size > 3_000_000 and read(path, stub) == (SOFTMAX, [])
    light = reading.without_outputs(path.read_text())
    assert json.loads(light)["cells"] == [c | {"outputs": []} for c in notebook["cells"]]
    monkeypatch.setattr(reading, "MARKS", 1000)
    with pytest.raises(BadInput, match="larger than"):
        intake.read(path, stub)


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
    assert json.loads(intake.take_in(json.dumps(notebook), stub).text) == expected


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


def test_a_function_in_a_cell_without_marks_is_found(stub, notebook):
    cell_named(notebook, "softmax")["source"] = cell_named(json.loads(stub), "softmax")["source"]
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": SOFTMAX})
    assert taken(notebook, stub) == SOFTMAX
    remarks = intake.take_in(json.dumps(notebook), stub).remarks
    assert remarks == ["has softmax in a cell that is not its own: it was graded all the same"]


AFFINE = "\naffine = lambda U, b_2, h: U @ h + b_2\n"


@pytest.mark.parametrize("where, found", [("sigmoid", intake.ELSEWHERE), ("softmax", SOFTMAX + AFFINE)])
def test_a_function_in_another_cell_is_there_when_it_is_checked(where, found, stub, notebook):
    notebook["cells"].remove(cell_named(notebook, "affine"))
    cell_named(notebook, "sigmoid")["source"] = SOFTMAX
    cell_named(notebook, where)["source"] += AFFINE
    cells = json.loads(intake.take_in(json.dumps(notebook), stub).text)
    assert cell_named(cells, "affine")["source"] == found
    assert cell_named(cells, where)["source"] == SOFTMAX + AFFINE


@pytest.mark.parametrize("source, gives", [
    ("def softmax(theta): pass", True), ("softmax = f", True), ("softmax: object = f", True),
    ("    def softmax(theta): pass", False), ("softmax == 1", False), ("softmax_2 = f", False),
    ("print(softmax)", False), ("def softmaxes(): pass", False)])
def test_what_defines_a_function(source, gives):
    assert intake.defines(source, "softmax") is gives


def test_a_notebook_that_lost_all_marks_is_taken_all_the_same(stub, notebook):
    cell_named(notebook, "why-tied")["source"] = "Because."
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    found = json.loads(intake.take_in(json.dumps(notebook), stub).text)
    assert cell_named(found, "softmax")["source"] == SOFTMAX
    assert cell_named(found, "why-tied")["source"] == "Because."
