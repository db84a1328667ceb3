"""What readers do to live cells: mistakes, endless loops, too much memory, reloads, tabs, a lost network."""

import pytest
from live_page import LivePage
from serving import served
from tour import AXE, JUDGE, RULES

BYTES = 17_000_000    # that the first run may fetch, the editor included
STATUS = "document.querySelectorAll('.live-status')[%d].textContent.includes('%s')"
CHAPTER = "softmax.html"


@pytest.fixture(scope="module")
def reader(chromium):
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture(scope="module")
def chapter(reader, address):
    """Return one open page: Python takes seconds to start, and most tests can share it."""
    return LivePage(reader, address, CHAPTER)


@pytest.fixture
def page(chapter):
    """Return the open page as it was built; after the test, too, nothing has gone wrong on it."""
    yield chapter
    chapter.restore()
    assert chapter.problems == []


def test_nothing_is_fetched_before_the_reader_asks_and_then_17_megabytes_at_most(chromium, address):
    context = chromium.new_context()
    page = LivePage(context, address, "index.html")
    asked, sizes = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("requestfinished", lambda request: sizes.append(max(0, request.sizes()["responseBodySize"])))
    page.tab.goto(address + CHAPTER)
    page.tab.wait_for_load_state("networkidle")
    assert [url for url in asked if "/live/" in url or "offline" in url] == []
    before = sum(sizes)
    page.run(0)
    page.press(0, "edit")
    page.tab.wait_for_selector(".cm-content")
    page.tab.wait_for_timeout(500)
    assert any("pyodide" in url for url in asked)
    print(f"the first run fetched {(sum(sizes) - before) / 1e6:.1f} MB")
    assert 5_000_000 < sum(sizes) - before <= BYTES and page.problems == []
    context.close()


def test_a_mistake_shows_the_reader_s_own_lines_and_can_be_mended(page):
    page.write(0, "def invert(x):\n    return 1 / x\n\n\ninvert(0)")
    assert page.run(0) == "ZeroDivisionError in line 2"
    said = page.output(0)
    assert 'In "cell 1", line 5' in said and 'In "cell 1", line 2' in said and said.count("In ") == 2
    page.write(0, "1 / 2")
    assert page.run(0).startswith("Done") and page.output(0).strip() == "0.5"


def test_a_traceback_leaves_out_the_lines_of_the_course(page):
    page.write(0, "from rnn_ref import softmax_jacobian\nsoftmax_jacobian('abc')")
    page.run(0)
    assert "rnn_ref/" not in page.output(0) and 'In "cell 1", line 2' in page.output(0)


def test_a_syntax_error_is_shown_where_it_is(page):
    page.write(0, "a = 1\nb = (")
    assert page.run(0) == "SyntaxError in line 2"
    assert "'(' was never closed" in page.output(0)


@pytest.mark.parametrize("loop", ["while True:\n    pass", "while True:\n    print('again')"])
def test_an_endless_loop_ends_within_three_seconds_and_the_page_lives_on(loop, page):
    page.write(0, loop)
    page.press(0, "run")
    page.tab.wait_for_function(STATUS % (0, "Running …"), timeout=60_000)
    page.tab.wait_for_timeout(1000)
    page.press(0, "stop")
    assert page.wait(0, 3000).startswith("Stopped")
    page.write(0, "6 * 7")
    assert page.run(0).startswith("Done") and page.output(0).strip() == "42"


def test_two_gigabytes_are_refused_or_granted_and_the_page_lives_on(page):
    page.write(0, "import numpy as np\nx = np.ones(250_000_000)\nprint(x.nbytes)")
    status = page.run(0)
    assert "MemoryError" in page.output(0) or status.startswith("Done")
    page.write(0, "x = None\n6 * 7")
    assert page.run(0).startswith("Done") and page.output(0).strip() == "42"


def test_what_a_program_does_to_end_itself_does_not_end_python(page):
    page.write(0, "import sys\nkept = 1\nsys.exit(3)")
    assert page.run(0).startswith("SystemExit")
    page.write(0, "kept")
    assert page.run(0).startswith("Done") and page.output(0).strip() == "1"


def test_a_picture_is_shown_and_text_with_brackets_stays_text(page):
    page.write(0, "from IPython.display import SVG, display\nprint('<b>')\n"
                  "display(SVG('<svg viewBox=\"0 0 2 1\" role=\"img\" aria-label=\"A line\"></svg>'))\n'<i>'")
    page.run(0)
    assert page.output(0).split() == ["<b>", "'<i>'"]
    assert page.cells().nth(0).locator(".cell_output svg").count() == 1


