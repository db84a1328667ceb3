"""nbgrader's formgrader on a course: grading by hand works, and nothing of a student is active."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest

from grading import gradebook, sample
from grading.__main__ import main
from grading.exercises import release
from grading.feedback_marks import marks_of

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

NAME, STUDENT, TOKEN = "ps1", "o'brien & {x}", "a-token-of-the-test"
ACTIVE = ("<script>window.ran = 1</script><img src='http://192.0.2.1/x.png' onerror='window.ran = 1'>"
          "<svg onload='window.ran = 1'></svg><iframe src='http://192.0.2.1/'></iframe>")
ANSWER = f"{ACTIVE}\n\n[a](javascript:window.ran=1) ![b](http://192.0.2.1/y.png) and *so* $W_h h^{{(t-1)}}$."
# What a notebook may hold that was graded by a grader without a box.
OUTPUTS = [
    {"output_type": "display_data", "metadata": {}, "data": {
        "text/html": ACTIVE, "image/svg+xml": "<svg onload='window.ran = 1'></svg>", "text/markdown": ANSWER,
        "application/javascript": "window.ran = 1", "text/latex": ACTIVE, "text/plain": f"plain {ACTIVE}"}},
    {"output_type": "display_data", "metadata": {}, "data": {"application/javascript": "window.ran = 1"}},
    {"output_type": "display_data", "metadata": {"text/html": {"isolated": True}},
     "data": {"text/html": ACTIVE}},
    {"output_type": "stream", "name": "stdout", "text": ACTIVE},
    {"output_type": "error", "ename": ACTIVE, "evalue": ACTIVE, "traceback": [f"\x1b[31m{ACTIVE}"]},
]


class Served(NamedTuple):
    root: Path
    address: str        # ends in /formgrader


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A graded course with a hostile hand-in, and its formgrader in a process of its own."""
    root = tmp_path_factory.mktemp("formgrader") / "course"
    for student, answer in ((STUDENT, ANSWER), ("right", "Because *time* is one.")):
        path = root / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(sample.filled_in(release(NAME), sample.answers() | {"why-tied": answer}))
    assert main(["grade", NAME, "--root", str(root)]) == 0
    path = root / "autograded" / STUDENT / NAME / f"{NAME}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in notebook["cells"] if cell.get("id") == "affine")["outputs"] = OUTPUTS
    path.chmod(0o644)       # nbgrader's is read-only
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "grading", "formgrader", "--root", root, "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | {"JUPYTER_TOKEN": TOKEN}, start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/formgrader"
    try:
        wait_for(f"{address}/manage_assignments?token={TOKEN}", process)
        yield Served(root, address)
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


def wait_for(address, process):
    for _ in range(600):
        try:
            return urllib.request.urlopen(address, timeout=10).close()
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, "the formgrader has ended"
            time.sleep(0.1)
    pytest.fail("the formgrader did not start within a minute")


class Visit:
    """A tab of a grader's, and what it asked for and complained about."""

    def __init__(self, context, served):
        self.tab, self.address, self.asked, self.said = context.new_page(), served.address, [], []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("pageerror", lambda error: self.said.append(str(error)))
        self.tab.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.go(f"manage_assignments?token={TOKEN}")

    def go(self, page):
        self.tab.goto(f"{self.address}/{page}", wait_until="networkidle")
        return self

    def to(self, student):
        """Open the notebook of a student for grading."""
        self.go(f"gradebook/{NAME}/{NAME}")
        row = self.tab.locator("tbody tr", has=self.tab.get_by_text(student, exact=True))
        self.tab.goto(row.locator("a").first.evaluate("a => a.href"), wait_until="networkidle")
        return self


@pytest.fixture
def visit(chromium, served):
    context = chromium.new_context()
    yield Visit(context, served)
    context.close()


PAGES = ["manage_assignments", f"manage_submissions/{NAME}", "gradebook", f"gradebook/{NAME}",
         f"gradebook/{NAME}/{NAME}", "manage_students", "manage_students/right"]


def test_every_page_talks_to_its_own_server_alone(visit, served):
    for page in PAGES:
        visit.go(page)
        assert visit.tab.locator("h1").count()
    host = served.address.removesuffix("/formgrader")
    assert visit.asked and [url for url in visit.asked if not url.startswith((host, "data:"))] == []
    assert visit.said == []


def test_nothing_of_a_students_notebook_is_active(visit, served):
    tab = visit.to(STUDENT).tab
    host = served.address.removesuffix("/formgrader")
    assert [url for url in visit.asked if not url.startswith((host, "data:"))] == [] and visit.said == []
    assert tab.evaluate("window.ran") is None
    notebook = tab.locator("#notebook").first
    assert notebook.locator("img, script, iframe, object, embed, form, base, link").count() == 0
    odd = """[...document.querySelectorAll('#notebook *')].filter(e => [...e.attributes].some(
        a => a.name.startsWith('on') || /^\\s*(javascript|data):/i.test(a.value))).length"""
    assert tab.evaluate(odd) == 0
    text = notebook.inner_text()
    assert text.count("<script>window.ran = 1</script>") >= 4       # answer, stream, plain, error
    answer = tab.locator(".nbgrader_cell", has=tab.locator("[id='why-tied']"))
    assert answer.locator("em").inner_text() == "so" and answer.locator("math").count() == 1


def test_points_and_a_comment_by_hand_are_kept_through_grading_again(visit, served, tmp_path):
    tab = visit.to("right").tab
    for box, value in (("why-tied", "7"), ("why-tied-comment", "Clear $W_h$.")):
        with tab.expect_response(lambda response: response.request.method == "PUT") as saved:
            tab.locator(f"[id='{box}']").fill(value)
            tab.locator(f"[id='{box}']").dispatch_event("change")
        assert saved.value.ok
    assert visit.said == []
    tab.reload(wait_until="networkidle")
    assert tab.locator("[id='why-tied']").input_value() == "7"
    root = tmp_path / "course"
    shutil.copytree(served.root, root)
    assert main(["grade", NAME, "--root", str(root)]) == 0
    with gradebook.api(root).gradebook as book:
        assert book.find_grade("why-tied", NAME, NAME, "right").manual_score == 7
        assert book.find_comment("why-tied", NAME, NAME, "right").manual_comment == "Clear $W_h$."
    assert main(["feedback", NAME, "--root", str(root)]) == 0
    page = (root / "feedback" / "right" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "7 of 10 points" in page and "<p>Clear <math" in page


def test_the_button_grades_as_the_command_does(visit, served):
    def points():
        with gradebook.api(served.root).gradebook as book:
            return {cell: (mark.auto, mark.manual)
                    for cell, mark in marks_of(book, NAME, "right")["right"].items()}
    before, path = points(), served.root / "autograded" / "right" / NAME / f"{NAME}.ipynb"
    path.unlink()
    tab = visit.go(f"manage_submissions/{NAME}").tab
    row = tab.locator("tbody tr", has=tab.get_by_text("right", exact=True))
    row.locator(".autograde a").click()
    tab.locator(".modal-title", has_text="Success").wait_for(timeout=120_000)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = next(cell for cell in cells if cell.get("id") == "softmax-graded")
    assert "softmax: graded checks" in "".join(outputs["outputs"][0]["text"])
    assert points() == before and visit.said == []
