"""A real browser, and the address of the site, which a server of the test's own serves."""

import os
import shutil
import sys
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]
HERE, BOOK = Path(__file__).parent, Path(__file__).parents[2] / "book"
sys.path += [str(HERE), str(BOOK), str(BOOK / "_ext")]    # for `tour`, and for what the pages compute with


@pytest.fixture(scope="session")
def launch():
    """Return how to start Chromium; without one the tests are skipped, but on CI that is a failure."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("CI"):
        pytest.fail("no Chromium on PATH, and CI is set: install chromium", pytrace=False)
    if path is None:
        pytest.skip("no Chromium on PATH (on Debian: apt install chromium)")
    return {"executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def chromium(launch):
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(site):
    """Return the address of the served site."""
    from serving import served
    with served(site) as address:
        yield address
