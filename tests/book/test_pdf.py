"""The PDF: what LaTeX is given, what its log says, and what is said where LaTeX is missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from reading import all_tex, article, equations

from book.editions.drawings import rules, svg_alone
from book.editions.latex import display
from book.editions.pdf import PACKAGES, PROGRAMS, faults, missing_programs

ROOT = Path(__file__).parents[2]
OUT = ROOT / "build" / "tested"    # leaves what `make pdf` made alone
TEX = OUT / "latex" / "bptt.tex"
APART = {"search.html", "genindex.html"}    # of the site alone


def make(**environment):
    return subprocess.run([sys.executable, "-m", "book.editions", "pdf", "--out", OUT], cwd=ROOT,
                          capture_output=True, text=True, env=os.environ | environment)


def test_without_latex_one_sentence_names_what_to_install(tmp_path):
    done = make(PATH=str(tmp_path))
    assert done.returncode == 2 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and PACKAGES in done.stderr
    assert all(program in done.stderr for program in PROGRAMS)


@pytest.mark.parametrize("line", [
    "Missing character: There is no ŷ (U+0177) in font texgyrepagella!",
    "LaTeX Warning: Hyper reference `model:eq-1.1' on page 1 undefined on input line 237.",
    "LaTeX Warning: Reference `fig' on page 1 undefined on input line 2.",
    "LaTeX Warning: Label `model:eq-1.1' multiply defined.",
    "Overfull \\hbox (40.2pt too wide) in paragraph at lines 2016--2016",
    "Overfull \\vbox (37.3365pt too high) detected at line 6429",
    "! Undefined control sequence."])
def test_a_fault_in_the_log_is_found(line):
    assert faults(f"This is XeTeX\n{line}\nOutput written on bptt.xdv (56 pages).") == [line]


def test_what_nobody_can_see_is_no_fault():
    assert faults("Overfull \\hbox (1.5pt too wide) in paragraph\nUnderfull \\vbox (badness 10000)") == []


def test_a_displayed_equation_has_its_anchor_its_id_and_all_its_lines():
    assert display(r"a &= b \\ &= c", "model", "eq-1.1") == (
        "\n\\begin{equation*}\n\\equationid{model:eq-1.1}{eq-1.1}"
        "\\fitted{\\begin{aligned}a &= b \\\\ &= c\\end{aligned}}\n\\end{equation*}\n")
    assert r"\equationid" not in display("a = b")


def test_a_figure_alone_has_its_colors_and_its_fonts():
    svg = svg_alone('<div><svg class="wide" viewBox="0 0 1 1"><path class="box"/></svg></div>')
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="wide"') and "TeX Gyre" in svg
    assert "var(" not in svg and re.search(r"\.drawing \.box \{ fill: #ffffff", svg)


def test_colors_are_those_of_the_light_theme():
    assert "#26323d" in rules() and "#dde4ea" not in rules()


needs_latex = pytest.mark.skipif(bool(missing_programs()),
                                 reason=f"needs {', '.join(missing_programs())}: apt install {PACKAGES}")


@pytest.fixture(scope="module")
def tex():
    """Make the PDF and return the LaTeX it was made from."""
    done = make()
    assert done.returncode == 0, done.stderr
    return TEX.read_text(encoding="utf-8")


@needs_latex
def test_latex_finds_no_fault_and_the_pdf_has_a_title_and_all_chapters(tex, pages, site):
    assert faults(TEX.with_suffix(".log").read_text(encoding="utf-8", errors="replace")) == []
    assert (OUT / "bptt.pdf").read_bytes().startswith(b"%PDF")
    assert r"\coursetitle{Backpropagation Through Time}" in tex
    sets = [*(site / "sets").glob("*.html")]
    assert len(re.findall(r"^\\chapter\{", tex, re.M)) == len(set(pages) - APART) + len(sets)


@needs_latex
def test_every_formula_of_the_site_is_in_the_pdf(tex, pages):
    formulas = [all_tex(article(pages[page])) for page in set(pages) - APART]
    assert tex.count(r"\fitted{") + tex.count(r"\(") == sum(map(len, formulas))


@needs_latex
def test_every_equation_has_one_anchor_and_every_link_to_one_has_a_target(tex, pages):
    labels = {f"{page.removesuffix('.html')}:{label}" for page in pages for label in equations(pages[page])}
    anchors = re.findall(r"\\equationid\{(.*?)\}", tex)
    assert sorted(anchors) == sorted(labels)
    targets = {*anchors, *re.findall(r"\\box(?:anchor|id)\{(.*?)\}", tex)}
    assert set(re.findall(r"\\linkedid\{(.*?)\}", tex)) - {"#1"} <= targets


@needs_latex
def test_no_reference_is_left_open(tex):
    assert "??" not in tex
