"""The problem sets in the page: solved, checked, exported, graded; reloads, tabs, no network, no end."""

import inspect
import json
import subprocess
import sys

import pytest
from sets import Reader, visit, worked

from grading.checks import ps1
from grading.files import COURSE, EXERCISES, problem_sets
from grading.marks import table_of
from grading.mistakes import of

SIGMOID = worked("ps1")["sigmoid"]
LOOP = "def sigmoid(z):\n    while True:\n        pass\n"
BELOW_PYTHON = "def sigmoid(z):\n    return sum(iter(int, 1))\n"     # endless, with no turn that Python sees


@pytest.fixture
def first(chromium, address):
    """A reader who has problem set 1 open, in a browser that knows nothing yet."""
    with visit(chromium, address, "sets/ps1.html") as reader:
        yield reader
        assert reader.problems == []


@pytest.fixture(scope="module")
def warm(chromium, address):
    """A reader of the same page for several tests, which use its Python one after the other."""
    with visit(chromium, address, "sets/ps1.html") as reader:
        yield reader
        assert reader.problems == []


@pytest.fixture(scope="module", params=problem_sets())
def name(request):
    return request.param


def test_the_worked_solution_gets_full_marks_from_page_to_gradebook(name, chromium, address, tmp_path):
    table = table_of(name)
    with visit(chromium, address, f"sets/{name}.html") as reader:
        for cell, text in worked(name).items():
            reader.write(cell, text)
        reader.page.locator(".set-check-all").first.click()
        reader.wait()
        visible = sum(item.points for task in table.TABLE for item in task.visible)
        assert f"{visible} of {visible} points" in reader.standing()
        for run in reader.page.locator(".set-run").all():
            run.click()
            reader.wait()
        assert all("Traceback" not in text for text in reader.page.locator(".set-output").all_inner_texts())
        reader.export(tmp_path / "submitted" / "reader" / name / f"{name}.ipynb")
        assert reader.problems == []
    done = subprocess.run([sys.executable, "-m", "grading", "grade", name, "--root", str(tmp_path), "--json"],
                          capture_output=True, text=True, cwd=COURSE)
    assert done.returncode == 0, done.stderr
    [student] = json.loads(done.stdout)["students"]
    assert student["total"] == 100 - sum(table.WRITTEN.values()), student


def test_nothing_is_fetched_before_the_reader_asks(first):
    fetched = [url.split("?")[0] for url in first.asked if "/live/" in url]
    assert [url for url in fetched if not url.endswith((".css", "start.js"))] == []


def test_the_export_without_answers_is_the_release_and_with_one_differs_in_its_cell_alone(first, tmp_path):
    released = (EXERCISES / "ps1" / "ps1.ipynb").read_text(encoding="utf-8")
    assert first.export(tmp_path / "ps1.ipynb") == released
    first.write("sigmoid", 'def sigmoid(z):\n    return "“\\n”\u2028"\n')
    changed = json.loads(first.export(tmp_path / "ps1.ipynb"))
    expected = json.loads(released)
    [cell] = [cell for cell in expected["cells"] if cell["id"] == "sigmoid"]
    cell["source"] = ["def sigmoid(z):\n", '    return "“\\n”\u2028"\n']
    assert changed == expected


def report_here(name, program, capsys):
    """Return what the same check prints in this Python."""
    ps1.check(name, program)
    return capsys.readouterr().out.rstrip("\n")


def defined(text, name, tmp_path):
    """Return a function from its text, from a file, so that its lines can be shown."""
    file = tmp_path / "cell.py"
    file.write_text(text)
    scope = {"np": __import__("numpy")}
    exec(compile(text, str(file), "exec"), scope)
    return scope[name]


@pytest.mark.parametrize("name, text", [
    ("sigmoid", "def sigmoid(z):\n    return 1 / (1 - np.exp(-z))\n"),
    ("tanh_prime", "def tanh_prime(z):\n    return z.nothing\n"),
    ("sigmoid", LOOP),
])
def test_a_wrong_program_gets_the_same_words_as_in_jupyter(name, text, warm, capsys, tmp_path):
    warm.write(name, text)
    assert warm.check(name) == report_here(name, defined(text, name, tmp_path), capsys)


def test_the_catalogue_s_mistake_is_named_and_its_link_leads_to_the_equation(warm, address):
    mistake = next(one for one in of("ps1") if one.name == "sigmoid_base_two")
    body = inspect.getsource(mistake.program).split(":\n", 1)[1]
    warm.write("sigmoid", f"def sigmoid(z):\n{body}")
    assert mistake.sentence in warm.check("sigmoid")
    link = warm.cell("sigmoid").locator(".set-output a").last
    assert link.inner_text() == "model.html#eq-sigmoid"
    assert link.evaluate("link => link.href") == address + "model.html#eq-sigmoid"


def test_stop_ends_what_never_ends_and_the_page_lives_on(warm):
    warm.write("sigmoid", BELOW_PYTHON)
    warm.cell("sigmoid").locator(".set-check").click()
    warm.page.wait_for_timeout(500)
    warm.cell("sigmoid").locator(".set-stop").click()
    warm.page.get_by_text("Stopped. Python starts again").wait_for(timeout=3000)
    warm.write("sigmoid", SIGMOID)
    assert "4 of 4 points" in warm.check("sigmoid")


