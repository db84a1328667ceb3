"""Every attack and every faulty hand-in, graded in classes as a user grades them."""

from grading.__main__ import main
from grading.files import problem_sets
from grading.selftest.security import cases
from grading.selftest.security.run import counts, isolated, printed, run


def test_every_attack_is_withstood_and_every_fault_survived():
    assert isolated(), "nothing isolates the box here"
    verdicts = run(problem_sets())
    assert not [verdict for verdict in verdicts if verdict.problems], printed(verdicts)
    for kind, (tried, held) in counts(verdicts).items():
        assert tried == held == sum(case.kind == kind for case in cases.load())


def test_the_program_prints_what_was_tried_and_says_so_by_its_exit_code(monkeypatch, capsys):
    assert main(["selftest", "--security", "--case", "name-dash"]) == 0
    assert capsys.readouterr().out.endswith("attacks: 1 tried, 1 withstood\nfaults: 0 tried, 0 survived\n")
    monkeypatch.setattr("grading.selftest.security.run.faults_of", lambda *_: ["it earns 1"])
    assert main(["selftest", "--security", "--case", "name-dash"]) == 1
    assert "NOT withstood  ps1  name-dash" in capsys.readouterr().out
