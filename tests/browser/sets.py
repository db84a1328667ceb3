"""A reader in a problem set's page: writes into its editors, checks, exports."""

from contextlib import contextmanager
from urllib.parse import urlsplit

from tour import TYPESET

from grading.exercises import source_notebook

CODE = "[data-cell='{}'] .cm-content, [data-cell='{}'] textarea"
REPORT = "[data-cell='{}'] .set-output pre"
IDLE = "() => ![...document.querySelectorAll('.set-stop')].some(button => !button.hidden)"


class Reader:
    """An open page, and everything that went wrong on it."""

    def __init__(self, context, address, path):
        self.page, self.problems, self.asked = context.new_page(), [], []
        host = urlsplit(address).netloc
        self.page.on("console", lambda message: message.type in ("error", "warning")
                     and self.problems.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("request", lambda request: self.request(request.url, host))
        self.page.goto(address + path)
        self.page.wait_for_function(TYPESET)
        self.page.wait_for_selector(".set-state:not(:empty), #set-overview table")

    def request(self, url, host):
        self.asked.append(url)
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != host:
            self.problems.append(f"other host: {url}")

    def cell(self, name):
        return self.page.locator(f".set-cell[data-cell='{name}']")

    def write(self, name, text):
        """Write text into the editor of a cell, or into its text area."""
        edit = self.cell(name).locator(".set-edit")
        if edit.count() and edit.is_visible():
            edit.click()
        place = self.page.locator(CODE.format(name, name)).first
        place.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def code(self, name):
        """Return the text in a cell's editor, or in the view that stands there before."""
        lines = self.cell(name).locator(".cm-line")
        view = self.cell(name).locator(".cell_input pre")
        return "\n".join(lines.all_text_contents()) if lines.count() else view.text_content()

    def check(self, name):
        """Press Check, wait for the end, and return the report."""
        self.cell(name).locator(".set-check").click()
        self.wait()
        return self.page.locator(REPORT.format(name)).evaluate("pre => pre.textContent")

    def wait(self):
        self.page.wait_for_function(IDLE, timeout=120_000)

    def standing(self):
        return self.page.locator(".set-state").inner_text()

    def export(self, path):
        """Export the notebook to a path and return its text."""
        with self.page.expect_download() as download:
            self.page.locator(".set-export").first.click()
        assert download.value.suggested_filename == path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        download.value.save_as(path)
        return path.read_text(encoding="utf-8")

    def bring(self, path):
        """Import a file."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator(".set-import").first.click()
        chooser.value.set_files(path)


@contextmanager
def visit(chromium, address, path, **options):
    """Open a page in a browser that knows nothing yet."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
    yield Reader(context, address, path)
    context.close()


def worked(name):
    """Return {id of a student's cell: worked solution} of a set."""
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in source_notebook(name).cells
            if cell.metadata.get("nbgrader", {}).get("solution")}
