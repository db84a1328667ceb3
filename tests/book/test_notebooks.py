"""Every page as a notebook: all of its text, its code in the order in which it ran, and it runs anywhere."""

import re
import sys
from subprocess import PIPE, STDOUT, Popen
from types import SimpleNamespace

import nbformat
import notebooks
import pytest
from page_markdown import stand_alone
from reading import elements, plain

PICTURE = re.compile(r"\(data:image/svg\+xml;base64,[\w+/=]+\)")
CODE = re.compile(r"^```.*?^```$", re.S | re.M)
NO_PROSE = re.compile(r'\\[(\[].*?\\[)\]]|<span class="visually-hidden">.*?</span>', re.S)
RUN = """
import sys
import nbformat
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for number, cell in enumerate(nbformat.read(sys.argv[1], as_version=4).cells):
    if cell.cell_type == "code":
        result = shell.run_cell(cell.source, store_history=False)
        result.raise_error()
"""


@pytest.fixture(scope="module")
def books(site):
    found = {file.stem: nbformat.read(file, as_version=4) for file in (site / "notebooks").glob("*.ipynb")}
    assert found
    return found


def article(text):
    """Return a page's own text, without menus, scripts, and the outputs of its cells."""
    return re.split(r'<footer class="(?:bd-footer-article|prev-next-footer)', text.split("<article", 1)[1])[0]


def test_every_page_offers_its_notebook_in_its_download_menu(books, pages):
    for page, text in pages.items():
        if page != "search.html":
            assert page.removesuffix(".html") in books
            links = [attrs["href"] for _, attrs in elements(text, "a")
                     if "btn-download-notebook-button" in attrs.get("class", "")]
            assert links == [f"notebooks/{page.removesuffix('.html')}.ipynb"]


def test_every_notebook_is_valid_and_speaks_plain_markdown(books):
    left = re.compile(r"^:::|^```\{|\{(?:eq|prf:ref|cite:[pt]|glue:text|numref)\}`", re.M)
    for name, book in books.items():
        nbformat.validate(book)
        for cell in book.cells:
            if cell.cell_type == "markdown":
                text = CODE.sub("", PICTURE.sub("", cell.source))
                assert not left.search(text), f"{name}: {text[:300]}"
                assert text.replace("\\$", "").count("$") % 2 == 0, f"{name}: {text[:300]}"


def test_no_paragraph_of_a_page_is_lost(books, pages):
    for name, book in books.items():
        text = PICTURE.sub("", "\n".join(f"{cell.source} {cell.get('outputs', '')}" for cell in book.cells))
        have = set(re.findall(r"[^\W\d_]{3,}", text.replace("\\n", " ")))
        for paragraph in re.findall(r"<(?:p|h\d)[ >].*?</(?:p|h\d)>", article(pages[f"{name}.html"]), re.S):
            if "equation-id" in paragraph or "Formulas are typeset by" in paragraph:
                continue
            prose = plain(NO_PROSE.sub(" ", paragraph))
            lost = set(re.findall(r"[^\W\d_]{3,}", prose)) - have
            assert not lost, f"{name}: {lost} of {plain(paragraph)[:200]}"


def test_every_equation_keeps_its_id_and_every_drawing_its_picture(books, pages):
    for name, book in books.items():
        page = pages[f"{name}.html"]
        text = "\n".join(cell.source for cell in book.cells)
        shown = re.findall(r'<div class="equation[^"]*" id="([^"]+)"', page)
        assert re.findall(r"\\tag\{(eq-[^}]+)\}", text) == shown
        assert len(PICTURE.findall(text)) == page.count('<div class="drawing">')


def test_a_picture_has_its_colors_with_it():
    alone = stand_alone('<svg viewBox="0 0 1 1"><rect class="box"/></svg>')
    assert 'xmlns="http://www.w3.org/2000/svg"' in alone and ".box {" in alone and "--drawing-ink: #" in alone
    assert ".drawing" not in alone


def test_the_cells_run_outside_the_book(books, site, tmp_path):
    """Run every notebook with code in a Python of its own, from another folder, two at a time."""
    with_code = [name for name, book in books.items() if any(c.cell_type == "code" for c in book.cells)]
    assert {"model", "performance"} <= set(with_code)
    waiting, failed = list(with_code), []
    while waiting:
        pair, waiting = waiting[:2], waiting[2:]
        runs = {name: Popen([sys.executable, "-c", RUN, site / "notebooks" / f"{name}.ipynb"],
                                       cwd=tmp_path, text=True, stdout=PIPE, stderr=STDOUT) for name in pair}
        said = {name: run.communicate(timeout=120)[0] for name, run in runs.items()}
        failed += [f"{name}:\n{said[name][-2000:]}" for name, run in runs.items() if run.returncode]
    assert not failed, "\n".join(failed)


def test_a_notebook_opens_elsewhere_where_a_repository_is_configured(monkeypatch):
    config = SimpleNamespace(course_repository="", course_site_branch="gh-pages")
    app = SimpleNamespace(config=config)
    monkeypatch.delenv("COURSE_REPOSITORY", raising=False)
    assert notebooks.launchers(app, "notebooks/model.ipynb") == []
    monkeypatch.setenv("COURSE_REPOSITORY", "https://github.com/owner/name/")
    [menu] = notebooks.launchers(app, "notebooks/model.ipynb")
    assert [button["url"] for button in menu["buttons"]] == [
        "https://colab.research.google.com/github/owner/name/blob/gh-pages/notebooks/model.ipynb",
        "https://mybinder.org/v2/gh/owner/name/gh-pages?labpath=notebooks%2Fmodel.ipynb"]
    config.course_repository = "https://github.com/other/course"
    assert "other/course" in notebooks.launchers(app, "notebooks/model.ipynb")[0]["buttons"][0]["url"]
    _, [fetch, find] = notebooks.first_cells("A page", config.course_repository)
    assert "git clone" in fetch.source and config.course_repository in fetch.source
    assert "git clone" not in find.source
