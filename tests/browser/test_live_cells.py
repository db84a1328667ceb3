"""Every code cell of every page runs in the browser, and what it says is what the page says."""

from pathlib import Path

import pytest
from live_page import LivePage
from reading_outputs import NUMBER, same

BOOK = Path(__file__).parents[2] / "book"
PAGES = sorted(file.stem for file in BOOK.glob("*.md") if "{code-cell}" in file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reader(chromium):
    """Return one reader's browser: Python is fetched for the first page and kept for the others."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_cell_runs_and_says_what_the_page_says(name, reader, address, pages):
    page = LivePage(reader, address, f"{name}.html")
    assert page.tab.locator(".live-bar").count() == page.cells().count() == shown(pages[f"{name}.html"])
    wrong = []
    for i in range(page.cells().count()):
        built = page.output(i)
        status, varies = page.run(i), "tag_varies" in page.cells().nth(i).get_attribute("class")
        live = page.output(i)
        alike = words(built) == words(live) if varies else same(built, live)
        if not (status.startswith("Done") and alike):
            wrong.append((i + 1, status, built, live))
    assert wrong == [] and page.problems == []
    page.tab.close()


def words(text):
    return " ".join(NUMBER.sub("number", text).split())


def shown(html):
    return html.count('class="cell_input')


def test_most_pages_have_cells_that_run(pages):
    assert sum(shown(text) for text in pages.values()) > 100


def test_outputs_of_two_machines_differ_in_rounding_only():
    assert same("loss 1.2345 nats\n", " loss 1.23451 nats") and same("error 2e-16", "error 0.0")
    assert not same("loss 1.2345", "loss 1.2445") and not same("loss 1", "cost 1") and not same("1 2", "1")
