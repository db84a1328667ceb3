"""TeX as MathML: what the ePub shows for a formula."""

from xml.etree import ElementTree

import pytest

from book.editions.mathml import mathml
from book.editions.tex import in_one_box


def shown(tex, display=False):
    return "".join(ElementTree.fromstring(mathml(tex, display)).itertext())


def tags(tex):
    return [element.tag.split("}")[1] for element in ElementTree.fromstring(mathml(tex, True)).iter()]


def test_a_formula_keeps_its_symbols_and_its_tex():
    math = ElementTree.fromstring(mathml(r"W_h\, h^{(t-1)} < b_1"))
    assert "".join(math.itertext()) == "Whh(t−1)<b1"
    assert math.get("alttext") == r"W_h\, h^{(t-1)} < b_1"


def test_display_is_said_on_the_formula():
    assert ElementTree.fromstring(mathml("x", True)).get("display") == "block"
    assert ElementTree.fromstring(mathml("x")).get("display") != "block"


def test_lines_become_rows_whether_or_not_the_page_names_an_environment():
    assert tags(r"a &= b \\ &= c").count("mtr") == 2
    assert tags(r"\begin{aligned}a &= b \\ &= c\end{aligned}").count("mtr") == 2
    assert tags(r"x = \begin{cases} 1 & a \\ 0 & b \end{cases}").count("mtr") >= 2


def test_the_distance_of_lines_is_not_printed():
    assert "4" not in shown(r"\begin{aligned} a \\[4pt] b \end{aligned}")


def test_two_environments_side_by_side_get_one_around_both():
    both = r"\begin{aligned}a\\b\end{aligned} + \begin{aligned}c\\d\end{aligned}"
    assert in_one_box(both) == rf"\begin{{aligned}}{both}\end{{aligned}}"


def test_an_entry_between_brackets_is_no_distance():
    assert shown(r"\begin{bmatrix} a \\ [y] \end{bmatrix}").count("y") == 1


def test_styles_stand_where_the_standard_allows_them():
    tex = r"\frac{\displaystyle\sum_i x_i}{\begin{matrix}a\end{matrix}}"
    for element in ElementTree.fromstring(mathml(tex)).iter():
        name = element.tag.split("}")[1]
        assert name in ("math", "mstyle", "mtable") or "displaystyle" not in element.attrib
        assert name in ("math", "mstyle") or "scriptlevel" not in element.attrib


def test_fractions_in_lines_keep_their_size():
    lines = ElementTree.fromstring(mathml(r"\begin{aligned} a &= \frac{b}{c} \end{aligned}", True))
    [table] = [element for element in lines.iter() if element.tag.endswith("mtable")]
    assert table.get("displaystyle") == "true"


def test_large_brackets_fit_their_content_and_survive_a_new_line():
    assert shown(r"\bigl(h\bigr)^2") == "(h)2"
    assert "minsize" not in mathml(r"\Bigl(\frac12\Bigr)")
    assert shown(r"\begin{aligned} a &= \bigl(b \\ &\quad + c\bigr) \end{aligned}").count(")") == 1


@pytest.mark.parametrize("tex", [r"\nosuchcommand x", r"\frac{1}", r"\begin{aligned} x"])
def test_what_cannot_be_converted_is_an_error_that_quotes_it(tex):
    with pytest.raises(ValueError, match="no MathML for"):
        mathml(tex)
