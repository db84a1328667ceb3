"""The benchmark of the grader writes what was measured, and a grade that is not the true one is a failure."""

import json

import pytest

from benchmarks import grading

FOUND = {"set": "ps1", "cpu_ms": 12.3456, "layers": ["walls"]}


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
    assert f"{true} grades are the true ones" in capsys.readouterr().out


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(grading, "bench", lambda *_, **__: FOUND | {"students": 20, "true": 20})
    assert grading.main(["--json", str(tmp_path / "no" / "x.json"), "--sizes", "20"]) == 2
    assert "cannot write the results" in capsys.readouterr().err
