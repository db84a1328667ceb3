"""Every attack and every faulty hand-in, graded in classes as a user grades them."""

import pytest

from grading.__main__ import main
from grading.selftest.security import cases
from grading.selftest.security.run import counts, isolated, printed, run


@pytest.mark.parametrize("sets", [("ps1",), ("ps2",), ("ps3",), ("ps4",)], ids="-".join)
def test_every_attack_is_withstood_and_every_fault_survived(sets):
    assert isolated(), "nothing isolates the box here"
    verdicts, mine = run(sets), [case for case in cases.load() if case.set in sets]
    assert not [verdict for verdict in verdicts if verdict.problems], printed(verdicts)
    for kind, (tried, held) in counts(verdicts).items():
        assert tried == held == sum(case.kind == kind for case in mine)


def test_the_program_prints_what_was_tried_and_says_so_by_its_exit_code(monkeypatch, capsys):
    assert main(["selftest", "--security", "--case", "name-dash"]) == 0
    assert capsys.readouterr().out.endswith("attacks: 1 tried, 1 withstood\nfaults: 0 tried, 0 survived\n")
    monkeypatch.setattr("grading.selftest.security.run.faults_of", lambda *_: ["it earns 1"])
    assert main(["selftest", "--security", "--case", "name-dash"]) == 1
    assert "NOT withstood  ps1  name-dash" in capsys.readouterr().out
