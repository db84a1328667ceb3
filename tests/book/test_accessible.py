"""A picture without a text alternative fails the build; tables and lists get what screen readers need."""

from types import SimpleNamespace

import accessible
import pytest
from docutils import nodes


@pytest.mark.parametrize("alt, warned", [(None, True), ("", True), ("  ", True), ("A curve falls.", False)])
def test_a_picture_needs_a_text_alternative(alt, warned, monkeypatch):
    said = []
    monkeypatch.setattr(accessible.log, "warning", lambda *words, **_: said.append(words))
    image = nodes.image(uri="curve.png", **({} if alt is None else {"alt": alt}))
    accessible.demand_alternatives(None, nodes.paragraph("", "", image))
    assert bool(said) == warned


def repaired(body):
    context = {"body": body}
    accessible.repair(SimpleNamespace(), "page", "page.html", context, None)
    return context["body"]


def test_what_heads_a_table_has_words_or_is_no_heading():
    assert repaired('<th class="head text-right"></th>') == '<td class="head text-right"></td>'
    formula = r'<th class="head"><p><span class="math notranslate nohighlight">\(D_h\)</span></p></th>'
    assert '<p><span class="visually-hidden">Column </span><span class="math' in repaired(formula)
    assert repaired('<th class="head"><p>Symbol</p></th>') == '<th class="head"><p>Symbol</p></th>'


def test_the_bibliography_has_no_roles_that_are_no_longer_allowed():
    entry = '<div class="citation" id="id1" role="doc-biblioentry">'
    assert repaired(f'<div role="list" class="citation-list">{entry}') == \
        '<div class="citation-list"><div class="citation" id="id1">'


def test_no_page_keeps_them(pages):
    for page, text in pages.items():
        assert "doc-biblioentry" not in text, page
