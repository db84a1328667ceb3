"""A feedback page: what it says is what the gradebook says, and nothing of a student is active in it."""

import base64
import contextlib
import hashlib
import io
import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup

from grading import feedback_marks, feedback_page, gradebook, intake, marks, sample
from grading.__main__ import main
from grading.checks import ps1
from grading.exercises import release

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

NAME = "ps1"
ACTIVE = ("<script>alert(1)</script><img src='http://example.org/x.png' onerror='alert(2)'>"
          "<svg onload=alert(3)><style>*{background:url(http://example.org/y)}</style>")
ANSWER = rf"""{ACTIVE}

A [link](javascript:alert(4)), another [one](http://example.org/a), ![a picture](http://example.org/z.png),
<https://example.org/b>, *emphasis* and $W_h < \text{{{ACTIVE}}}$.
"""
# Each would be active if a page printed it as it is.
HOSTILE = {
    "why-tied": ANSWER,
    "affine": f"def affine(U, b_2, h):\n    print({ACTIVE!r})\n    return U @ h + b_2\n"
              f"from IPython.display import HTML, display\nprint({ACTIVE!r})\ndisplay(HTML({ACTIVE!r}))",
    "softmax": f"def softmax(theta):\n    raise ValueError({ACTIVE!r})  # {ACTIVE}",
    "cross_entropy": f"raise ValueError({ACTIVE!r})",
}
STUDENT = "o'brien & co"
WRONG = "all-wrong"


