"""Changes of a notebook, as a student, an editor or an attacker makes them: each gets the parsed file."""

import json
import random

from grading.exercises import release
from grading.marks import CHECK, HIDDEN
from grading.sample import answers, filled_in

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def mark(cell):
    return cell["metadata"].get("nbgrader", {})


def checks(notebook):
    return [cell for cell in notebook["cells"] if mark(cell).get("locked")]


def own(notebook):
    """Return the cells that a student may write."""
    return [cell for cell in notebook["cells"] if mark(cell).get("solution")]


def named(notebook, name):
    return next(cell for cell in notebook["cells"] if cell.get("id") == name)


def with_checks(**changes):
    """Return a change that gives every check cell some new entries; functions get the cell."""
    def change(notebook):
        for cell in checks(notebook):
            cell.update({key: value(cell) if callable(value) else value for key, value in changes.items()})
    return change


def with_marks(cells, **changes):
    """Return a change of nbgrader's metadata of some cells."""
    def change(notebook):
        for cell in cells(notebook):
            mark(cell).update(changes)
    return change


def tagged(tag):
    return with_checks(metadata=lambda cell: cell["metadata"] | {"tags": [tag]})


def result(text):
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {},
            "data": {"text/plain": text}}


def forged_outputs(notebook):
    for cell in checks(notebook):
        cell["outputs"], cell["execution_count"] = [result(str(mark(cell).get("points", 5)))], 7


def duplicate_checks(notebook):
    for cell in list(checks(notebook)):
        copy = json.loads(json.dumps(cell)) | {"source": str(mark(cell).get("points", 5))}
        notebook["cells"] = [copy, *notebook["cells"], copy]


def look_alike_ids(notebook):
    for cell in own(notebook):
        twin = cell["id"].replace("a", "\u0430").replace("o", "\u043e") + "\u200b"
        marks = mark(cell) | {"grade_id": twin + CHECK, "points": 100}
        notebook["cells"].append({"cell_type": "code", "id": twin + HIDDEN, "source": "5",
                                  "outputs": [result("5")], "metadata": {"nbgrader": marks}})


def as_tasks(notebook):
    for cell in [*own(notebook), *checks(notebook)]:
        mark(cell).update(task=True, grade=True, solution=False, locked=False, points=100)


def odd_kernel(notebook):
    notebook["metadata"] = {
        "kernelspec": {"name": "../../../../tmp/x", "display_name": SCRIPT, "language": "bash"},
        "language_info": {"name": "bash", "file_extension": "/../../x"}, "title": SCRIPT,
        "jupytext": {"formats": "ipynb,/tmp//py"}, "widgets": {SCRIPT: SCRIPT},
        "authors": [{"name": SCRIPT}], "papermill": {"output_path": "/x"}}


def active_outputs(notebook):
    data = {"text/html": SCRIPT, "application/javascript": "alert(1)", "text/markdown": SCRIPT,
            "image/svg+xml": "<svg onload=alert(1)/>", "text/latex": r"$\href{javascript:alert(1)}{x}$",
            "application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": SCRIPT}
    for cell in own(notebook):
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}},
                               {"output_type": "stream", "name": "stdout", "text": SCRIPT}]


def active_attachments(notebook):
    cell = named(notebook, next(c["id"] for c in own(notebook) if c["cell_type"] == "markdown"))
    picture = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4="
    cell["attachments"] = {'x" onload="alert(1)': {"image/svg+xml": picture}, "y.svg": {"text/html": picture}}
    cell["source"] = '![x](attachment:x" onload="alert(1)) ![y](attachment:y.svg)'


def version_3(notebook):
    cells = []
    for cell in notebook["cells"]:
        cells.append({key: value for key, value in cell.items() if key not in ("source", "id")})
        cells[-1]["input" if cell["cell_type"] == "code" else "source"] = cell["source"]
    notebook.clear()
    notebook.update(nbformat=3, nbformat_minor=0, metadata={"name": ""}, worksheets=[{"cells": cells}])


def without_ids(minor):
    def change(notebook):
        notebook["nbformat_minor"] = minor
        for cell in notebook["cells"]:
            cell.pop("id", None)
    return change


def deleted_tests(notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if not mark(cell).get("locked")]


def deleted_cell(notebook):
    notebook["cells"].remove(named(notebook, "affine"))


