"""Worked solutions: every exercise of every set from its source, and none before its day."""


from datetime import date

import pytest

import solutions
from grading.checks import course
from grading.files import BadInput, problem_sets, source_of
from grading.marks import table_of


@pytest.mark.parametrize("name", problem_sets())
def test_each_function_stands_in_one_exercise_without_marks_and_hints(name):
    found = solutions.exercises(source_of(name).read_text(encoding="utf-8"))
    text = "\n".join(body for _, body in found)
    for function in table_of(name).TASKS:
        assert text.count(f"def {function}(") == 1, function
    for word in ("### BEGIN", "### END", "<details>", ".check(", ".progress(", "NotImplementedError"):
        assert word not in text
    assert text.count("**A good answer**") == len(table_of(name).WRITTEN)


def test_an_id_becomes_a_link_to_its_equation():
    found = solutions.exercises(source_of("ps2").read_text(encoding="utf-8"))
    assert any("{eq}`eq-5.2`" in body for _, body in found)
    assert not any("{eq}" in code for _, body in found for code in body.split("```")[1::2])


def test_a_day_is_a_date_or_a_sentence(monkeypatch):
    monkeypatch.setitem(course.COURSE, "ps1", {"title": "x", "solutions": date(2027, 3, 31)})
    assert course.day("ps1", "solutions") == date(2027, 3, 31) and course.day("ps1", "due") is None
    monkeypatch.setitem(course.COURSE, "ps1", {"title": "x", "due": "2027-03-31"})
    with pytest.raises(ValueError, match=r"course.toml, \[ps1\], due: expected a date such as 2027-03-31"):
        course.day("ps1", "due")


@pytest.mark.parametrize("line", [b'due = "2027-03-31', b"due = 2027-13-31", b'title = "\xff"'])
def test_a_calendar_that_is_no_toml_is_a_sentence_with_the_file(tmp_path, line):
    file = tmp_path / "course.toml"
    file.write_bytes(b"[ps1]\n" + line + b"\n")
    with pytest.raises(BadInput, match=r"course\.toml cannot be read: [^\n]*[^.]\.$"):
        course.read(file)


def test_the_day_of_the_build_can_be_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert solutions.today() == date(1970, 1, 1)


@pytest.mark.parametrize("text, said", [
    ("[ps1]\nduee = 2027-03-31", r"\[ps1\] has 'duee', expected one of title, due, solutions\.$"),
    ("[ps1]\ndue = 2027-03-31\nsolutions = 2027-03-30",
     r"\[ps1\] shows the solutions on 2027-03-30, before the work is due on 2027-03-31\.$"),
    ("boook = ''", r"\[boook\] is unknown\.$"),
])
def test_a_calendar_that_cannot_be_is_a_sentence(tmp_path, text, said):
    file = tmp_path / "course.toml"
    file.write_text(text)
    with pytest.raises(BadInput, match=said):
        course.read(file)
