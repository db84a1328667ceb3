"""The notebook a student gets: the same bytes every time, and nothing in it that should not be."""

import json
import logging
import re
import shutil
import subprocess
import sys

import pytest

from grading import exercises, files, gradebook
from grading.__main__ import main
from grading.checks import ps1

NAME = "ps1"
COMMITTED = files.EXERCISES / NAME / f"{NAME}.ipynb"
SOURCE = files.SOLUTIONS / NAME / f"{NAME}.py"


@pytest.fixture
def copied_course(tmp_path, monkeypatch):
    """A copy of the source and the committed notebook, which a test may change."""
    for folder in ("solutions", "exercises"):
        shutil.copytree(files.COURSE / folder, tmp_path / folder)
    for module in (files, exercises):
        monkeypatch.setattr(module, "COURSE", tmp_path)
        monkeypatch.setattr(module, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(files, "SOLUTIONS", tmp_path / "solutions")
    # Made from its source even where the committed one is not: one test alone says so.
    path = tmp_path / "exercises" / NAME / f"{NAME}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["bptt"]["sha256"] = exercises.fingerprint(SOURCE.read_text(encoding="utf-8"))
    path.write_text(exercises.json_text(notebook), encoding="utf-8")
    return tmp_path


def test_any_edited_line_is_noticed(copied_course):
    path = copied_course / "solutions" / NAME / f"{NAME}.py"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert exercises.stale(NAME) == ""
    for number in range(0, len(lines), 7):
        edited = [*lines[:number], lines[number].rstrip("\n") + " #\n", *lines[number + 1:]]
        path.write_text("".join(edited), encoding="utf-8")
        assert "run make exercises" in exercises.stale(NAME), lines[number]
    path.write_text("".join(lines), encoding="utf-8")
    assert exercises.stale(NAME) == ""


def test_a_notebook_that_is_missing_or_broken_is_stale(copied_course):
    path = copied_course / "exercises" / NAME / f"{NAME}.ipynb"
    for text in ("", "{}", "[]"):
        path.write_text(text)
        assert "run make exercises" in exercises.stale(NAME)
    path.unlink()
    assert "run make exercises" in exercises.stale(NAME)


def test_generating_touches_no_gradebook(copied_course, monkeypatch):
    gradebook = copied_course / "gradebook.db"
    gradebook.write_bytes(b"an instructor's")
    monkeypatch.chdir(copied_course)
    exercises.generate(NAME)
    assert gradebook.read_bytes() == b"an instructor's"
    assert sorted(path.name for path in copied_course.iterdir()) == \
        ["exercises", "gradebook.db", "solutions"]


def test_a_machine_without_an_exchange_is_no_news(tmp_path, caplog, capfd):
    gradebook.api(tmp_path)
    assert caplog.text == "" and capfd.readouterr() == ("", "")
    assert logging.root.manager.disable == logging.NOTSET


def test_the_source_runs_from_top_to_bottom_with_full_marks():
    run = subprocess.run([sys.executable, str(SOURCE)], capture_output=True, text=True, check=True)
    assert run.stdout.count("passed") == sum(len(t.visible + t.hidden) for t in ps1.TABLE)
    assert "missed" not in run.stdout and run.stderr == ""


def test_the_count_of_steps_includes_the_one_that_reads_end():
    source = SOURCE.read_text(encoding="utf-8")
    assert "27 times as many" in source and "weights of a 28th step" in source
    assert "26 times" not in source and "27th step" not in source


def test_the_formulas_are_written_as_in_the_book():
    source = SOURCE.read_text(encoding="utf-8")
    assert r"\hat y^{(t)}_{[y^{(t)}]}" in source and r"_{y^{(t)}}" not in source
    assert r"e^{\theta_i - m}" in source and r"\theta - c" not in source


def test_every_task_is_in_the_source_with_its_equations():
    source = SOURCE.read_text(encoding="utf-8")
    prose, code = (re.sub(pattern, "", source, flags=re.MULTILINE) for pattern in (r"^[^#].*$", r"^#.*$"))
    for task in ps1.TABLE:
        for mark in ("solution", "check", "hidden_check"):
            assert f'# %% {mark}="{task.name}"\n' in source
        for equation in task.where[1:]:
            assert equation in prose and equation in code


def test_a_mark_without_a_row_in_the_table_is_refused(copied_course, capsys):
    path = copied_course / "solutions" / NAME / f"{NAME}.py"
    path.write_text(path.read_text().replace('check="affine"', 'check="afine"', 1))
    before = (copied_course / "exercises" / NAME / f"{NAME}.ipynb").read_bytes()
    assert main(["exercises", NAME]) == 2
    error = capsys.readouterr().err
    assert "afine" in error and error.count("\n") == 1
    assert (copied_course / "exercises" / NAME / f"{NAME}.ipynb").read_bytes() == before


def test_an_unknown_problem_set_gets_one_sentence(capsys):
    assert main(["exercises", "ps99"]) == 2
    error = capsys.readouterr().err
    assert "'ps99'" in error and error.count("\n") == 1