def test_a_cell_runs_what_it_needs_first_and_reset_brings_the_page_s_own_back(page):
    built = page.output(2)
    assert page.run(2).startswith("Done") and page.output(2) == built
    page.write(2, "print('mine')")
    page.run(2)
    assert page.output(2).strip() == "mine"
    page.press(2, "reset")
    page.tab.wait_for_function(STATUS % (2, "as it was"))
    assert page.output(2) == built and page.cells().nth(2).locator(".cell_input").is_visible()


def test_a_reload_in_the_middle_starts_afresh(page):
    built = page.output(0)
    page.write(0, "while True: pass")
    page.press(0, "run")
    page.tab.wait_for_timeout(500)
    page.tab.reload()
    assert page.output(0) == built
    assert page.run(0).startswith("Done") and page.output(0) == built


def test_two_tabs_have_variables_of_their_own(reader, address):
    tabs = [LivePage(reader, address, CHAPTER) for _ in range(2)]
    for number, tab in enumerate(tabs):
        tab.write(0, f"mine = {number}")
        tab.press(0, "run")
    for number, tab in enumerate(tabs):
        tab.wait(0)
        tab.write(0, "mine")
        tab.run(0)
        assert tab.output(0).strip() == str(number) and tab.problems == []
        tab.tab.close()


def test_without_a_network_the_page_and_its_cells_work_as_before(chromium, site):
    context = chromium.new_context()
    with served(site) as address:
        page = LivePage(context, address, CHAPTER)
        built = page.output(0)
        assert page.run(0).startswith("Done")
        page.press(0, "edit")
        page.tab.wait_for_selector(".cm-content")
        page.tab.wait_for_timeout(2000)    # what the page has loaded is being kept
    page.write(1, "print('still here')")
    assert page.run(1).startswith("Done")
    page.tab.reload()
    assert page.tab.title().startswith("Softmax")
    assert page.run(0).startswith("Done") and page.output(0) == built
    page.write(0, "6 * 7")
    assert page.run(0).startswith("Done") and page.output(0).strip() == "42"
    context.close()


def test_the_editor_lets_the_keyboard_in_and_out(page):
    page.tab.locator(".live-edit").first.focus()
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_function("document.activeElement.classList.contains('cm-content')")
    page.tab.keyboard.press("Control+a")
    page.tab.keyboard.type("if 1 / 2:\nprint('yes')")    # the editor indents the second line itself
    page.tab.keyboard.press("Control+Enter")
    page.wait(0)
    assert page.output(0).strip() == "yes"
    page.tab.keyboard.press("Home")
    page.tab.keyboard.press("Tab")
    inside = "document.activeElement.classList.contains('cm-content')"
    assert page.tab.evaluate(inside)
    page.tab.keyboard.press("Escape")
    page.tab.keyboard.press("Tab")
    assert not page.tab.evaluate(inside)
    assert page.tab.evaluate("document.activeElement.className") == "live-run"


LOOKS = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": {"viewport": {"width": 390, "height": 844}}}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_a_page_whose_cells_are_in_use(look, chromium, address):
    context = chromium.new_context(**LOOKS[look])
    page = LivePage(context, address, CHAPTER)
    page.write(0, "def f(x):\n    'A text.'\n    return 1 / x  # a comment\n\n\nprint(1.5, None)\nf(0)")
    page.run(0)
    page.run(1)
    page.tab.add_script_tag(path=str(AXE))
    assert page.tab.evaluate(JUDGE, RULES) == []
    assert page.tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_from_a_folder_the_cell_says_what_it_needs(chromium, site):
    context = chromium.new_context()
    tab = context.new_page()
    errors = []
    tab.on("console", lambda said: said.type == "error" and errors.append(said.text))
    tab.goto((site / CHAPTER).as_uri())
    tab.locator(".live-run").first.click()
    assert "when the site comes from a server" in tab.locator(".live-status").first.inner_text()
    assert errors == []
    context.close()


def test_a_browser_without_webassembly_gets_a_sentence(chromium, address):
    context = chromium.new_context(service_workers="block")
    context.add_init_script("delete globalThis.WebAssembly")
    page = LivePage(context, address, CHAPTER)
    assert page.run(0).startswith("This browser cannot run Python")
    assert page.problems == []
    context.close()
