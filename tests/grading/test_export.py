"""Exports, read back by the rules of Canvas's and Moodle's imports; late work; similar work."""

import csv
import io
import json
import shutil
import zipfile
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from grading import late, sample
from grading.__main__ import main
from grading.checks.course import fault_of_late
from grading.exercises import EXERCISES
from grading.export import export
from grading.gradebook import put_on_path
from grading.similarity import features, pairs

NAME = "ps1"
POLICY = {"minutes_of_grace": 15, "penalties": [[24, 10], [72, 25]]}


# nbgrader's own, of the order in which it adds submissions; the program silences it, pytest shows it.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")
CELLS = {"sigmoid-check": (4, "code"), "sigmoid-graded": (6, "code"), "why-tied": (10, "markdown")}
SCORES = {"someone": (4, 3.5, 10), "=1+1": (0, 0, None), "lastfirst_77": (4, 6, 2)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The path of a gradebook with two checks and a question, three students, and a half point."""
    put_on_path()
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with Gradebook(f"sqlite:///{path}") as book:
        book.add_assignment(NAME, duedate="2026-11-20 12:00:00")
        book.add_notebook(NAME, NAME)
        for cell, (most, kind) in CELLS.items():
            book.add_grade_cell(cell, NAME, NAME, max_score=most, cell_type=kind)
        for student, scores in SCORES.items():
            book.add_student(student)
            book.add_submission(NAME, student, timestamp="2026-11-20 12:00:00")
            for cell, score in zip(CELLS, scores, strict=True):
                grade = book.find_grade(cell, NAME, NAME, student)
                hand = cell == "why-tied"
                grade.auto_score, grade.manual_score = (None, score) if hand else (score, None)
                grade.needs_manual_grade = hand and score is None
        book.db.commit()
    return path


@pytest.fixture()
def gradebook(filled, tmp_path):
    """A copy of it, open."""
    path = shutil.copy(filled, tmp_path)
    with Gradebook(f"sqlite:///{path}") as book:
        yield book


def lines(text):
    return list(csv.reader(io.StringIO(text)))


def test_plain_has_every_point_and_says_who_waits(gradebook):
    text, waiting = export(gradebook, NAME, NAME)
    assert waiting == 1 and lines(text) == [
        ["student", "total", "maximum", "late_penalty", "waits", "sigmoid", "why-tied"],
        ["'=1+1", "0", "20", "0", "yes", "0", "0"],         # no spreadsheet takes it for a formula
        ["lastfirst_77", "12", "20", "0", "", "10", "2"],
        ["someone", "17.5", "20", "0", "", "7.5", "10"]]
    assert export(gradebook, NAME, NAME) == (text, waiting)


def canvas_import(text, roster):
    """Read a file as Canvas's import does: {user id: grade}, and the points possible.

    The first column's head has Student in it, the second ID; after the SIS columns comes Section. A student
    is found by the ID, else by the SIS login, else by the name.
    """
    (head, *rest), maximum, grades = lines(text), None, {}
    assert "Student" in head[0] and "ID" in head[1] and len(head) > 3
    assert head[2:5] == ["SIS User ID", "SIS Login ID", "Section"] and len(head) == 6
    for row in rest:
        if "Points Possible" in row[0]:
            maximum = float(row[5])
            continue
        found = [user for user in roster if str(user["id"]) == row[1]] \
            or [user for user in roster if row[3] and user["login"] == row[3]] \
            or [user for user in roster if user["name"] == row[0]]
        for user in found:
            grades[user["id"]] = float(row[5])
    return grades, maximum, head[5]


def test_canvas_finds_each_student(gradebook):
    roster = [{"id": 77, "login": "lfirst", "name": "First Last"},
              {"id": 78, "login": "someone", "name": "Some One"}]
    text, _ = export(gradebook, NAME, "Problem set 1 (4711)", "canvas")
    assert canvas_import(text, roster) == ({77: 12.0, 78: 17.5}, 20.0, "Problem set 1 (4711)")


def test_moodles_grade_import_maps_a_user_to_a_number_below_its_maximum(gradebook):
    head, *rest = lines(export(gradebook, NAME, "Problem set 1", "moodle")[0])
    assert head == ["Username", "Problem set 1"] and dict(rest)["someone"] == "17.5"
    assert all(0 <= float(grade) <= 100 for _, grade in rest)


def test_moodles_worksheet_carries_the_three_columns_it_asks_for(gradebook):
    for student in ("someone", "=1+1"):
        gradebook.remove_student(student)
    (head, row) = lines(export(gradebook, NAME, NAME, "moodle")[0])
    sheet = dict(zip(head, row, strict=True))
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(head)
    assert (sheet["Identifier"], sheet["Grade"], sheet["Full name"]) == ("Participant 77", "12", "lastfirst")


def test_the_command_writes_a_file_and_names_what_is_missing(gradebook, tmp_path, capsys):
    target = tmp_path / "grades.csv"
    assert main(["export", NAME, "--root", str(tmp_path), "--to", str(target)]) == 0
    assert target.read_text() == export(gradebook, NAME, NAME)[0]
    assert "1 of them still waits for points by hand" in capsys.readouterr().err
    assert main(["export", "ps2", "--root", str(tmp_path)]) == 2
    assert "The gradebook has no ps2" in capsys.readouterr().err
    assert main(["export", NAME, "--root", str(tmp_path / "nowhere")]) == 2
    assert "has no gradebook.db" in capsys.readouterr().err


######## late work

@pytest.mark.parametrize("hours, percent", [
    (0, 0), (0.25, 0), (0.26, 10), (24.25, 10), (24.26, 25), (72.25, 25), (72.26, 100)])
def test_a_penalty_grows_with_the_hours(hours, percent):
    assert late.percent_lost(3600 * hours, POLICY) == percent
    assert late.percent_lost(3600 * hours, {}) == 0


def test_a_penalty_is_a_share_of_the_points_as_they_are_now_and_heeds_extensions(gradebook):
    submission = gradebook.find_submission(NAME, "someone")
    submission.timestamp = datetime(2026, 11, 21, 11)
    late.apply(gradebook, NAME, POLICY)
    assert gradebook.find_submission(NAME, "someone").late_submission_penalty == pytest.approx(1.75)
    gradebook.find_grade("why-tied", NAME, NAME, "someone").manual_score = 0     # regraded by hand
    gradebook.db.commit()
    late.apply(gradebook, NAME, POLICY)
    assert gradebook.find_submission(NAME, "someone").late_submission_penalty == pytest.approx(0.75)
    gradebook.find_submission(NAME, "someone").extension = timedelta(days=2)
    gradebook.db.commit()
    late.apply(gradebook, NAME, POLICY)
    assert gradebook.find_submission(NAME, "someone").late_submission_penalty == 0
    assert gradebook.find_submission(NAME, "lastfirst_77").late_submission_penalty == 0


@pytest.mark.parametrize("policy, fault", [
    (POLICY, ""), ({"penalties": []}, ""), ({}, "needs penalties"), ({"penalties": [[24]]}, "needs"),
    ({"penalties": [[24, "10"]]}, "needs penalties"), ({"penalties": [[48, 1], [24, 2]]}, "do not grow"),
    ({"penalties": [[24, 20], [48, 10]]}, "fall"), ({"penalties": [[24, 120]]}, "between 0 and 100"),
    ({"penalties": [[24, 20]], "after": 10}, "fall"), ({"penalties": [], "grace": 1}, "has 'grace'")])
def test_a_table_that_cannot_be_is_named(policy, fault):
    assert (fault in fault_of_late(policy)) if fault else not fault_of_late(policy)


######## similar work

ODD = """def unit_step(W_h, W_x, b_1, h, x):
    total = b_1.copy()
    for i in range(len(total)):
        for j in range(len(h)):
            total[i] += W_h[i, j] * h[j]
        for j in range(len(x)):
            total[i] += W_x[i, j] * x[j]
    return total, sigmoid(total)
"""
USUAL = "def unit_step(W_h, W_x, b_1, h, x):\n    z = W_h @ h + W_x @ x + b_1\n    return z, sigmoid(z)\n"
STUB = {"unit_step": "def unit_step(W_h, W_x, b_1, h, x):\n    raise NotImplementedError  # your code here\n"}


def test_names_texts_and_comments_change_no_feature_and_code_does():
    renamed = ODD.replace("total", "s").replace("h[j]", "h[j]  # the state").replace(
        "h, x):\n", "h, x):\n    'A docstring.'\n")
    assert features(renamed) == features(ODD) != features(USUAL)
    assert not features("def (") and not features("(" * 5000) and not features("-" * 50_000 + "1")


def test_a_rare_way_links_two_and_the_usual_one_links_no_one():
    others = {f"student {n}": {"unit_step": USUAL} for n in range(20)}
    copied = {"one": {"unit_step": ODD}, "two": {"unit_step": ODD.replace("total", "s")}}
    (pair,) = pairs(others | copied, STUB)
    assert (pair.first, pair.second) == ("one", "two") and pair.share == 1 and pair.functions == ["unit_step"]
    assert not pairs(others, STUB)


def test_the_command_reads_what_grading_reads_and_names_what_it_cannot(tmp_path, capsys):
    release = (EXERCISES / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    solved = sample.filled_in(release, sample.answers())
    odd = sample.filled_in(release, sample.answers() | {"unit_step": ODD})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{NAME}.ipynb", odd)
    hand_ins = {f"usual-{n}": solved.encode() for n in range(9)} | {
        "zipped": packed.getvalue(), "utf-16": odd.encode("utf-16"), "broken": b"{"}
    for student, data in hand_ins.items():
        place = tmp_path / "submitted" / student / NAME / f"{NAME}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_bytes(data)
    assert main(["similarity", NAME, "--root", str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [word for word in found["unread"] if word.startswith("broken: ")]
    assert [(pair["first"], pair["second"]) for pair in found["pairs"]] == [("utf-16", "zipped")]
    assert main(["similarity", NAME, "--root", str(tmp_path)]) == 0
    assert "utf-16 and zipped" in capsys.readouterr().out
