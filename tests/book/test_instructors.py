"""The page for instructors says of the problem sets, the commands and the limits what the code says."""

import json
import re
from pathlib import Path

import problem_sets
from reading import plain

from benchmarks.grading import section
from grading import files, oracle
from grading.box import remote
from grading.checks import call
from grading.commands import PROGRAMS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")


def test_the_page_it_links_has_each_set_with_its_points(pages):
    assert "[](problem_sets.md)" in TEXT
    page = " ".join(plain(pages["problem_sets.html"]).split())
    assert files.problem_sets()
    for name in files.problem_sets():
        at_once, later, by_hand = problem_sets.points(name)
        assert at_once and later
        total = at_once + later + by_hand
        assert f"{total} points: {at_once} for checks that answer at once, {later} for" in page


def test_the_commands_exist():
    named = set(re.findall(r"python -m grading (\w+)", TEXT))
    assert {"grade", "feedback"} <= named <= set(PROGRAMS)
    verbs = set(re.findall(r"^([a-z]+(?: [a-z]+)*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    verbs = {verb for line in verbs for verb in line.split()}
    assert set(re.findall(r"`make (\w+)`", TEXT)) <= verbs


def test_the_files_that_it_names_exist():
    for name in ("CONTRIBUTING.md", "CITATION.cff", "grading/course.toml", "rnn_ref/names/PROVENANCE.md",
                 ".github/workflows"):
        assert f"`{name}`" in TEXT and (ROOT / name).exists(), name


def test_the_time_limits_are_those_of_the_box():
    limits = (f"A call of a function is stopped after {call.SECONDS:g} seconds, a cell is stopped after "
              f"{remote.CELL:g} seconds, and a notebook has {oracle.SECONDS:g} in all")
    assert limits in " ".join(TEXT.split())


def test_the_costs_of_a_large_class_are_those_that_were_measured():
    results = json.loads((ROOT / "book" / "data" / "grading.json").read_text(encoding="utf-8"))
    table, plan = section(results).split("\n\n")
    assert table in TEXT and plan in TEXT
    assert all(one["true"] == one["students"] for one in results["classes"])
