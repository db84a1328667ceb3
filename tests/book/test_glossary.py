"""The glossary: in alphabetical order, each term with an anchor of its own and a link to a chapter."""

import re
from pathlib import Path

BOOK = Path(__file__).parents[2] / "book"
TEXT = (BOOK / "glossary.md").read_text(encoding="utf-8").split("```{glossary}\n")[1].split("```")[0]
TERMS = dict(re.findall(r"^(\S.*)\n((?:  .*\n)+)", TEXT, re.M))


def test_the_terms_are_in_alphabetical_order():
    assert len(TERMS) > 70 and list(TERMS) == sorted(TERMS, key=str.lower)


def test_each_term_names_a_chapter_that_exists():
    for term, about in TERMS.items():
        chapters = re.findall(r"\[\]\((\w+\.md)\)", about)
        assert chapters and all((BOOK / chapter).exists() for chapter in chapters), term


def test_every_term_is_linked_by_its_own_anchor(pages):
    page = pages["glossary.html"]
    assert len(re.findall(r'<dt id="term-', page)) == len(TERMS)
