"""The bench: both graders grade one class, and the grades are true. How fast they are is no test."""

import json

import pytest

from grading.__main__ import main
from grading.bench import measured
from grading.memory import Peak, family


@pytest.mark.parametrize("arguments, names", [
    (("--students", "2", "--rounds", "2", "--jobs", "1"), {"ratio", "ours_per_s", "stock_per_s", "floor_ms"}),
    (("ps2", "--students", "4", "--rounds", "1", "--jobs", "2", "--stock", "0"), {"ours_per_s", "cpu_ms"}),
])
def test_bench_grades_a_class_and_says_how_long_it_took(arguments, names, capsys):
    assert main(["bench", *arguments, "--json"]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    found = json.loads(last)
    assert names <= set(found) and all(found[name] > 0 for name in names)
    assert ("stock_per_s" in found) == ("--stock" not in arguments)
    assert found["true"] == found["students"] == int(arguments[arguments.index("--students") + 1])
    assert any(line.startswith("this grader") for line in lines) and lines[-1].startswith("Isolation: walls")


def test_medians_are_taken_over_the_rounds():
    rounds = [{"ours": 2.0, "stock": stock, "ours_mb": 10.0, "stock_mb": 5.0, "cpu": 4.0, "writer": 1.0}
              for stock in (1.0, 3.0, 9.0)]
    found = measured(rounds, students=4)
    assert (found["stock_ms"], found["ours_ms"], found["ratio"]) == (3000, 500, 6)
    assert (found["ours_per_s"], found["cpu_ms"], found["writer_ms"]) == (2, 1000, 250)


def test_a_peak_is_seen_while_the_block_runs():
    with Peak() as peak:
        held = bytearray(200_000_000)
        held[::4096] = b"x" * len(held[::4096])
        peak.over.wait(1.0)
    with Peak() as after:
        del held
        after.over.wait(1.0)
    with Peak(others=family()) as nobody:
        nobody.over.wait(1.0)
    assert nobody.megabytes == 0
    assert peak.megabytes > after.megabytes + 100 and peak.seconds > 0