def test_a_syntax_error_and_an_error_above_are_said(warm):
    warm.write("sigmoid", "def sigmoid(z)\n    return 1\n")
    assert "SyntaxError" in warm.check("sigmoid")
    assert "not written yet" in warm.check("sigmoid_prime")
    said = warm.cell("sigmoid_prime").locator(".set-output").inner_text()
    assert "the code of sigmoid has an error" in said


def test_a_reload_in_the_middle_keeps_answers_and_points(first):
    first.write("sigmoid", SIGMOID)
    first.check("sigmoid")
    first.write("softmax", "def softmax(theta):\n    half\n")
    first.write("why-tied", "Because the rule is the same at every step.")
    first.page.reload()
    first.page.wait_for_selector("[data-cell='softmax'] .cm-content")
    assert first.code("softmax") == "def softmax(theta):\n    half\n"
    assert "4 of 45 points" in first.standing() and "1 of 9 functions" in first.standing()
    assert first.cell("why-tied").locator("textarea").input_value().startswith("Because")
    first.write("sigmoid", SIGMOID + "# later\n")
    assert "0 of 45 points" in first.standing()        # of another text the page has no points


def test_two_tabs_write_beside_each_other_and_hear_of_each_other(first, address):
    second = Reader(first.page.context, address, "sets/ps1.html")
    first.write("sigmoid", "def sigmoid(z):\n    first\n")
    second.write("softmax", "def softmax(theta):\n    second\n")
    second.page.get_by_text("    first").first.wait_for()
    assert "first" in second.code("sigmoid")
    second.write("sigmoid", "def sigmoid(z):\n    second\n")
    first.page.locator("[data-cell='sigmoid'] .cm-line", has_text="second").wait_for()
    assert "second" in first.code("sigmoid") and "second" in first.code("softmax")
    assert second.problems == []


def test_a_version_that_was_never_seen_is_set_aside_and_not_lost(first):
    first.write("sigmoid", "def sigmoid(z):\n    here\n")
    first.page.evaluate("""() => {      // what a tab does that this one has not heard of
        const key = Object.keys(localStorage).find(key => key.endsWith("/sigmoid"));
        localStorage.setItem(key, "def sigmoid(z):\\n    there\\n");
    }""")
    first.write("sigmoid", "def sigmoid(z):\n    here again\n")
    assert "Another tab had changed sigmoid" in first.standing() or first.cell("sigmoid").locator(
        ".set-other").is_visible()
    first.cell("sigmoid").locator(".set-other").click()
    first.page.locator(".cm-line", has_text="there").wait_for()
    assert first.code("sigmoid") == "def sigmoid(z):\n    there\n"


def test_without_a_network_after_loading_checks_and_export_go_on(warm, tmp_path):
    warm.check("sigmoid")
    warm.page.context.set_offline(True)
    warm.write("sigmoid", SIGMOID)
    assert "4 of 4 points" in warm.check("sigmoid")
    assert json.loads(warm.export(tmp_path / "ps1.ipynb"))
    warm.page.context.set_offline(False)


def test_a_browser_without_room_says_so(first):
    first.page.evaluate("""() => {
        let text = "x".repeat(1 << 20);
        for (let i = 0; text; i += 1) {
            try { localStorage.setItem(`fill${i}`, text); } catch { text = text.slice(0, text.length >> 1); }
        }
    }""")
    first.write("sigmoid", SIGMOID)
    assert "no room left" in first.standing() and "Export your notebook" in first.standing()


@pytest.mark.parametrize("text, sentence", [
    ("{", "mine.ipynb is not a notebook: it is not complete JSON."),
    ("[]", "mine.ipynb is not a notebook: it has no cells."),
    ('{"cells": [{"id": "x", "source": ""}]}',
     'mine.ipynb holds no cell of this page: expected the notebook of "Problem set 1: the forward pass".'),
])
def test_a_wrong_file_is_one_sentence(text, sentence, first, tmp_path):
    file = tmp_path / "mine.ipynb"
    file.write_text(text)
    first.bring(file)
    first.page.get_by_text(sentence).wait_for()


def test_an_import_asks_before_it_replaces(first, tmp_path):
    first.write("sigmoid", SIGMOID)
    first.export(tmp_path / "ps1.ipynb")
    other = "def sigmoid(z):\n    mine\n"
    for answer, expected in (("Cancel", other), ("Replace", SIGMOID)):
        first.write("sigmoid", other)
        first.bring(tmp_path / "ps1.ipynb")
        first.page.get_by_role("button", name=answer).click()
        first.page.wait_for_function("() => !document.querySelector('dialog.set-question')")
        first.page.wait_for_selector("[data-cell='sigmoid'] .cm-content")
        first.page.wait_for_timeout(300)
        assert first.code("sigmoid").rstrip("\n") == expected.rstrip("\n")
