"""The checks tested like a product: what `python -m grading selftest` counts, and that it can fail."""

import time

import numpy as np
import pytest

from grading import mistakes
from grading.__main__ import main
from grading.checks import course, ps1
from grading.checks.diagnosis import diagnose
from grading.checks.proofs import as_order
from grading.files import COURSE, problem_sets
from grading.selftest import run, variants
from grading.selftest.mutants import mutants, solutions

STUDENTS = 20       # the command takes 100
SETS = problem_sets()


@pytest.mark.parametrize("name", SETS)
def test_every_wrong_program_loses_points_and_is_named(name):
    count, faults = run.wrong_programs(name, STUDENTS)
    assert count >= 10 and not faults


@pytest.mark.parametrize("name", SETS)
def test_no_two_mistakes_are_confused(name):
    count, faults = run.pairs(name, 100)
    assert count and not faults


@pytest.mark.parametrize("name", SETS)
def test_right_answers_get_full_marks_and_no_mistake_is_named(name):
    count, faults = run.right_answers(name, STUDENTS)
    assert count and not faults


@pytest.mark.parametrize("name", SETS)
def test_every_mutant_of_the_solutions_is_caught_or_proved_equivalent(name):
    count, _, faults = run.changed_solutions(name)
    assert count >= 20 and not faults


def test_the_catalogue_and_the_mutants_are_as_many_as_they_should_be():
    assert sum(len(mistakes.of(name)) for name in SETS) >= 60
    assert sum(sum(1 for _ in mutants(name, run.table_of(name).TASKS)) for name in SETS) >= 100


@pytest.mark.parametrize("name", SETS)
def test_each_function_has_five_variants_and_a_catalogue(name):
    for function, task in run.table_of(name).TASKS.items():
        assert sum(f == function for f, _ in variants.of(name)) >= 5, function
        named = sum(m.function == function for m in mistakes.of(name))
        assert named >= 2 or task.read is as_order, function    # a proof has a sentence for each false line


@pytest.mark.parametrize("name", SETS)
def test_each_sentence_of_the_catalogue_is_one_and_names_a_known_equation(name):
    for entry in mistakes.of(name):
        assert entry.function in run.table_of(name).TASKS, entry.name
        assert entry.sentence[0].isupper() and entry.sentence.endswith("."), entry.name
        assert entry.equation.startswith("eq-"), entry.name


@pytest.mark.parametrize("name", SETS)
def test_the_points_add_up_to_a_hundred(name):
    assert run.maximum(name) == 100


@pytest.mark.parametrize("name", SETS)
def test_all_visible_checks_of_a_set_take_less_than_two_seconds(name, capsys):
    others, table = run.solved(name), run.table_of(name)
    began = time.process_time()
    for function in table.TASKS:
        table.check(function, others[function])
    assert time.process_time() - began < 2
    assert "missed" not in capsys.readouterr().out


def test_the_chapters_that_the_checks_name_have_these_titles():
    for page, title in course.CHAPTERS.items():
        text = (COURSE / "book" / f"{page}.md").read_text(encoding="utf-8")
        assert f"\n# {title}\n" in f"\n{text}", page


######## that it can fail

def test_a_mistake_that_gets_full_marks_is_a_fault(monkeypatch):
    right = mistakes.Mistake("softmax", "eq-3.1", "Nothing is wrong.", ps1.TASKS["softmax"].reference)
    monkeypatch.setattr("grading.mistakes.ps1.MISTAKES", [right])
    _, faults = run.wrong_programs("ps1", 1)
    assert faults == ["softmax: softmax is taken for None", "softmax: softmax gets full marks from student 0"]


def test_two_mistakes_that_compute_the_same_are_a_fault(monkeypatch):
    one, *_ = (m for m in mistakes.of("ps1") if m.function == "softmax")
    monkeypatch.setattr("grading.mistakes.ps1.MISTAKES", [one, one._replace(sentence="Again.")])
    assert len(run.pairs("ps1", 3)[1]) == 3


def test_a_right_answer_that_loses_points_is_a_fault(monkeypatch):
    monkeypatch.setattr("grading.selftest.variants.ps1.VARIANTS", [("softmax", lambda theta: -theta)])
    assert len(run.right_answers("ps1", 1)[1]) == 1


def test_a_mutant_that_survives_is_a_fault(monkeypatch):
    task = ps1.TASKS["affine"]
    monkeypatch.setitem(ps1.TASKS, "affine", task._replace(visible=task.visible[:1], hidden=()))
    assert any(fault.startswith("survives: affine: return U @ h - b_2")
               for fault in run.changed_solutions("ps1")[2])


def test_the_mutants_come_from_the_worked_solution():
    found = {m.line for m in mutants("ps1", ["affine"])}
    assert {"return U @ h - b_2", "return U @ h", "return b_2"} <= found
    assert "SOLUTION" not in solutions("ps1") and "hidden=True" not in solutions("ps1")


def test_a_right_answer_is_no_mistake_and_an_unknown_one_has_no_name():
    entries = mistakes.of("ps1")
    assert diagnose(ps1.TASKS["softmax"], ps1.TASKS["softmax"].reference, entries) is None
    assert diagnose(ps1.TASKS["softmax"], lambda theta: np.cos(theta), entries) is None
    assert diagnose(ps1.TASKS["softmax"], lambda theta: 1 / 0, entries) is None


def test_the_command_prints_the_counts(capsys):
    assert main(["selftest", "ps1", "--students", "1"]) == 0
    out = capsys.readouterr().out
    assert "wrong programs" in out and "mutants" in out and "every right answer got full marks" in out
    with pytest.raises(SystemExit) as stop:
        main(["selftest", "ps1", "--students", "0"])
    assert stop.value.code == 2
