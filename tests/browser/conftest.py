"""A real browser and a server of the test's own, which serves the site under a sub-path."""

import functools
import os
import shutil
import sys
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PREFIX = "/some/course/"
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


class UnderPrefix(SimpleHTTPRequestHandler):
    """Serve a folder below PREFIX and nothing above it, as a project page on a shared host does."""

    def translate_path(self, path):
        below = path.removeprefix(PREFIX) if path.startswith(PREFIX) else "nothing-here"
        return super().translate_path("/" + below)

    def log_message(self, *_):
        pass


@contextmanager
def served(folder, port=0):
    """Serve a folder; the value is its address, with a slash at the end. Afterwards nobody answers there."""
    server = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(UnderPrefix, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(site):
    """Return the address of the served site."""
    with served(site) as address:
        yield address
