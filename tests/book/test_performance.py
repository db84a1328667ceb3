"""The page "Performance" shows the stored results and nothing else."""

import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import charts
import pytest
from reading import equations, plain

from benchmarks.clock import gemm_operations

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def results():
    return json.loads((ROOT / "book" / "data" / "performance.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(pages):
    return pages["performance.html"]


def cells(page):
    """Return every row of every table as a list of texts."""
    return [[plain(cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S)]


def test_the_table_has_our_rate_and_each_factor(page, results):
    rows = cells(page)
    for size in results["sizes"]:
        ours, *others = size["rows"]
        factors = [f"{row['ours_is_faster']:.1f}" for row in others]
        wanted = [str(size["B"]), str(size["D_h"]), f"{ours['names_per_s']:,.0f}", *factors]
        assert any(row[:len(wanted)] == wanted for row in rows)


def test_the_losses_on_the_page_are_the_stored_ones(page):
    stored = json.loads((ROOT / "book" / "data" / "quality.json").read_text(encoding="utf-8"))
    rows = {row[0]: row[1:] for row in cells(page) if row}
    for model in stored:
        losses = model["losses"]
        assert len(losses) == 5
        assert rows[model["model"]][:3] == [f"{x:.3f}" for x in (sum(losses) / 5, min(losses), max(losses))]


def test_every_target_stands_on_the_page_with_what_was_reached(page, results):
    rows = {row[0]: row[1:] for row in cells(page) if row}
    for target in results["targets"]:
        assert rows[target["what"]] == [f"{target['least']:,g}", f"{target['reached']:,.2f}",
                                        "yes" if target["met"] else "no"]


def test_the_sentences_take_their_measured_numbers_from_the_results(page, results):
    source = (ROOT / "book" / "performance.md").read_text(encoding="utf-8")
    shown = re.findall(r'<span class="pasted-text">(.*?)</span>', page)
    assert len(shown) == len(re.findall(r"\{glue:text\}`[\w-]+`", source)) > 20
    rates = {(size["B"], size["D_h"]): size["rows"][0]["names_per_s"] for size in results["sizes"]}
    assert f"{rates[32, 100]:,.0f}" in shown
    assert f"{results['sampling']['names_per_s']:,.0f}" in shown
    code, formulas, head = r"```.*?```|`[^`]*`", r"\$\$.*?\$\$|\$[^$]*\$", r"^---.*?^---"
    sentences = re.sub(f"{code}|{formulas}|{head}", "", source, flags=re.S | re.M)
    # What is left are sizes that the sentences are about, not measurements.
    assert set(re.findall(r"\d[\d.,]*\b", sentences)) <= {"1", "32", "50", "100", "256", "512"}


def test_the_figure_has_a_mark_for_each_factor_in_its_place(results):
    svg = ElementTree.fromstring(charts.speedups())
    found = [tuple(map(float, re.findall(r"[\d.]+", g.get("transform")))) for g in svg.iter("g")]
    marks = found[len(charts.MARKS):]    # the legend comes first
    factors = [row["ours_is_faster"] for size in results["sizes"] for row in size["rows"]
               if row["peer"] in charts.MARKS]
    assert len(marks) == len(factors)
    (low, a), (high, b) = sorted(zip(factors, (x for x, _ in marks), strict=True))[::len(factors) - 1]
    for factor, (x, _) in zip(factors, marks, strict=True):
        share = math.log(factor / low) / math.log(high / low)
        assert x == pytest.approx(a + share * (b - a), abs=0.2)


def test_the_floor_on_the_page_is_the_one_that_is_computed(page):
    _, tex = equations(page)["eq-gemm-floor"]
    terms = "".join(tex.split()).replace(r"\,", "").replace(r"\cdot", "*").replace("D_h^2", "*D_h**2")
    formula = terms.replace("VD_h", "*V*D_h").replace("2(", "2*(").replace("2N", "2*N").replace("**D", "*D")
    sizes = {"N": 101, "B": 7, "D_h": 13, "V": 29}
    assert eval(formula, {}, sizes) == gemm_operations(**sizes)