class Course(NamedTuple):
    root: Path

    def page(self, student):
        text = (self.root / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")

    def marks(self, student):
        with gradebook.api(self.root).gradebook as book:
            return feedback_marks.marks_of(book, NAME, student)[student]


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return code, out.getvalue(), err.getvalue()


def hand_in(root, student, sources):
    path = root / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(sample.filled_in(release(NAME), sources))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Four students, graded once, one of them with a grader's points and comment."""
    root = tmp_path_factory.mktemp("feedback") / "course"
    hand_in(root, WRONG, {k: v for k, v in sample.students()[WRONG].items() if k != "start"})
    hand_in(root, STUDENT, sample.answers() | HOSTILE)
    hand_in(root, "right", sample.answers())
    hand_in(root, "stub", {"sigmoid": sample.answers()["sigmoid"]})
    assert run("grade", NAME, "--root", root)[0] == 0
    with gradebook.api(root).gradebook as book:
        book.find_grade("why-tied", NAME, NAME, "right").manual_score = 7.5
        book.find_comment("why-tied", NAME, NAME, "right").manual_comment = f"Good: $W_h$. {ACTIVE}"
        book.db.commit()
    code, out, _ = run("feedback", NAME, "--root", root)
    assert code == 0 and out.startswith("wrote 4 pages")
    return Course(root)


######## what it says

@pytest.mark.parametrize("student", [WRONG, STUDENT, "right", "stub"])
def test_the_points_are_those_of_the_gradebook(course, student):
    page, mine = course.page(student), course.marks(student)
    total = sum(mark.points for mark in mine.values())
    assert page.select_one(".total strong").text == f"{total:g}" and page.h1.text == "The forward pass"
    shown = {row.a["href"]: row.select("td")[-1].text for row in page.select(".overview tbody tr")}
    possible = 0
    for key in [*ps1.TASKS, *ps1.WRITTEN]:
        own = [mine[key + ending] for ending in (marks.CHECK, marks.HIDDEN, "") if key + ending in mine]
        points, maximum = sum(m.points for m in own), sum(m.maximum for m in own)
        waits = any(m.waiting for m in own if m.maximum)
        assert shown[f"#{key}"] == ("waits" if waits else f"{points:g} of {maximum:g}")
        possible += maximum
    assert possible == 100 and "of 100 points" in page.select_one(".total").text


def test_every_check_stands_there_with_its_points(course):
    for student in (WRONG, "right"):
        page = course.page(student)
        for task in ps1.TABLE:
            items = page.select_one(f"[id='{task.name}']").select(".checks > li")
            assert [item.select_one(".label").text for item in items] \
                == [item.label for item in task.visible + task.hidden]
            for item, wanted in zip(items, task.visible + task.hidden, strict=True):
                verdict = item.select_one(".verdict").text
                assert item["class"] == [verdict] and (student == WRONG or verdict == "passed")
                points = wanted.points if verdict == "passed" else 0
                assert item.select_one(".line .points").text == f"{points} of {wanted.points}"
                assert bool(item.select_one(".why")) == (verdict == "missed")


def test_a_missed_check_says_what_was_tried_expected_and_got_and_names_the_mistake(course):
    missed = course.page(WRONG).select_one("#sigmoid li.missed")
    shown = {dt.text: dt.find_next_sibling("dd").text for dt in missed.select("dt")}
    assert list(shown) == ["with", "expected", "got"] and shown["with"].startswith("z = np.array([")
    expected, got = (float(shown[word].strip("[]")) for word in ("expected", "got"))
    assert expected == pytest.approx(1 - got, abs=1e-4)     # sigma(-z) in the place of sigma(z)
    assert "you compute sigma(-z)" in missed.select_one(".mistake").text
    assert missed.select_one(".mistake .mono").text == "eq-sigmoid"


def test_links_lead_into_the_book_where_the_course_has_one(course, monkeypatch):
    monkeypatch.setattr(feedback_page, "BOOK", "https://example.org/bptt/")
    notebook = feedback_page.read_notebook(course.root / "autograded" / WRONG / NAME / f"{NAME}.ipynb")
    page = BeautifulSoup(feedback_page.page(NAME, WRONG, notebook, course.marks(WRONG)), "html.parser")
    assert page.select_one("#softmax .read a")["href"] == "https://example.org/bptt/model.html#eq-3.1"
    assert page.select_one("#sigmoid .mistake a")["href"] == "https://example.org/bptt/model.html#eq-sigmoid"


def test_a_graders_points_and_comment_and_what_waits(course):
    graded, waits = course.page("right"), course.page(STUDENT)
    section = graded.select_one("#why-tied")
    assert "7.5 of 10 points" in section.text and section.select_one(".comment math")
    assert "10 more wait for a grader" in waits.select_one(".total").text
    assert "This answer waits for a manual grade." in waits.select_one("#why-tied").text


def test_what_is_not_written_is_said_once_and_shows_no_stub(course):
    text = course.page("stub").text
    assert text.count("This function is not written yet.") == 8 and text.count("Nothing was written.") == 1
    for words in ("No response", "Your answer here", "NotImplementedError"):
        assert words not in text


def test_a_cell_that_stopped_says_so_and_a_printing_function_shows_its_words(course):
    page = course.page(STUDENT)
    stopped = page.select_one("#cross_entropy").text
    assert "Its cell stopped with ValueError: <script>" in stopped and "NameError" not in stopped
    assert ACTIVE[:60] in page.select_one("#affine").text


def test_how_a_damaged_notebook_was_read_is_said():
    taken = intake.take_in(release(NAME), release(NAME), ["is a zip archive <b>"])
    page = BeautifulSoup(feedback_page.page(NAME, "zip", json.loads(taken.text), {}), "html.parser")
    assert page.select_one(".notice").text == "Your notebook is a zip archive <b>."


def test_a_penalty_is_taken_off_and_named():
    notebook = json.loads(release(NAME))
    text = feedback_page.page(NAME, "late", notebook, {"sigmoid-check": feedback_marks.Mark(4, 4.0)}, 1.5)
    page = BeautifulSoup(text, "html.parser")
    assert page.select_one(".total strong").text == "2.5"
    assert "1.5 points are taken off" in page.select_one(".notice").text


def test_a_drawing_stands_where_the_grader_kept_the_arrays(course):
    notebook = feedback_page.read_notebook(course.root / "autograded" / WRONG / NAME / f"{NAME}.ipynb")
    (cell,) = (c for c in notebook["cells"] if c.get("id") == "sigmoid-check")
    label = ps1.TASKS["sigmoid"].visible[1].label

    def figures(kept):
        cell["outputs"][-1]["metadata"]["bptt"] = kept
        text = feedback_page.page(NAME, WRONG, notebook, course.marks(WRONG))
        return BeautifulSoup(text, "html.parser").select("#sigmoid figure")
    (figure,) = figures({"arrays": {label: ["sigma(z)", [0.1, 0.2, 0.3], [0.1, "nan", 0.4]]}})
    assert "place 1: expected 0.2, got nan; place 2" in figure.select_one("[role=img]")["aria-label"]
    for odd in ({}, {"arrays": {label: ["x", ["<b>"], [1]]}}, {"arrays": 3}, {"arrays": {label: [1]}},
                {"arrays": {label: ["x", [1, 2, 3], [1, 2]]}}, {"arrays": {label: ["x", None, None]}}, 7):
        assert figures(odd) == []


######## what it never says or does

def test_no_check_and_no_source_of_a_check_is_on_a_page(course):
    for student in (WRONG, STUDENT, "right", "stub"):
        text = str(course.page(student))
        for hidden in ("ps1.check", "hidden=True", "HIDDEN TESTS", "BEGIN SOLUTION"):
            assert hidden not in text


TAGS = set("""
    html head meta title style body main section div span h1 h2 h3 p a strong em code pre ul ol li dl dt dd br
    table thead tbody tr th td details summary svg rect figure text path line
    math mrow mi mo mn mtext msub""".split())


@pytest.mark.parametrize("student", [WRONG, STUDENT, "right", "stub"])
def test_nothing_on_a_page_is_active(course, student):
    page = course.page(student)
    for tag in page.find_all(True):
        assert tag.name in TAGS
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("src", "style", "action")]
        if "href" in tag.attrs:
            own = tag["href"].startswith("#")
            assert own or (tag["href"].startswith(("http://", "https://")) and "noreferrer" in tag["rel"])


