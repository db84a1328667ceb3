import os
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


def test_windows_cut_the_joined_names_and_drop_what_begins_or_ends_with_an_end():
    xs, ys = data.windows(["abc", "ab", "cab"], "\nabc", 3)    # abc, END ab, END ca, b
    assert [x.tolist() for x in xs] == [[1, 2]]
    assert [y.tolist() for y in ys] == [[2, 3]]


@pytest.mark.parametrize("names, length, found", [
    (["ab", "ba"], 16, 5), (["ab", "ba", "ab"], 3, 8), ([], 4, 0),
])
def test_names_without_a_single_window_are_named(names, length, found):
    with pytest.raises(data.BadInput, match=f"^names: expected at least one piece of {length} characters "
                                            f"with a letter at both ends, found none in {found}; add names"):
        data.windows(names, "\nab", length)


def test_a_symbol_of_a_window_outside_the_alphabet_is_named():
    with pytest.raises(ValueError, match=r"^names: the symbol 'z' is not in the alphabet"):
        data.windows(["az"], "\nab", 2)


@pytest.mark.parametrize("share", [1e-9, 0.5, 0.999, 1 - 1e-16])
def test_a_split_leaves_a_name_on_either_side(share):
    training, held_out = data.split_names(["a", "b", "c"], held_out=share)
    assert training and held_out and sorted(training + held_out) == ["a", "b", "c"]


@pytest.mark.parametrize("options, sentence", [
    ({"held_out": 1.0},          r"held_out: expected a share between 0 and 1, got 1\.0"),
    ({"held_out": 2},            "held_out: expected a share between 0 and 1, got 2"),
    ({"held_out": -1},           "held_out: expected a share between 0 and 1, got -1"),
    ({"held_out": float("nan")}, "held_out: expected a share between 0 and 1, got nan"),
    ({"held_out": None},         "held_out: expected a share between 0 and 1, got None"),
    ({"seed": -1},               "seed: expected a whole number from 0 on, got -1"),
])
def test_a_split_that_cannot_be_made_is_named(options, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        data.split_names(["a", "b", "c"], **options)


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


def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(data.BadInput, match="cannot read the names file: expected a regular file"):
        data.read_names(tmp_path / "pipe")


def test_a_missing_names_file_is_named(tmp_path):
    with pytest.raises(data.BadInput, match=r"nowhere\.txt: cannot read the names file: No such file"):
        data.read_names(tmp_path / "nowhere.txt")
