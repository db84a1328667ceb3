"""The wire: what goes in comes out, and bytes of any kind give a value or one exception."""

import socket
import struct
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import VALUES

from grading.box import decoding, encoding, wire
from grading.checks.plain import Foreign, kind, plain


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return a == b or (a != a and b != b)


def through(value, **functions):
    return wire.decode(wire.encode(value), **functions)


@given(VALUES)
def test_what_goes_in_comes_out(value):
    assert same(through(value), value if type(value) is not str else value[:encoding.TEXT // 4])


@given(VALUES, st.data())
@settings(max_examples=300)
def test_damaged_bytes_give_a_value_or_malformed(value, data):
    damaged = bytearray(wire.encode(value))
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    survives(damaged[:data.draw(st.integers(0, len(damaged)))])


PIECES = st.lists(st.sampled_from([*decoding.GETS, b"\0\0\0\1", b"\xff", b"\0"])).map(b"".join)


@given(st.one_of(st.binary(), PIECES))
@settings(max_examples=500)
def test_any_bytes_give_a_value_or_malformed(data):
    survives(data)


def survives(data):
    """Read bytes; of what they give, the checks can say what it is."""
    try:
        value = wire.decode(data)
    except wire.Malformed:
        return
    assert kind(value)
    plain(value)


BOMBS = {
    "a list in a list in a list":    b"l\0\0\0\1" * 100_000 + b"N",
    "a list of four billion":        b"l\xff\xff\xff\xff",
    "too many values":               b"l" + struct.pack("!I", encoding.MOST + 1) + b"N" * (encoding.MOST + 1),
    "an array without its bytes":    b"a\x0b\1" + struct.pack("!Q", 2 ** 62),
    "no bytes, a huge other side":   b"a\x0b\2" + struct.pack("!QQ", 0, 2 ** 63),
    "65 dimensions":                 b"a\x0b\x41" + struct.pack("!Q", 1) * 65 + b"\0" * 8,
    "a shape that overflows":        b"zd\2" + struct.pack("!QQ", 2 ** 40, 2 ** 40),
    "objects without elements":      b"o\1" + struct.pack("!Q", 2 ** 50) + b"l\0\0\0\0",
    "objects that are no list":      b"o\1" + struct.pack("!Q", 1) + b"N",
    "a dtype that is none":          b"n\xff",
    "an int without end":            b"i" + struct.pack("!I", 10_000_000) + b"\1" * 10_000_000,
    "half a letter":                 b"s\0\0\0\1\xe2",
    "a function that no one sent":   b"p\0\0\0\7",
    "nothing":                       b"",
    "something left over":           b"NN",
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_bombs_are_malformed(data):
    with pytest.raises(wire.Malformed):
        wire.decode(data)


class Subclassed(np.ndarray):
    dtype = property(lambda self: 1 / 0)


class Pair(tuple):
    def __iter__(self): raise KeyError


class Evil(type):
    def __hash__(cls): raise KeyError
    def __eq__(cls, other): raise KeyError


class Strange(metaclass=Evil):
    def __reduce__(self): raise KeyError


FOREIGN = [
    (lambda: np.ones(2).view(Subclassed), "a Subclassed",  [1, 1]),
    (lambda: Pair([1, 2]),                "a Pair",        [1, 2]),
    (lambda: Strange(),                   "a Strange",     None),
    (lambda: {"z": 1},                    "a dict",        None),
    (lambda: 10 ** 4000,                  "an int",        None),
    (lambda: iter([]),                    "a list_iterator", None),
    (lambda: len,                         "a builtin_function_or_method", None),
]


@pytest.mark.parametrize("make, name, own", FOREIGN)
def test_what_has_no_tag_goes_by_name_and_as_what_it_is_below(make, name, own):
    got = through(make())
    assert type(got) is Foreign and kind(got) == name
    assert got.value is None if own is None else list(plain(got)) == own


def test_other_arrays_keep_what_the_checks_say_of_them():
    objects = through(np.array([None, 1.5, "x"], object))
    assert objects.dtype == object and objects.tolist() == [None, 1.5, "x"]
    for array in (np.array(["a"]), np.array(["2020"], "M8[Y]"), np.zeros(2, [("x", int)])):
        got = through(array)
        assert (got.shape, got.dtype.kind) == (array.shape, array.dtype.kind)
    assert through(np.broadcast_to(np.int64(1), (10 ** 12,))).shape == (10 ** 12,)
    assert same(through(np.arange(3, dtype=">i4")), np.arange(3, dtype="<i4"))
    assert through(np.ones(2, np.longdouble)).dtype == float


def test_longer_numbers_become_doubles():
    assert same(through(np.longdouble("1.5")), np.float64(1.5))
    assert same(through(np.clongdouble(2 - 1j)), np.complex128(2 - 1j))


def test_arrays_are_writable_and_truth_values_have_one_bit():
    assert through(np.zeros(2)).flags.writeable
    assert wire.decode(b"a\0\1" + struct.pack("!Q", 2) + b"\2\0").view(np.uint8).tolist() == [1, 0]


def test_a_value_with_too_much_in_it_is_not_sent():
    inside = [None] * 300
    inside[:] = [inside] * 300
    arrays = [np.zeros(encoding.ARRAY // 8)] * (encoding.LARGEST // encoding.ARRAY + 1)
    for value in (inside, [0.0] * (encoding.MOST + 1), arrays):
        with pytest.raises(wire.TooLarge):
            wire.encode(value)


def test_functions_go_as_numbers_and_mean_what_the_other_end_says():
    functions = []
    data = wire.encode((len, [max, len]), functions)
    assert functions == [len, max] and wire.decode(data, {0: "len", 1: "max"}) == ("len", ["max", "len"])


######## on a socket

@pytest.fixture
def ends():
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_messages_arrive_one_by_one(ends):
    wire.send(ends[0], 1, [2.5])
    wire.send(ends[0], "x", None)
    assert wire.receive(ends[1]) == (1, [2.5]) and wire.receive(ends[1]) == ("x", None)


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\5ab", b"\0\0\0\1N",
                                  b"\0\0\0\1?"])
def test_a_socket_with_no_message_on_it_is_gone(ends, data):
    ends[0].sendall(data)
    ends[0].close()
    with pytest.raises(wire.Gone):
        wire.receive(ends[1])


def test_neither_end_waits_longer_than_it_wants(ends):
    ends[0].sendall(b"\0\0")
    with pytest.raises(TimeoutError):
        wire.receive(ends[1], time.monotonic() + 0.05)
    with pytest.raises(TimeoutError):
        wire.receive(ends[1], time.monotonic() - 1)
    with pytest.raises(TimeoutError):       # no one reads
        wire.send(ends[0], *10 * [np.zeros(30_000)], until=time.monotonic() + 0.05)
