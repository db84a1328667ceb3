"""What the tests of the book and of the browser share: the built site."""

from pathlib import Path

import pytest

SITE = Path(__file__).parents[1] / "book" / "_build" / "html"


@pytest.fixture(scope="session")
def site():
    """Return the folder of the built site; these tests read it and never build it."""
    if not (SITE / "index.html").exists():
        pytest.fail("the site is not built: run `make site` first (`make test` does)", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def pages(site):
    """Return the text of every built page by its name, such as "model.html"."""
    return {page.name: page.read_text(encoding="utf-8") for page in sorted(site.glob("*.html"))}


@pytest.hookimpl(wrapper=True, tryfirst=True)    # after everything else that is said at the end
def pytest_terminal_summary(terminalreporter):
    """Say in the last lines that the browser tests have not run, where there is no browser."""
    yield
    skipped = [report for report in terminalreporter.getreports("skipped") if "browser/" in report.nodeid]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests in a browser were NOT run: no Chromium is on PATH "
                                    "(on Debian: apt install chromium).", red=True)
