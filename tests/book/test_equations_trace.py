"""Every id leads from page to function, test and exercise and back; an id missing on a side is named."""

import re

import pytest
from equation_index import faults, unseen
from reading import elements, plain

from book.equations import sources, trace
from book.equations.display import of_entry
from book.equations.entries import read

PAGE = "# Page\n\n$$\nJ\n= \\sum_{t=1}^{T} J^{(t)}\n$$ (ID)\n"
ENTRY = '["ID"]\nsays = "A sum."\nleft = "J"\nright = "S(J[t], t, 1, T)"\n'
FUNCTION = 'def total():\n    """Return J. Equation ID."""\n    return 0\n'
TEST = '"""About ID."""\n'
SOLUTION = "# %% [markdown]\n# ## 1. The sum\n# Equation ID.\n"
FILES = {"book/page.md": PAGE, "book/equations/page.toml": ENTRY, "rnn_ref/sums.py": FUNCTION,
         "tests/test_sums.py": TEST, "solutions/ps1/ps1.py": SOLUTION}
A, B = "eq" "-a", "eq" "-b"    # no ids of the book


@pytest.fixture
def repository(tmp_path):
    """Return a function that writes a small repository, some files changed, and says what is missing."""
    def gaps(**changed):
        for name, text in (FILES | {key.replace("__", "/"): text for key, text in changed.items()}).items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("ID", A), encoding="utf-8")
        return list(trace.gaps(tmp_path))
    return gaps


def test_a_complete_repository_has_no_gap(repository, tmp_path):
    assert repository() == []
    [entry] = read(tmp_path / "book" / "equations").values()
    assert trace.sides(entry, tmp_path) == [["rnn_ref.sums.total"], ["test_sums.py"], [("ps1", "1. The sum")]]


@pytest.mark.parametrize("name, text, said", [
    ("book/page.md", PAGE + PAGE.replace("ID", B), f"{B}: page.md prints it, and book/equations has no"),
    ("book/page.md", "# Page\n", f"{A}: it has an entry in page.toml, and no page prints it"),
    ("book/page.md", PAGE.replace("t=1", "t=0"), f"{A}: page.md does not print what is verified"),
    ("book/page.md", PAGE.replace("J^{(t)}", "J^{(T)}"), f"{A}: page.md does not print what is verified"),
    ("rnn_ref/sums.py", FUNCTION + f"# {B}\n", f"{B}: rnn_ref/sums.py names it, and no equation has this id"),
    ("tests/test_sums.py", f"# {B}\n", f"{B}: tests/test_sums.py names it, and no equation has this id"),
    ("solutions/ps1/ps1.py", SOLUTION + f"# {B}\n", f"{B}: solutions/ps1/ps1.py names it, and no equation"),
    ("rnn_ref/sums.py", "", f"{A}: no function of rnn_ref or benchmarks names it"),
    ("solutions/ps1/ps1.py", "", f"{A}: no problem set names it"),
    ("book/equations/page.toml", ENTRY + 'exercise = "later"\n', f"{A}: `exercise` may say \"none: the"),
    ("book/equations/page.toml", ENTRY + 'code = "none: nothing"\n', f"{A}: take out the reason in `code`: "),
])
def test_a_gap_is_named(repository, name, text, said):
    found = repository(**{name: text})
    assert len(found) == 1 and found[0].startswith(said), found


def test_a_reason_closes_a_gap(repository):
    assert not repository(**{"rnn_ref/sums.py": "", "solutions/ps1/ps1.py": "", "book/equations/page.toml":
                             ENTRY + 'code = "none: a step"\nexercise = "none: worked on the page"\n'})


@pytest.mark.parametrize("right, wrong", [("- yhat @", "+ yhat @"), ("yhat @ yhat.T", "yhat @ yhat")])
def test_a_slip_in_an_entry_and_on_its_page_makes_the_build_fail(right, wrong, tmp_path, monkeypatch):
    label, entries = "eq-softmax-jacobian", read()
    page = entries[label].page
    assert not list(faults(entries, {page}))
    text = (trace.ROOT / "book" / "equations" / f"{page}.toml").read_text(encoding="utf-8")
    assert text.count(right) == 1
    (tmp_path / f"{page}.toml").write_text(text.replace(right, wrong), encoding="utf-8")
    entries[label] = read(tmp_path)[label]
    assert [s.partition(":")[0] for s in faults(entries, set())] == [label]    # the page prints otherwise
    monkeypatch.setitem(trace.printed(trace.ROOT), label, (page, of_entry(entries[label])))
    [sentence] = faults(entries, {page})
    assert sentence.startswith(f"{label}: ")


def test_a_label_in_another_form_is_named():
    """Sphinx knows more forms of a labeled equation than the one that is compared with the entries."""
    assert not list(unseen("eq-delta", "accumulation"))
    [sentence] = unseen(A, "page")
    assert sentence.startswith(f"{A}: page.md labels it in a form that is not compared")


def test_the_book_has_no_gap():
    assert list(trace.gaps()) == []


def test_the_index_has_every_equation_with_its_sides(pages):
    index = pages["equation_index.html"]
    item = r'<dt><a class="reference internal" href="[^"]*#(eq-[^"]+)".*?</dt>\s*<dd>(.*?)</dd>'
    items = dict(re.findall(item, index, re.S))
    assert set(items) == set(read())
    for label, entry in read().items():
        text = plain(items[label])
        assert text.split("Function:")[0].strip() and "test_equations_verified.py" in text, label
        for side in ("Function:", "Test:", "Exercise:"):
            assert re.search(rf"{side} *\S", text), f"{label}: {side}"
        assert items[label].count("#source-") == len(trace.sides(entry)[0]), label


def test_every_function_that_names_an_equation_is_linked_to_its_source(pages):
    anchors = {attrs.get("id") for page in pages.values() for _, attrs in elements(page, "div")}
    named = {name for names in sources.functions(trace.ROOT).values() for name in names}
    assert {f"source-{name.lower()}" for name in named} <= anchors
