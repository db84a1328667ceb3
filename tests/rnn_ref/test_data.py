import re

import numpy as np
import pytest

from rnn_ref import data

NAMES = data.read_names()


def test_the_bundled_names_are_1318_distinct_sorted_a_to_z():
    assert len(NAMES) == 1318
    assert sorted(set(NAMES)) == NAMES
    assert all(re.fullmatch("[a-z]{3,23}", name) for name in NAMES)
    assert "".join(sorted(set("".join(NAMES)))) == "abcdefghijklmnopqrstuvwxyz"


def test_the_bundled_file_is_what_read_names_says_one_a_line():
    assert data.DINOSAURS.read_text(encoding="utf-8") == "".join(name + "\n" for name in NAMES)
    assert "1,318" in (data.DINOSAURS.parent / "PROVENANCE.md").read_text(encoding="utf-8")


def test_the_alphabet_is_sorted_with_the_end_symbol_first():
    assert data.alphabet_of(["cab", "bad"]) == "\nabcd"


def test_a_name_is_a_sequence_of_its_own_ended_and_started_by_the_end_symbol():
    xs, ys = data.encode(["abba", "b"], "\nab")
    assert [x.tolist() for x in xs] == [[0, 1, 2, 2, 1], [0, 2]]
    assert [y.tolist() for y in ys] == [[1, 2, 2, 1, 0], [2, 0]]


def test_a_symbol_outside_the_alphabet_is_named():
    with pytest.raises(ValueError, match="the symbol 'z' is not in the alphabet"):
        data.encode(["az"], "\nab")


def test_the_split_follows_the_seeded_permutation_and_loses_nothing():
    training, held_out = data.split_names(NAMES, seed=3)
    order = np.random.default_rng(3).permutation(1318)
    assert held_out == [NAMES[i] for i in order[:131]]
    assert sorted(training + held_out) == NAMES
    assert data.split_names(NAMES, seed=4).held_out != held_out


def test_reading_drops_blank_lines_repeats_and_capitals(tmp_path):
    file = tmp_path / "names.txt"
    file.write_text("Rex\r\n\nankylo\nrex\n  Zuul \n", encoding="utf-8")
    assert data.read_names(file) == ["ankylo", "rex", "zuul"]


@pytest.mark.parametrize("content, reason", [
    (b"",                     "expected at least two names, one a line, found 0"),
    (b"only\n",               "expected at least two names, one a line, found 1"),
    (b"rex\ncaf\xe9\n",       "byte 7 is not UTF-8"),
    (b"rex\n" + b"a" * 65,    "has 65 characters, the limit is 64"),
    (b"rex\n\x00zuul\n",      "line 2 has a control character"),
])
def test_a_bad_names_file_is_named_with_the_reason(tmp_path, content, reason):
    file = tmp_path / "names.txt"
    file.write_bytes(content)
    with pytest.raises(data.BadInput, match=f"^{re.escape(str(file))}: .*{reason}"):
        data.read_names(file)


def test_a_missing_names_file_is_named(tmp_path):
    with pytest.raises(data.BadInput, match=r"nowhere\.txt: cannot read the names file: No such file"):
        data.read_names(tmp_path / "nowhere.txt")
