"""Every problem set: the same bytes every time, no answer in it, graded as it should be."""

import json
import os
import re
import subprocess
import sys

import pytest

from grading import exercises, files, marks, sample
from grading.run import grade_class

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


@pytest.fixture(scope="module", params=files.problem_sets())
def name(request):
    return request.param


@pytest.fixture(scope="module")
def released(name):
    return exercises.release(name)


@pytest.fixture(scope="module")
def table(name):
    return marks.table_of(name)


def test_the_committed_notebook_is_the_one_the_source_makes(name, released):
    committed = files.EXERCISES / name / f"{name}.ipynb"
    if committed.read_text(encoding="utf-8") != released:
        pytest.fail(exercises.stale(name) or f"{committed} differs from a fresh generation: "
                    "run make exercises.", pytrace=False)


def test_a_second_generation_elsewhere_has_the_same_bytes(name, released, tmp_path):
    program = f"import sys; from grading.exercises import release; sys.stdout.write(release({name!r}))"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path),
                                "PYTHONUTF8": "1", "PYTHONPATH": str(files.COURSE)}
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment,
                         capture_output=True, check=True)
    assert run.stdout == released.encode()


def test_the_release_has_no_solution_and_no_hidden_check(name, released, table):
    source = files.source_of(name).read_text(encoding="utf-8")
    solutions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", source, re.DOTALL)
    assert len(solutions) >= len(table.TASKS)
    text = "\n".join("".join(cell["source"]) for cell in json.loads(released)["cells"])
    given = {line.strip() for line in re.sub(r"### BEGIN SOLUTION\n.*?### END SOLUTION", "", source,
                                             flags=re.DOTALL).splitlines()}
    answers = {line.strip() for line in "".join(solutions).splitlines() if line.strip()} - given
    assert answers and not answers & {line.strip() for line in text.splitlines()}
    for question in table.WRITTEN:
        written = source.split(f'written="{question}"\n')[1].split("# %%")[0]
        assert written.split("\n")[0].removeprefix("# ")[:60] not in text
    for word in ("BEGIN", "hidden=True", "HIDDEN"):
        assert word not in text


def test_the_points_in_the_notebook_are_those_of_the_table(released, table):
    cells = [cell["metadata"]["nbgrader"] for cell in json.loads(released)["cells"]
             if cell["metadata"].get("nbgrader", {}).get("grade")]
    found = {}
    for cell in cells:
        function = marks.function_of(cell["grade_id"])
        found[function] = found.get(function, 0) + cell["points"]
    assert found == {t.name: marks.total(t.visible + t.hidden) for t in table.TABLE} | table.WRITTEN


def test_the_notebook_says_nothing_about_the_machine_it_was_made_on(released):
    metadata = json.loads(released)["metadata"]
    assert metadata.keys() == {"kernelspec", "bptt"} and str(files.COURSE) not in released


def test_each_function_has_at_least_four_checks(table):
    assert {t.name: len(t.visible + t.hidden) for t in table.TABLE if len(t.visible + t.hidden) < 4} == {}


def test_solutions_get_full_marks_and_stubs_none_through_the_real_path(name, released, table, tmp_path):
    for student, sources in (("solved", sample.answers(name)), ("untouched", {})):
        path = tmp_path / "submitted" / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(sample.filled_in(released, sources), encoding="utf-8")
    result = grade_class(name, tmp_path)
    assert not result.failed and not result.refused
    points = {record.student: {f: earned for f, (earned, _) in record.scores.items()}
              for record in result.records}
    full = {t.name: marks.total(t.visible + t.hidden) for t in table.TABLE}
    by_hand = dict.fromkeys(table.WRITTEN, 0)
    assert points["solved"] == full | by_hand
    assert points["untouched"] == dict.fromkeys(full, 0) | by_hand
