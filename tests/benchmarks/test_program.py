"""python -m benchmarks: a quick run from end to end, its JSON, its tables and its sentences."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import __main__ as program
from benchmarks import peers, report

ROOT = Path(__file__).parents[2]
MEASURED = ROOT / "book" / "data" / "performance.json"


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """Return the text and the results of a quick run in a process of its own."""
    file = tmp_path_factory.mktemp("bench") / "results.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--sizes", "1x5", "4x7", "--json", file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture(params=["quick", "committed"])
def results(request, quick):
    return quick[1] if request.param == "quick" else json.loads(MEASURED.read_text(encoding="utf-8"))


def test_the_results_have_what_the_page_reads(results):
    assert set(results) == {"machine", "settings", "sizes", "accumulate", "scaling", "memory", "threads",
                            "sampling", "targets"}
    assert set(results["machine"]) == {"processor", "cores", "python", "blas", "numpy", "numba", "torch",
                                       "jax"}
    for size in results["sizes"]:
        assert set(size) == {"B", "D_h", "names", "characters", "peak_gflops", "rows"}
        assert size["characters"] > size["names"] > 0 and size["peak_gflops"] > 0
    for key in ("accumulate", "memory", "threads", "targets"):
        assert results[key]


def test_every_rate_is_characters_over_the_same_seconds_as_names(results):
    for size in results["sizes"]:
        for row in size["rows"]:
            if row["names_per_s"] is not None:
                assert row["characters_per_s"] / row["names_per_s"] == pytest.approx(
                    size["characters"] / size["names"], rel=2e-3)


def test_ours_is_as_fast_as_itself_and_below_the_peak(results):
    for size in results["sizes"]:
        ours = size["rows"][0]
        assert (ours["peer"], ours["ours_is_faster"]) == (peers.OURS, 1.0)
        assert 0 < ours["of_peak"] < 4    # the peak is BLAS's, and BLAS may not use the widest registers


def test_the_results_name_no_machine(results):
    text = json.dumps(results)
    assert not any(word in text for word in ("/home", "/work", "/tmp", "/usr", "\\\\", ".so"))


def test_a_peer_that_is_not_installed_says_so_and_stops_nothing(quick):
    text, results = quick
    for peer in peers.PEERS:
        rates = [row["names_per_s"] for size in results["sizes"] for row in size["rows"]
                 if row["peer"] == peer.name]
        installed = not peer.needs or find_spec(peer.needs) is not None
        assert all((rate is not None) == installed for rate in rates)
        lines = [line for line in text.splitlines() if f": {peer.name} " in line]
        assert len(lines) == len(rates) == 2
        assert all(line.endswith(report.ABSENT) != installed for line in lines)


def test_the_committed_results_come_from_a_full_run_with_every_peer():
    results = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert [(size["B"], size["D_h"]) for size in results["sizes"]] == list(program.Plan().sizes)
    assert [row["T"] for row in results["accumulate"]] == list(program.Plan().lengths)
    assert all(row["names_per_s"] for size in results["sizes"] for row in size["rows"])
    assert all(row["apart"] < 1e-12 for row in results["accumulate"])
    assert not any(target["reached"] is None for target in results["targets"])


def test_a_table_aligns_its_columns():
    assert report.table(["what", "n"], [["a", "1,000"], ["bcdefg", ""]]).splitlines() == [
        "what        n",
        "------  -----",
        "a       1,000",
        "bcdefg"]
    assert report.shown(1234.5) == "1,234"
    assert report.shown(None) == ""


@pytest.mark.parametrize("arguments, sentence", [
    (["--names", "no_such_file"],              "no_such_file: cannot read the names file: No such file"),
    (["--json", "no_such_folder/a.json"],      "cannot write the results: its folder does not exist"),
    (["--quick", "--sizes", "9999x2"],         "names, a batch of 9999 needs more"),
])
def test_bad_input_gets_one_sentence_and_exit_code_2(arguments, sentence, capsys):
    assert program.main(arguments) == 2
    [line] = capsys.readouterr().err.strip().splitlines()
    assert line.startswith("benchmarks: ") and sentence in line


@pytest.mark.parametrize("arguments", [["--sizes", "32"], ["--sizes", "0x5"], ["--rounds", "0"]])
def test_an_option_that_makes_no_sense_ends_with_exit_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        program.main(arguments)
    assert stopped.value.code == 2
    assert arguments[0] in capsys.readouterr().err


def test_help_shows_every_option_with_an_example(capsys):
    with pytest.raises(SystemExit):
        program.main(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    for option in ("--json", "--quick", "--names", "--rounds", "--sizes"):
        assert option in text.partition("examples:")[0] and option in text.partition("examples:")[2]


def test_results_are_rounded_but_counts_are_not():
    found = program.rounded({"a": [123456.789], "n": 123456, "s": "x"})
    assert found == {"a": [123500.0], "n": 123456, "s": "x"}
