"""The landing page: the numbers in it, and a line for every chapter."""

import re
from pathlib import Path

import yaml
from reading import plain

from book import slips
from book.equations import entries

ROOT = Path(__file__).parents[2]


def test_the_page_counts_what_the_registry_and_the_errata_hold(pages):
    text = " ".join(plain(pages["index.html"]).split())
    wrong = [label for label in slips.entries() if label.startswith("err-")]
    assert f"Each of the {len(entries.read())} numbered equations" in text
    assert f"lists {len(wrong)} slips" in text


def test_every_page_of_the_course_has_a_line_or_a_link():
    toc = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
    source = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
    chapters = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    numbered = re.findall(r"^\d+\. \[\]\((\w+)\.md\): \S", source, re.M)
    assert numbered == chapters[:16]
    assert all(f"[]({chapter}.md)" in source for chapter in chapters if not chapter.startswith("sets/"))
    assert "[](problem_sets.md)" in source      # which leads to the pages of the sets
