"""Items: what the page, the CSV and the JSON say of a class is what the class did."""

import contextlib
import csv
import io
import json
import math

import numpy as np
import pytest
from bs4 import BeautifulSoup

from grading import gradebook, marks, sample
from grading import items as items_module
from grading.__main__ import main
from grading.checks import ps1
from grading.exercises import release

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

NAME = "ps1"
MINUS = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
OVERFLOWS = "def softmax(theta):\n    e = np.exp(theta)\n    return e / e.sum()"
RAISES = "def affine(U, b_2, h):\n    return '<script>' @ h"
HALF = "def cross_entropy(yhat, y)\n    return 1"
CLASS = {       # student: what differs from the worked answers
    "a": {}, "b": {"sigmoid": MINUS}, "c": {"sigmoid": MINUS, "softmax": OVERFLOWS},
    "d": {"softmax": OVERFLOWS, "affine": RAISES}, "e": {"cross_entropy": HALF},
}
BY_HAND = {"a": 10, "b": 6, "c": 2}


def run(*arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main([str(argument) for argument in arguments])
    return code, out.getvalue()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("items") / "course"
    for student, sources in CLASS.items():
        path = root / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(sample.filled_in(release(NAME), sample.answers() | {"why-tied": "Time."} | sources))
    (root / "submitted" / "nothing").mkdir()
    assert run("grade", NAME, "--root", root)[0] == 0
    with gradebook.api(root).gradebook as book:
        for student, points in BY_HAND.items():
            book.find_grade("why-tied", NAME, NAME, student).manual_score = points
        book.db.commit()
    return root


@pytest.fixture(scope="module")
def said(course):
    code, out = run("items", NAME, "--root", course, "--json")
    assert code == 0
    return json.loads(out)


def item(said, function, label):
    (found,) = (i for i in said["items"] if (i["function"], i["label"]) == (function, label))
    return found


def test_every_check_and_question_is_there_in_order_and_who_handed_nothing_in_is_not_counted(said):
    wanted = [(t.name, i.label, i.points) for t in ps1.TABLE for i in t.visible + t.hidden]
    wanted += [(question, "graded by hand", points) for question, points in ps1.WRITTEN.items()]
    assert [(i["function"], i["label"], i["points"]) for i in said["items"]] == wanted
    assert said["students"] == len(CLASS)
    assert {i["students"] for i in said["items"][:-1]} == {len(CLASS)}


def test_pass_rates_and_diagnoses(said):
    values = item(said, "sigmoid", "its values on random numbers")
    assert values["rate"] == 0.6 and values["seen"]
    ((words, count),) = values["diagnoses"]
    assert count == 2 and "you compute sigma(-z)" in words
    large = item(said, "softmax", "logits of size 1e4")
    assert large["rate"] == 0.6 and not large["seen"] and large["diagnoses"][0][1] == 2
    assert item(said, "softmax", "yhat on random logits")["rate"] == 1
    ((words, count),) = item(said, "cross_entropy", "J on random probabilities")["diagnoses"]
    assert count == 1 and words.startswith("its cell stopped with SyntaxError")
    ((words, _),) = item(said, "affine", "theta on random numbers")["diagnoses"]
    assert words.startswith("it raised ") and "in the line" not in words


def test_discrimination_is_the_point_biserial_correlation_with_the_points_of_all_other_checks(said, course):
    totals = {}
    with gradebook.api(course).gradebook as book:
        for student in CLASS:
            grades = book.find_submission_notebook(NAME, NAME, student).grades
            totals[student] = sum(grade.auto_score or 0 for grade in grades)
    sigmoid = next(i for i in ps1.TASKS["sigmoid"].visible if "values" in i.label)
    passed = np.array([student not in "bc" for student in CLASS])
    rest = np.array([totals[student] for student in CLASS]) - sigmoid.points * passed
    share = passed.mean()       # the textbook's formula, which is another than the module's
    expected = (rest[passed].mean() - rest[~passed].mean()) / rest.std() * math.sqrt(share * (1 - share))
    assert item(said, "sigmoid", sigmoid.label)["discrimination"] == pytest.approx(expected)
    assert item(said, "sigmoid", "the shape of the result")["discrimination"] is None   # everyone passed


def test_a_question_counts_those_whom_a_grader_has_read(said):
    question = item(said, "why-tied", "graded by hand")
    assert question["students"] == 3 and question["rate"] == pytest.approx(0.6)
    assert question["discrimination"] > 0.9


def test_the_csv_says_the_same(said, course):
    with open(course / "items" / f"{NAME}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(said["items"])
    for row, found in zip(rows, said["items"], strict=True):
        assert (row["function"], row["check"], float(row["pass_rate"])) == (
            found["function"], found["label"], round(found["rate"], 4))
        given = [row[f"diagnosis_{n}"] for n in (1, 2, 3) if row[f"diagnosis_{n}"]]
        assert [text.removeprefix("'") for text in given] == [words for words, _ in found["diagnoses"]]
        assert bool(row["discrimination"]) == (found["discrimination"] is not None)


def test_the_time_is_that_of_the_check_s_cell(said):
    for found in said["items"][:-1]:
        assert found["milliseconds"] > 0
    times = {i["milliseconds"] for i in said["items"] if i["function"] == "softmax" and i["seen"]}
    assert len(times) == 1


def test_the_page_says_it_too_and_is_inert(said, course):
    text = (course / "items" / f"{NAME}.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert not page.find_all(["script", "img", "link", "iframe"]) and "default-src 'none'" in text
    rows = page.select("#softmax tbody tr")
    assert len(rows) == len(ps1.TASKS["softmax"].visible + ps1.TASKS["softmax"].hidden)
    assert [row.select("td")[1].text.strip() for row in rows].count("60 %") == 1
    assert "you compute sigma(-z)" in page.select_one("#sigmoid .missed").text
    assert sum(int(count.text) for count in page.select("svg .tick")[::2]) == len(CLASS)


def test_the_answers_of_a_notebook_add_up_to_its_points(course):
    for student in CLASS:
        notebook = items_module.read_notebook(items_module.notebook_of(course, NAME, student))
        with gradebook.api(course).gradebook as book:
            grades = book.find_submission_notebook(NAME, NAME, student).grades
            earned = sum(g.auto_score for g in grades if marks.function_of(g.name) in ps1.TASKS)
        assert items_module.total(items_module.answers_of(NAME, notebook)) == earned


def test_a_course_without_grades_gets_one_sentence(tmp_path, capsys):
    assert main(["items", NAME, "--root", str(tmp_path)]) == 2
    assert "run `python -m grading grade ps1` first" in capsys.readouterr().err
