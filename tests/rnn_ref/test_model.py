import re
import stat

import numpy as np
import pytest

import rnn_ref
from rnn_ref.data import BadInput

MODEL = rnn_ref.Model(rnn_ref.init_params(4, 3, dtype=np.float32), "\nab", "tanh")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "deep" / "model.npz"
    rnn_ref.save_model(MODEL, path)
    return path


def test_what_was_saved_is_loaded(file):
    loaded = rnn_ref.load_model(file)
    assert loaded[1:] == ("\nab", "tanh")
    for a, b in zip(loaded.params, MODEL.params, strict=True):
        np.testing.assert_array_equal(a, b)
        assert a.dtype == b.dtype


def test_the_file_holds_no_pickle_and_stands_alone(file):
    with np.load(file, allow_pickle=False) as arrays:
        assert {*rnn_ref.Params._fields, "alphabet", "activation", "version"} == set(arrays.files)
    assert [p.name for p in file.parent.iterdir()] == ["model.npz"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


@pytest.mark.parametrize("keep", [0, 10, 200, 0.5, 0.99])
def test_a_file_cut_short_is_named(file, keep):
    whole = file.read_bytes()
    file.write_bytes(whole[:keep if isinstance(keep, int) else int(keep * len(whole))])
    with pytest.raises(BadInput, match=f"^{re.escape(str(file))}: not a model file, or cut short"):
        rnn_ref.load_model(file)


def test_a_damaged_byte_is_noticed(file):
    whole = bytearray(file.read_bytes())
    whole[whole.index(MODEL.params.W_h.tobytes())] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(BadInput, match=re.escape(str(file))):
        rnn_ref.load_model(file)


def stored(file, **changes):
    with np.load(file) as arrays:
        kept = {name: arrays[name] for name in arrays.files} | changes
    np.savez(file, **{name: value for name, value in kept.items() if value is not None})


@pytest.mark.parametrize("changes, reason", [
    ({"version": 2},                "has version 2, this program reads version 1"),
    ({"version": None},             "has version None, this program reads version 1"),
    ({"U": None},                   "lacks 'U'"),
    ({"b_1": np.zeros(9)},          r"does not fit together: b_1: expected shape \(4,\), got \(9,\)"),
    ({"alphabet": "\nabc"},         "does not fit together: alphabet: expected 3 symbols, got 4"),
    ({"activation": "relu"},        "does not fit together: activation: expected one of"),
    ({"U": np.full((3, 4), np.nan)}, "does not fit together: U: expected finite numbers"),
    ({"U": np.ones((3, 4), complex)}, "does not fit together: U: expected real numbers, got complex128"),
    ({"alphabet": "\naa"},          "does not fit together: alphabet: expected different characters"),
    ({"alphabet": "abc"},           r"alphabet: expected different characters, '\\n' first, got 'abc'"),
    ({"alphabet": "\na\udc80"},     r"alphabet: expected different characters, .* got '\\na\\udc80'"),
    ({"alphabet": list("\nab")},    r"alphabet: expected a text, got shape \(3,\) of <U1"),
    ({"alphabet": b"\nab"},         r"alphabet: expected a text, got shape \(\) of \|S3"),
    ({"U": np.full((3, 4), "x")},   "does not fit together: U: expected numbers"),
])
def test_a_file_of_another_kind_is_named_with_the_reason(file, changes, reason):
    stored(file, **changes)
    with pytest.raises(BadInput, match=f"^{re.escape(str(file))}: .*{reason}"):
        rnn_ref.load_model(file)


def test_a_missing_file_and_a_wrong_ending_are_named(tmp_path):
    with pytest.raises(BadInput, match=r"none\.npz: cannot read the model file: No such file"):
        rnn_ref.load_model(tmp_path / "none.npz")
    with pytest.raises(BadInput, match=r"model\.pkl: expected the name of a model file to end in \.npz"):
        rnn_ref.save_model(MODEL, tmp_path / "model.pkl")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_save_leaves_the_old_file_and_nothing_beside_it(file, monkeypatch):
    before = file.read_bytes()

    def disk_full(*args, **arrays):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", disk_full)
    with pytest.raises(BadInput, match="cannot write the model file: No space left on device"):
        rnn_ref.save_model(MODEL, file)
    assert file.read_bytes() == before
    assert [p.name for p in file.parent.iterdir()] == ["model.npz"]