def renamed_cells(notebook):
    for number, cell in enumerate(checks(notebook)):
        mark(cell)["grade_id"] = cell["id"] = f"cell-{number}"


def colab(notebook):
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {"colab": {"provenance": [], "toc_visible": True},
                            "kernelspec": {"name": "python3"}}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {"id": f"aB{number}xYz", "colab": {"base_uri": "https://localhost:8080/"}}
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "metadata": {},
                                "data": {"text/html": ["<div>"]}}]


def vs_code(notebook):
    notebook["metadata"] = {"language_info": {"name": "python"}}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"]["vscode"] = {"languageId": "python"}
        cell["id"] = f"#W{number}sZmlsZQ=="


def jupyterlab(notebook):
    for cell in notebook["cells"]:
        cell["id"] = f"{random.Random(cell['id']).getrandbits(128):032x}"
        cell["metadata"] |= {"collapsed": True, "jupyter": {"source_hidden": True, "outputs_hidden": True},
                             "tags": ["parameters"], "slideshow": {"slide_type": "slide"}, "trusted": True}


def all_marks_lost(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


def copied_cells(notebook):
    twice = [(cell, json.loads(json.dumps(cell)) | {"metadata": {}, "id": f"copy-{cell['id']}"})
             for cell in notebook["cells"]]
    notebook["cells"] = [cell for pair in twice for cell in pair]


def merged_cells(notebook):
    first, second = named(notebook, "affine"), named(notebook, "softmax")
    first["source"] += "\n\n" + second["source"]
    notebook["cells"].remove(second)


def function_in_new_cell(notebook):
    cell, stub = named(notebook, "softmax"), named(json.loads(release("ps1")), "softmax")
    place = notebook["cells"].index(cell) + 1
    notebook["cells"].insert(place, {"cell_type": "code", "id": "9f3a", "metadata": {}, "outputs": [],
                                     "execution_count": 3, "source": cell["source"]})
    cell["source"] = stub["source"]


def function_in_later_cell(notebook):
    early, late = named(notebook, "affine"), named(notebook, "cross_entropy")
    late["source"] += "\n\n" + early["source"]
    early["source"] = named(json.loads(release("ps1")), "affine")["source"]


def thousands_of_cells(notebook):
    scratch = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": 1}
    notebook["cells"] = [*[scratch] * 1500, *notebook["cells"], *[scratch] * 1500]


def metadata_gone(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = None
    notebook["metadata"] = None
    del notebook["nbformat"]


def letters(notebook):
    for cell in notebook["cells"]:
        cell["source"] = list("".join(cell["source"]))


def raw_cells(notebook):
    for cell in own(notebook):
        cell["cell_type"] = "raw"


def kernel_of_r(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}


def of_another_set(notebook):
    notebook.clear()
    notebook.update(json.loads(filled_in(release("ps1"), answers("ps1"))))


def solution_graded(notebook):
    for cell in own(notebook):
        mark(cell).update(grade=True, points=100)


def schema(version):
    def change(notebook):
        mark(own(notebook)[1])["schema_version"] = version
    return change


def checks_as_solution(notebook):
    for cell in checks(notebook):
        mark(cell).update(solution=True, locked=False)
        cell["source"] = "5"


NOTEBOOKS = {
    "checks_pass": with_checks(source="pass"),
    "checks_full_points": with_checks(source=lambda cell: str(mark(cell).get("points", 5))),
    "checks_to_markdown": with_checks(cell_type="markdown", source="5"),
    "forged_points": with_marks(checks, points=100),
    "tagged_raises_exception": tagged("raises-exception"), "tagged_skip_execution": tagged("skip-execution"),
    "schema_old": schema(1), "schema_new": schema(99),
    "version_4_0": without_ids(0), "version_4_4": without_ids(4),
    "reversed_cells": lambda notebook: notebook["cells"].reverse(),
    **{change.__name__: change for change in (
        forged_outputs, duplicate_checks, look_alike_ids, as_tasks, odd_kernel, active_outputs,
        active_attachments, checks_as_solution, version_3, deleted_tests, deleted_cell, renamed_cells, colab,
        vs_code, jupyterlab, all_marks_lost, copied_cells, merged_cells, function_in_new_cell,
        function_in_later_cell, thousands_of_cells, metadata_gone, letters, raw_cells, kernel_of_r,
        of_another_set, solution_graded)},
}
