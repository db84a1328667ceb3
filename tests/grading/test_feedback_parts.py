"""The parts of a feedback page: drawings of arrays, and a student's Markdown made harmless."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.feedback_chart import drawing
from grading.feedback_markdown import TAGS, formula, rendered


def parsed(html):
    return BeautifulSoup(html, "html.parser")


######## drawings

def test_a_matrix_becomes_two_heat_maps_with_every_number():
    page = parsed(drawing("dW_h", [[1.0, -2.0], [0.5, 0.25]], [[1.0, 2.0], ["nan", 0.25]]))
    expected, got = page.select("svg")
    assert [text.text for text in expected.select(".number")] == ["1", "−2", "0.5", "0.25"]
    assert [text.text for text in got.select(".number")] == ["1", "2", "nan", "0.25"]
    assert len(got.select(".wrong")) == 2 and not expected.select(".wrong")
    assert [r["fill-opacity"] for r in expected.select("[fill-opacity]")] == ["0.23", "0.45", "0.11", "0.06"]
    assert page.div["role"] == "img" and page.div["aria-label"] == (
        "dW_h, 2 rows and 2 columns, of which 2 differ. Counted from 0: row 0, column 1: expected −2, got 2; "
        "row 1, column 0: expected 0.5, got nan.")


def test_a_vector_becomes_pairs_of_bars_to_one_scale():
    page = parsed(drawing("db_1", [1.0, -2.0, 0.0], [1.0, 1.0, "inf"]))
    expected, got = ([float(bar["height"]) for bar in page.select(f"rect.{kind}")]
                     for kind in ("expected", "got"))
    assert expected == pytest.approx([expected[0], 2 * expected[0], 0]) and got[:2] == [expected[0]] * 2
    assert len(page.select("path.got")) == 1                # an arrow head: it goes on
    assert [text.text for text in page.select(".tick")] == ["0", "1 ≠", "2 ≠"]


def test_what_is_too_small_or_of_two_shapes_is_not_drawn_and_what_is_large_is_cut():
    assert drawing("x", [1.0, 2.0], [3.0, 4.0]) == drawing("x", 1.0, 2.0) == ""
    assert drawing("x", [[1.0, 2.0, 3.0]], [[1.0], [2.0], [3.0]]) == ""
    large = [[float(i + j) for j in range(9)] for i in range(12)]
    page = parsed(drawing("x", large, large))
    assert len(page.select(".number")) == 2 * 8 * 8 and "first 8" in page.div["aria-label"]


def test_a_name_is_text():
    assert "<b>" not in drawing("<b>\"'", [1.0, 2.0, 3.0], [1.0, 2.0, 4.0])


numbers = st.floats() | st.sampled_from(["nan", "inf", "-inf"])


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 5).flatmap(lambda rows: st.integers(1, 5).flatmap(lambda columns: st.tuples(*[
    st.lists(st.lists(numbers, min_size=columns, max_size=columns), min_size=rows, max_size=rows)] * 2))))
def test_any_numbers_can_be_drawn(pair):
    html = drawing("x", *pair)
    assert not re.search(r'(?:x|y|width|height|d|fill-opacity)="[^"]*(?:nan|inf)', html)


######## Markdown

def test_markdown_keeps_what_a_grader_needs_to_read():
    page = parsed(rendered("# A head\n\nThe *same* `W_h`, $W_h^\\top x$:\n\n1. one\n2. two\n\n"
                           "| a | b |\n|--|--|\n| 1 | 2 |\n\n```python\nx < 1\n```\n\n$$\\frac{a}{b}$$\n\n"
                           "[book](https://example.org/a?b=1&c=2)"))
    assert page.strong.text == "A head" and page.em.text == "same" and page.code.text == "W_h"
    assert len(page.select("li")) == 2 and len(page.select("td")) == 2 and page.pre.text == "x < 1\n"
    assert page.find("math", display="block").mfrac and page.msubsup
    assert page.a["href"] == "https://example.org/a?b=1&c=2"


@pytest.mark.parametrize("text, seen", [
    ("<script>alert(1)</script>",                   "<script>alert(1)</script>"),
    ("a <img src=x onerror=alert(1)> b",            "<img src=x onerror=alert(1)>"),
    ("[x](javascript:alert(1))",                    "x (javascript:alert(1))"),
    ("[x](JaVa&#x73;cript:alert(1))",               "x ("),
    ("[x](data:text/html,<script>)",                "x ("),
    ("![a](http://example.org/x.png)",              "a (image: http://example.org/x.png)"),
    ("<javascript:alert(1)>",                       "javascript:alert(1)"),
    ('[x](http://a.org/"onclick=alert(1))',         "x"),
    ("[\ue0000\ue001](http://\ue0000\ue001) $x$",   "0"),      # the mark of a formula, forged
    ("$\\text{<img src=x onerror=alert(1)>}$",      "<img src=x onerror=alert(1)>"),
    ("$\\href{javascript:alert(1)}{x}$",            "\\href{javascript:alert(1)}{x}"),
    ("<math><a xlink:href=javascript:alert(1)>",    "<math><a xlink:href=javascript:alert(1)>"),
])
def test_nothing_a_student_writes_is_active(text, seen):
    page = parsed(rendered(text))
    assert seen in page.text.replace("\xa0", " ") and harmless(page)


def harmless(page):
    """Return whether a page has nothing in it but text, formulas without attributes, and links to the web."""
    formulas = [tag for math in page.find_all("math") for tag in [math, *math.find_all(True)]]
    for tag in formulas:
        assert not [name for name in tag.attrs if name.startswith(("on", "href", "src", "style", "xlink"))]
    for tag in page.find_all(True):
        if not any(tag is one for one in formulas):
            assert tag.name in TAGS and set(tag.attrs) <= {"href", "rel", "start"}
            assert tag.get("href", "http://").startswith(("http://", "https://"))
    return True


PIECES = ["<", ">", "script", "[a](", "javascript:", ")", "$", "$$", "`", "\\text{", "}", "|", "\n", "- ",
          "> ", "\\begin{aligned}", "\\end{aligned}", "&", "\"", "'", "<img src=x onerror=alert(1)>", "<!--",
          "]]>", "http://", "\ue000", "\ue001", "0", "![", "]", "#", "*", "_", "\\", "&#x3c;", "\x00",
          "\u2028", "a"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_mixture_of_markup_is_harmless(text):
    assert harmless(parsed(rendered(text)))


@pytest.mark.parametrize("text", ["[" * 9_999, "> " * 4_999, "*a " * 3_333, "$" * 9_999, "- " * 4_999,
                                  "$" + "\\sqrt{" * 900 + "}" * 900 + "$", "![" * 4_999, "|a|\n|-|\n" * 1_400,
                                  "x" * 200_000])
def test_text_made_to_be_slow_or_deep_is_shown_all_the_same(text):
    assert parsed(rendered(text)).text.strip()


def test_a_formula_the_converter_refuses_stays_as_it_is_written():
    assert formula("\\nosuchcommand{x}") == "<code>\\nosuchcommand{x}</code>"
    assert "style" not in formula("\\color{red}x") and formula("a < b").startswith("<math")
