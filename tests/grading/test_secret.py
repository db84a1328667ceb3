"""The course secret: private, made once, and never what the kernel sees."""

import stat
import subprocess

import pytest

from grading import files, sample, secret
from grading.exercises import release
from grading.files import BadInput


def test_the_secret_is_made_once_and_is_private(tmp_path):
    first = secret.course_secret(tmp_path)
    assert secret.course_secret(tmp_path) == first
    path = tmp_path / secret.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [secret.FILE]


def test_courses_have_different_secrets(tmp_path):
    (tmp_path / "other").mkdir()
    assert secret.course_secret(tmp_path) != secret.course_secret(tmp_path / "other")


def test_the_secret_another_process_made_first_stays(tmp_path):
    secret.make(tmp_path / secret.FILE, "a" * 64)
    secret.make(tmp_path / secret.FILE, "b" * 64)
    assert secret.course_secret(tmp_path) == "a" * 64


@pytest.mark.parametrize("text", ["", "short", "g" * 64])
def test_a_damaged_secret_is_refused(tmp_path, text):
    (tmp_path / secret.FILE).write_text(text)
    with pytest.raises(BadInput, match="is not a course secret"):
        secret.course_secret(tmp_path)


def test_a_students_key_depends_on_all_of_it_and_gives_nothing_away():
    keys = {secret.student_key(s, who, attempt) for s in ("a" * 64, "b" * 64) for who in ("one", "other")
            for attempt in ("first", "second")}
    assert len(keys) == 8 and not any("a" * 64 in key or "one" in key for key in keys)


def test_an_attempt_is_the_students_code_and_nothing_else():
    stub = release("ps1")
    first = secret.attempt_of(sample.filled_in(stub, {"affine": "x = 1"}))
    assert secret.attempt_of(sample.filled_in(stub, {"affine": "x = 1", "why-tied": "Because."})) == first
    assert secret.attempt_of(sample.filled_in(stub, {"affine": "x = 2"})) != first != secret.attempt_of(stub)


def test_git_ignores_the_secret():
    run = subprocess.run(["git", "check-ignore", secret.FILE], cwd=files.COURSE,
                         capture_output=True, text=True)
    if run.returncode == 128:
        pytest.skip("not a git repository")
    assert run.stdout.strip() == secret.FILE
