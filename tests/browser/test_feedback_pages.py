"""Pages of feedback and of items in a browser: accessible in every color and width, and inert."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import axe_playwright_python
import pytest
from tour import JUDGE, MEASURE, RULES, WIDTHS

from grading import feedback_page, items_page, sample
from grading.checks import ps1
from grading.checks.task import checker
from grading.exercises import release
from grading.feedback_marks import Mark
from grading.items import Item

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
NAME = "ps1"
HOSTILE = """<script>document.title = 'run'</script>
<img src="http://192.0.2.1/x.png" onerror="document.title='run'">
<style>@import url(http://192.0.2.1/y.css)</style> ![z](http://192.0.2.1/z.png)
[a](javascript:document.title='run')

$W_h \\text{<img src=x onerror=document.title='run'>}$ and a table:

| a | b |
|---|---|
| 1 | $h^{(t)}$ |
"""


WRONG = {"sigmoid": "def sigmoid(z):\n    z = z[::-1]\n    return np.where(z > 0, z * np.inf, z)"}


def reported(function, candidate, hidden):
    """Return the outputs of a check cell, as the grader writes them."""
    out = io.StringIO()
    check, _ = checker(NAME, ps1.TASKS, arrays := {})
    with redirect_stdout(out):
        points = check(function, candidate, hidden=hidden)
    kept = {"bptt": {"arrays": arrays[function, hidden], "seconds": 0.01}}
    return [{"output_type": "stream", "name": "stdout", "text": out.getvalue()},
            {"output_type": "execute_result", "data": {"text/plain": str(points)}, "metadata": kept,
             "execution_count": 1}]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Return the address of a page with every kind of result on it, and with a student's HTML everywhere."""
    wrong = {k: v for k, v in sample.students()["all-wrong"].items() if k != "start"} | WRONG
    notebook = json.loads(sample.filled_in(release(NAME), wrong | {"why-tied": HOSTILE}))
    programs, marks = {}, {}
    exec("import numpy as np\n" + "\n".join(wrong.values()), programs)
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade") and mark.get("locked"):
            name, hidden = mark["grade_id"].rsplit("-", 1)
            cell["outputs"] = reported(name, programs[name], hidden == "graded")
            marks[mark["grade_id"]] = Mark(mark["points"], float(cell["outputs"][-1]["data"]["text/plain"]))
    marks |= {"why-tied": Mark(10, manual=7, comment=HOSTILE), "softmax": Mark(comment="See $\\hat y$.")}
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(feedback_page.page(NAME, f"o'brien {HOSTILE}", notebook, marks), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    """Return the address of a class's page of items."""
    names = ((task.name, item) for task in ps1.TABLE for item in task.visible + task.hidden)
    found = [Item(name, item.label, item in ps1.TASKS[name].visible, item.points, 40, n % 41 / 40,
                  n % 3 / 2 - 0.3 if n % 4 else None, [(f"it raised <b>: {HOSTILE}", n)] * (n % 3), n / 7)
             for n, (name, item) in enumerate(names)]
    path = tmp_path_factory.mktemp("items") / "items.html"
    path.write_text(items_page.page(NAME, found, [n / 40 * 90 for n in range(41)]), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["page", "items"])
def test_the_page_has_no_violation_and_fits_at_every_width(chromium, request, which, scheme):
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)     # axe is a script
    tab = context.new_page()
    tab.goto(request.getfixturevalue(which))
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    for name, (width, height) in WIDTHS.items():
        tab.set_viewport_size({"width": width, "height": height})
        found = tab.evaluate(MEASURE)
        assert found["over"] <= 0 and found["unreachable"] == [] and found["code"] == [], name
        assert tab.evaluate(JUDGE, RULES) == [], name
    context.close()


def test_nothing_of_a_student_runs_or_loads(chromium, page):
    context = chromium.new_context()
    tab, asked, said = context.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(page)
    tab.wait_for_timeout(300)
    assert asked == [page] and said == [] and tab.title().startswith("Feedback on ps1 for o'brien <script>")
    assert tab.locator("img, script, iframe, object, embed, link, form").count() == 0
    width = tab.evaluate("getComputedStyle(document.querySelector('main')).maxWidth")
    assert width == "880px"     # the policy lets the page's own style through
    assert tab.locator(".answer math").count() >= 1 and tab.locator("figure svg").count() >= 4
    context.close()
