"""The benchmark of the grader writes what was measured, and a grade that is not the true one is a failure."""

import json

import pytest

from benchmarks import grading

FOUND = {"set": "ps1", "cpu_ms": 12.3456, "writer_ms": 2.0, "ours_mb": 300.0, "disk_kb": 50.0, "ratio": 30.9}


@pytest.mark.parametrize("true, code", [(20, 0), (19, 1)])
def test_the_results_are_written(true, code, tmp_path, monkeypatch, capsys):
    asked = []

    def bench(name, students, rounds, stock):
        asked.append((name, students, rounds, stock))
        return FOUND | {"students": students, "true": true}
    monkeypatch.setattr(grading, "bench", bench)
    path = tmp_path / "grading.json"
    assert grading.main(["--json", str(path), "--sizes", "20"]) == code
    assert asked == [("ps1", *grading.SIZES[0])]
    results = json.loads(path.read_text())
    assert results["classes"] == [FOUND | {"cpu_ms": 12.35, "students": 20, "true": true}]
    assert set(results["machine"]) == {"processor", "cores", "python", "numpy"}
    said = capsys.readouterr().out
    assert f"{true} of 20 grades are the true ones" in said
    assert "| 20 | 12 ms | 2.0 ms | 300 MB | 31 |" in said


def test_the_plan_multiplies_what_one_submission_costs():
    lines = grading.plan(FOUND | {"cpu_ms": 38.0})
    assert "36 ms each, together 1.0 hours" in lines[0] and "together 3 minutes" in lines[1]
    assert "about 19 cores" in lines[1] and "Two cores take about 0.5 hours" in lines[2]
    assert lines[3].endswith("together 5.0 GB.")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(grading, "bench", lambda *_, **__: FOUND | {"students": 20, "true": 20})
    assert grading.main(["--json", str(tmp_path / "no" / "x.json"), "--sizes", "20"]) == 2
    assert "cannot write the results" in capsys.readouterr().err
