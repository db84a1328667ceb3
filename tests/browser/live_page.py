"""A page whose cells a test runs, edits and stops, and everything that goes wrong on it."""

from urllib.parse import urlsplit

CELL = "div.cell:has(> .cell_input)"
RUN = 240_000    # milliseconds that a cell may take: a chapter trains its model, and the machine may be busy
ENDED = """i => /^(Done|Stopped|The cell|Python|This)|Error| in line /.test(
    document.querySelectorAll('.live-status')[i].textContent) && !document.querySelector('.live-busy')"""


def elsewhere(url, own):
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != own


class LivePage:
    """An open page; cells are counted from 0."""

    def __init__(self, context, address, name):
        self.tab, self.problems = context.new_page(), []
        own = urlsplit(address).netloc
        self.tab.on("console", lambda said: self.note(said.type in ("error", "warning"), said.text))
        self.tab.on("pageerror", lambda error: self.note(True, str(error)))
        self.tab.on("request", lambda asked: self.note(elsewhere(asked.url, own), asked.url))
        self.tab.goto(address + name)

    def note(self, wrong, what):
        if wrong:
            self.problems.append(what)

    def cells(self):
        return self.tab.locator(CELL)

    def press(self, i, button):
        self.cells().nth(i).locator(f".live-{button}").click()

    def wait(self, i, milliseconds=RUN):
        """Wait until the cell has ended and return what its status says."""
        self.tab.wait_for_function(ENDED, arg=i, timeout=milliseconds)
        return self.status(i)

    def status(self, i):
        return self.tab.locator(".live-status").nth(i).inner_text()

    def run(self, i):
        """Run a cell and return what its status says then."""
        self.press(i, "run")
        return self.wait(i)

    def output(self, i):
        found = self.cells().nth(i).locator("> .cell_output")
        return found.inner_text() if found.count() else ""

    def restore(self):
        """Put every changed cell back, which forgets the page's variables."""
        for i in range(self.cells().count()):
            if self.cells().nth(i).locator(".live-reset").is_visible():
                self.press(i, "reset")

    def write(self, i, code):
        """Put code into a cell as a reader does: with the keyboard, in the editor."""
        if self.cells().nth(i).locator(".cm-content").count() == 0:
            self.press(i, "edit")
        self.cells().nth(i).locator(".cm-content").click()
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.insert_text(code)