def test_the_policy_lets_only_the_pages_own_style_through(course):
    page = course.page(STUDENT)
    style = hashlib.sha256(page.style.string.encode()).digest()
    policy = page.select_one("meta[http-equiv='Content-Security-Policy']")["content"]
    assert policy == (f"default-src 'none'; style-src 'sha256-{base64.b64encode(style).decode()}'; "
                      "base-uri 'none'; form-action 'none'")
    assert len(page.select("style")) == 1 and not re.search(r"url\(|@import", page.style.string)


def test_a_name_is_text():
    name = "<b onclick=alert(5)>\"co\""      # the grader refuses it; a page shows it all the same
    page = BeautifulSoup(feedback_page.page(NAME, name, json.loads(release(NAME)), {}), "html.parser")
    assert name in page.title.text and name in page.select_one(".lead").text and not page.find_all("b")


def test_a_students_words_are_shown_as_they_are(course):
    page = course.page(STUDENT)
    assert STUDENT in page.title.text and STUDENT in page.select_one(".lead").text
    assert ACTIVE in page.select_one("#affine summary + pre").text
    assert "<script>alert(1)</script>" in page.select_one("#why-tied .answer").text


######## the program

def test_nbgrader_writes_the_same_page(course, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(course.root, root)
    for student in (WRONG, "right"):
        path = root / "feedback" / student / NAME / f"{NAME}.html"
        before = path.read_bytes()
        path.unlink()
        assert gradebook.api(root).generate_feedback(NAME, student)["success"]
        assert path.read_bytes() == before


def test_one_students_page_alone(course, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(course.root, root)
    shutil.rmtree(root / "feedback")
    assert run("feedback", NAME, "--root", root, "--student", "right")[0] == 0
    assert [path.name for path in (root / "feedback").iterdir()] == ["right"]


def test_an_unknown_student_gets_one_sentence(course):
    code, out, err = run("feedback", NAME, "--root", course.root, "--student", "no-one")
    assert (code, out) == (2, "") and "no graded ps1 of 'no-one'" in err and err.count("\n") == 1
