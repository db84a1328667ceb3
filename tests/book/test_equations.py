"""Equation ids: one anchor each, the number that the reader sees, and the code that names them."""

import re
from pathlib import Path

import pytest
from reading import equations, plain

ROOT = Path(__file__).parents[2]
ID = re.compile(r"\beq-(?:\d+(?:\.\d+)+|[a-z]\w*(?:-\w+)*)")
KEY = re.compile(r"\[([A-Z][A-Za-z]+\d{4}[a-z]?)\]")
MODEL = ("activations", "softmax", "unit", "params")    # the modules that chapter "The model" explains
SEEDS = {"eq-1.1", "eq-1.2", "eq-2.1", "eq-3.1", "eq-3.2", "eq-3.3"}


@pytest.fixture(scope="module")
def anchored(pages):
    """Return {id: (page, number, TeX)} of the whole site; an id that stands twice fails."""
    found = {}
    for page, text in pages.items():
        for label, (number, tex) in equations(text).items():
            assert label not in found, f"{label} stands in {found[label][0]} and in {page}"
            found[label] = page, number, tex
    return found


def code_ids(module):
    return set(ID.findall((ROOT / "rnn_ref" / f"{module}.py").read_text(encoding="utf-8")))


def test_the_model_has_the_six_numbered_equations(anchored):
    assert {label for label, (page, _, _) in anchored.items() if page == "model.html"} >= SEEDS


@pytest.mark.parametrize("module", MODEL)
def test_every_id_that_the_code_of_the_model_names_has_an_anchor(module, anchored):
    named = code_ids(module)
    assert named
    assert named <= set(anchored)


def test_the_equation_shows_its_id(anchored):
    for label, (page, shown, _) in anchored.items():
        assert shown == label, f"{page}: {label} shows {shown}"


def test_every_link_to_an_equation_shows_its_id(pages):
    link = re.compile(r'<a class="reference internal" href="[^"]*#(eq-[^"]+)"[^>]*>(.*?)</a>')
    found = [(label, plain(shown)) for text in pages.values() for label, shown in link.findall(text)]
    assert len(found) > 30
    assert all(label == shown for label, shown in found)


def test_every_source_that_the_code_names_is_in_the_bibliography():
    entries = set(re.findall(r"@\w+\{(\w+),", (ROOT / "book/references.bib").read_text(encoding="utf-8")))
    named = {key: file.name for file in (ROOT / "rnn_ref").rglob("*.py")
             for key in KEY.findall(file.read_text(encoding="utf-8"))}
    assert named
    missing = {key: name for key, name in named.items() if key not in entries}
    assert not missing, f"add these keys to book/references.bib: {missing}"
