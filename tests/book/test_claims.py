"""Claims and proofs: names from their labels, anchors, links, and refusals, in a book of two pages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from reading import ids, plain

EXTENSIONS = Path(__file__).parents[2] / "book" / "_ext"
CLAIM = """
:::{prf:claim} A title with $h^{(t)}$
:label: claim-2
It holds.
:::
"""
OTHER = """
:::{prf:lemma} A sum of sums
:label: lemma-sum
It holds, too.
:::

:::{prf:proof} of {prf:ref}`claim-2`
The last step.
:::

See {prf:ref}`claim-2`, {prf:ref}`lemma-sum`, {prf:ref}`this <claim-2>` and [](claim-2).
"""


def build(folder, index, second):
    """Build a book of two pages; return the exit code, what it said, and the pages."""
    (folder / "conf.py").write_text("import sys\n"
                                    f"sys.path.insert(0, {str(EXTENSIONS)!r})\n"
                                    "extensions = ['myst_parser', 'claims']\n"
                                    "myst_enable_extensions = ['colon_fence', 'dollarmath']\n")
    (folder / "index.md").write_text(f"# One\n{index}\n\n```{{toctree}}\nsecond\n```\n")
    (folder / "second.md").write_text(f"# Two\n{second}\n")
    run = subprocess.run([sys.executable, "-m", "sphinx", "-nWq", "--keep-going", folder, folder / "html"],
                         capture_output=True, text=True)
    pages = [folder / "html" / name for name in ("index.html", "second.html")]
    return run.returncode, run.stderr, [page.read_text() for page in pages if page.exists()]


def test_a_claim_has_the_name_and_the_anchor_of_its_label_on_every_page(tmp_path):
    code, said, (first, second) = build(tmp_path, CLAIM, OTHER)
    assert code == 0, said
    assert "claim-2" in ids(first) and "lemma-sum" in ids(second)
    assert 'href="#claim-2"' in first    # the permalink
    links = re.compile(r'<a class="reference internal" href="[^"]*#(?:claim-2|lemma-sum)"[^>]*>(.*?)</a>')
    shown = [plain(text) for text in links.findall(second)]
    assert shown == ["Claim 2", "Claim 2", "A sum of sums", "this", "Claim 2"]
    assert re.search(r"Proof of.*The last step\..*\\square", second, re.S)


def test_a_page_of_the_same_name_leaves_the_anchor_to_the_claim(tmp_path):
    section = CLAIM.replace("claim-2", "claim-3")
    code, said, (_, second) = build(tmp_path, CLAIM, f"## Claim 3\n{section}\n## Claim 3\n\nText.")
    assert code == 0, said
    found = ids(second)
    assert len(found) == len(set(found)) and "about-claim-3" in found
    assert re.search(r'<div class="[^"]*statement[^"]*" id="claim-3"', second)


@pytest.mark.parametrize("second, sentence", [
    (":::{prf:claim} No label\nIt holds.\n:::", "expected a label such as claim-1"),
    (":::{prf:claim} Wrong label\n:label: lemma-1\nIt holds.\n:::", "expected a label such as claim-1"),
    (CLAIM, "'claim-2' stands in index already"),
    ("{prf:ref}`claim-9`", "no statement has the label claim-9")])
def test_what_would_lead_nowhere_fails_the_build(second, sentence, tmp_path):
    code, said, _ = build(tmp_path, CLAIM, second)
    assert code != 0 and sentence in said
