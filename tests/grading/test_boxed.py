"""nbgrader's own autograde, which the command line and the formgrader call, grades through the oracle."""

import json

import pytest

from grading import exercises, intake, oracle, sample, secret
from grading.box.parent import warm_parent
from grading.boxed import release_of
from grading.files import write_file
from grading.gradebook import api, generate_assignment, why
from grading.sample import filled_in

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")
HANDED_IN = {
    "right":  sample.answers(),
    "wrong":  sample.answers() | {"affine": "def affine(U, b_2, h):\n    return U @ h - b_2"},
    "ending": sample.answers() | {"affine": "import os\nos._exit(3)"},
    "stub":   {},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a course's folder and nbgrader's API on it, with a class graded by nbgrader's autograde."""
    root = tmp_path_factory.mktemp("course")
    exercises.write_source("ps1", root)
    course = api(root, release_directory="release")
    generate_assignment("ps1", course)
    for student, sources in HANDED_IN.items():
        write_file(root / "submitted" / student / "ps1" / "ps1.ipynb", filled_in(release_of("ps1"), sources))
        outcome = course.autograde("ps1", student)
        assert outcome["success"], why(outcome)
    return root, course


def graded(root, student):
    """Return what the oracle makes of the same notebook with the same key."""
    path = root / "submitted" / student / "ps1" / "ps1.ipynb"
    taken = intake.take_in(path.read_text(encoding="utf-8"), release_of("ps1")).text
    key = secret.student_key(secret.course_secret(root), student, secret.attempt_of(taken))
    with warm_parent() as parent:
        return oracle.grade_notebook(taken, "ps1", key, parent)


@pytest.mark.parametrize("student", HANDED_IN)
def test_points_and_reports_are_the_oracles_on_the_students_own_numbers(course, student):
    root, nbgrader = course
    ours = graded(root, student)
    with nbgrader.gradebook as gradebook:
        grades = gradebook.find_submission_notebook("ps1", "ps1", student).grades
        assert {g.name: g.auto_score for g in grades if g.name != "why-tied"} == ours.points
    cells = json.loads((root / "autograded" / student / "ps1" / "ps1.ipynb").read_text())["cells"]
    theirs = {cell["id"]: reports(cell) for cell in cells}
    assert {cell["id"]: reports(cell) for cell in json.loads(ours.text)["cells"]} == theirs


def reports(cell):
    return ["".join(output.get("text", output.get("evalue", ""))) for output in cell.get("outputs", [])]


def test_nbgrader_overwrites_what_a_student_did_to_the_checks(course):
    root, nbgrader = course
    notebook = json.loads(filled_in(release_of("ps1"), {"affine-graded": "8", "affine-check": "4"}))
    write_file(root / "submitted" / "forger" / "ps1" / "ps1.ipynb", json.dumps(notebook))
    assert nbgrader.autograde("ps1", "forger")["success"]
    with nbgrader.gradebook as gradebook:
        assert gradebook.find_submission("ps1", "forger").score == 0
