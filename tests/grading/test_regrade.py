"""What a grader gave by hand, what late work loses, and grading without isolation."""

import subprocess
import sys
from datetime import datetime

import pytest
from nbgrader.api import SubmittedNotebook

from grading import fingerprints, gradebook, late, sample, secret
from grading.__main__ import main
from grading.box import parent
from grading.exercises import release
from grading.files import COURSE, write_file
from grading.gradebook import opened
from grading.options import Options
from grading.run import grade
from grading.table import as_json, table

NAME = "ps1"
WRONG = {"softmax": "def softmax(theta):\n    return np.exp(theta)\n"}
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def hand_in(root, student, sources):
    write_file(root / "submitted" / student / NAME / f"{NAME}.ipynb",
               sample.filled_in(release(NAME), sources))


@pytest.fixture
def course(tmp_path):
    secret.make(tmp_path / secret.FILE, "7c" * 32)
    hand_in(tmp_path, "ada", sample.answers())
    return tmp_path


def graded(course, **how):
    """Grade the class in this process, and return the records by student."""
    result = grade(NAME, course, options=Options(jobs=1, **how))
    assert not result.failed and not result.refused
    return {record.student: record for record in result.records}


def test_points_extra_points_and_comments_by_hand_survive_other_work_and_other_checks(course):
    graded(course)
    with opened(gradebook.api(course)) as book:
        book.find_grade("why-tied", NAME, NAME, "ada").manual_score = 7
        book.find_grade("softmax-graded", NAME, NAME, "ada").extra_credit = 1.5
        book.find_comment("softmax", NAME, NAME, "ada").manual_comment = "Short, and clear."
        book.db.commit()
    assert graded(course, again=True)["ada"].total == 90 + 7 + 1.5
    hand_in(course, "ada", sample.answers() | WRONG)
    record = graded(course)["ada"]
    assert record.total == 77 + 7 + 1.5 and record.waiting == []
    with opened(gradebook.api(course)) as book:
        assert book.find_comment("softmax", NAME, NAME, "ada").manual_comment == "Short, and clear."
        assert book.find_grade("why-tied", NAME, NAME, "ada").needs_manual_grade    # nbgrader: look again


def test_a_file_taken_back_costs_the_automatic_points_and_no_other(course):
    hand_in(course, "bob", {})
    graded(course)
    with opened(gradebook.api(course)) as book:
        book.find_grade("why-tied", NAME, NAME, "ada").manual_score = 7
        book.db.commit()
    (course / "submitted" / "ada" / NAME / f"{NAME}.ipynb").unlink()
    assert graded(course)["ada"].total == 7


def test_late_work_loses_its_share_and_is_told(course, monkeypatch):
    monkeypatch.setitem(late.COURSE, "late", {"penalties": [[24, 10]], "after": 100})
    monkeypatch.setattr(late, "due", lambda problem_set: datetime(2026, 11, 1, 22))
    handed_in = "2026-11-01 23:00:00 UTC\n"
    (course / "submitted" / "ada" / NAME / "timestamp.txt").write_text(handed_in)
    record = graded(course)["ada"]
    assert record.penalty == 9 and record.total == 81
    assert ("handing in on time", 9, "", "handed in late") in record.losses
    assert "handing in on time -9: handed in late." in table([record])
    copied = course / "autograded" / "ada" / NAME / "timestamp.txt"
    assert copied.read_text() == handed_in      # formgrader compares the two
    with opened(gradebook.api(course)) as book:
        assert book.db.query(SubmittedNotebook.late_submission_penalty).one() == (9,)


@pytest.mark.parametrize("text", [b"yesterday, I swear", b"\xff\xfe", b"9" * 5000])
def test_a_timestamp_that_is_none_costs_nothing_and_is_told(text, course):
    (course / "submitted" / "ada" / NAME / "timestamp.txt").write_bytes(text)
    result = grade(NAME, course, options=Options(jobs=1))
    assert result.records[0].total == 90 and any("timestamp.txt beside it that is no time" in note
                                                 for note in result.notes)


def test_without_isolation_nothing_is_graded_unless_told_so(course, monkeypatch, capsys):
    ways = parent.ways
    monkeypatch.setattr(parent, "ways", lambda isolation: ways(isolation) if isolation == "none" else [])
    arguments = ["grade", NAME, "--root", str(course), "--jobs", "1"]
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and "cannot be isolated here" in err.splitlines()[-1]
    assert {path.name for path in course.iterdir()} == {secret.FILE, ".grading.lock", "submitted"}
    assert main([*arguments, "--without-isolation"]) == 0
    assert "\nada  " in capsys.readouterr().out


def test_the_digest_of_the_checks_covers_all_that_the_oracle_imports():
    program = "import sys, grading.oracle, grading.intake, grading.seals; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", program], cwd=COURSE, check=True, text=True,
                         stdout=subprocess.PIPE).stdout
    ours = [name.replace(".", "/") for name in out.split() if name.split(".")[0] in ("grading", "rnn_ref")]
    covered = [part.removesuffix(".py") for part in fingerprints.DECIDES]
    assert {name for name in ours if not any(f"{name}/".startswith(f"{part}/") for part in covered)} == {
        "grading", "grading/files"}
    assert all((COURSE / part).exists() for part in fingerprints.DECIDES)


def test_the_json_has_what_the_table_has(course):
    result = grade(NAME, course, options=Options(jobs=1))
    [student] = as_json(result, NAME)["students"]
    assert student["total"] == result.records[0].total and student["penalty"] == 0
