import os
import re
import zipfile

import numpy as np
import pytest

from rnn_ref import files
from rnn_ref.files import BadInput, load_arrays, save_arrays

ARRAYS = {"w": np.arange(12.0), "text": "\nab"}
DAMAGED = "not a toy file, or cut short; train again to get a whole one"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "toy.npz"
    save_arrays(path, "toy", 1, ARRAYS)
    return path


def load(path, names=("w", "text")):
    return load_arrays(path, "toy", 1, names)


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path, compression=zipfile.ZIP_STORED, **changes):
    """Write the .npz file again with the bytes of some arrays changed: the checksums stay right."""
    content = members(path) | {f"{name}.npy": value for name, value in changes.items()}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, value in content.items():
            archive.writestr(name, value)


def npy(header, data=b""):
    """The bytes of an array with that header, whether or not it makes sense."""
    text = header.encode("latin1") + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


def sentence(path, names=("w", "text")):
    with pytest.raises(BadInput) as caught:
        load(path, names)
    found = str(caught.value)
    assert found.startswith(f"{path}: ") and "\n" not in found
    return found.removeprefix(f"{path}: ")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_what_was_saved_is_loaded(file, compression):
    rewrite(file, compression)
    stored = load(file)
    assert list(stored) == ["w", "text"]
    np.testing.assert_array_equal(stored["w"], ARRAYS["w"])
    assert str(stored["text"]) == "\nab"


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_flipped_bit_is_noticed_or_harmless(file, compression):
    rewrite(file, compression)
    whole = file.read_bytes()
    for i in range(len(whole)):
        file.write_bytes(whole[:i] + bytes([whole[i] ^ 1 << i % 8]) + whole[i + 1:])
        try:
            stored = load(file)
        except BadInput as error:
            assert str(error).startswith(f"{file}: ") and "\n" not in str(error)
        else:    # a date or a comment, nothing that was stored
            np.testing.assert_array_equal(stored["w"], ARRAYS["w"])
            assert str(stored["text"]) == "\nab"


def test_a_single_array_is_not_a_file_of_arrays(tmp_path):
    np.save(tmp_path / "one.npy", np.zeros(3))
    assert sentence(tmp_path / "one.npy") == DAMAGED


def test_an_encrypted_file_is_named(file):
    whole = bytearray(file.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):    # the flags before a member and behind
        for found in re.finditer(re.escape(mark), bytes(whole)):
            whole[found.start() + offset] |= 1
    file.write_bytes(whole)
    assert sentence(file) == DAMAGED


@pytest.mark.parametrize("header", [
    "{'descr': '<f8', 'fortran_order': False, 'shape': (3",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (3L,",
    "{'descr': '<f8', 'fortran_order': False, 'shape': '12'}",
    "{'descr': 'zz', 'fortran_order': False, 'shape': (12,)}",
    "{'descr': '|O', 'fortran_order': False, 'shape': (12,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (13,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (11,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (12,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}",
    f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({10**15},)}}",
    f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({10**30},)}}",
    f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({2**32}, {2**32})}}",
    "(" * 5000, "\0", "'''",
])
def test_an_array_whose_header_is_wrong_is_named(file, header):
    rewrite(file, w=npy(header, ARRAYS["w"].tobytes()))
    assert sentence(file) == DAMAGED


def test_only_the_named_arrays_are_read(file):
    rewrite(file, other=b"no array at all")
    assert list(load(file, ["w"])) == ["w"]
    assert sentence(file, ["w", "other"]) == DAMAGED


def test_an_array_that_is_too_large_is_refused_before_it_is_read(file, monkeypatch):
    rewrite(file, zipfile.ZIP_DEFLATED, w=b"no array: reading it would say so" * 1000)
    monkeypatch.setattr(files, "LARGEST_ARRAY", 8000)
    assert sentence(file) == "expected arrays of at most 8,000 bytes, but 'w' has 33,000"


def test_a_version_that_is_no_single_number_and_a_missing_array_are_named(file):
    assert sentence(file, ["w", "v"]) == "the toy file lacks 'v'"
    save_arrays(file, "toy", [1, 1], ARRAYS)
    assert sentence(file) == "the toy file has version [1 1], this program reads version 1"


@pytest.mark.parametrize("read", [load, lambda path: files.read_text(path, "toy file")])
def test_what_is_no_regular_file_is_refused_at_once(tmp_path, read):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, "/dev/zero"):
        with pytest.raises(BadInput) as caught:
            read(path)
        assert str(caught.value) == (f"{path}: cannot read the toy file: expected a regular file, no folder, "
                                     "pipe or device")


def test_a_text_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(100_000_001)    # a hole: nothing is written
    with pytest.raises(BadInput, match=r"large\.txt: expected a toy of at most 100,000,000 bytes, found "
                                       r"100,000,001$"):
        files.read_text(tmp_path / "large.txt", "toy")
