"""Bytes to values: those of grading.box.encoding, or Malformed, whatever the bytes are."""

import math
import struct

import numpy as np

from grading.box.encoding import COMPLEX, DEEPEST, DTYPES, FLOAT, INTEGER, KINDS, LENGTH, MOST, SIZE
from grading.checks.plain import Foreign


class Malformed(Exception):
    """The bytes are no message: the other end is not what it should be."""


def decode(data, functions=None):
    """Return the value that bytes stand for; Malformed where they stand for none.

    functions maps the numbers of functions to what stands for them here; without it there are none.
    """
    reader = Reader(memoryview(data), functions)
    try:
        value = reader.get(0)
    except (ValueError, LookupError, OverflowError, TypeError, struct.error, MemoryError):
        raise Malformed from None
    if reader.at != len(data):
        raise Malformed
    return value


class Reader:
    """A place in the bytes of a message."""

    def __init__(self, data, functions):
        self.data, self.functions, self.at, self.left = data, functions or {}, 0, MOST

    def take(self, count):
        part = self.data[self.at:self.at + count]
        if len(part) != count:
            raise ValueError
        self.at += count
        return part

    def number(self, form):
        return form.unpack(self.take(form.size))[0]

    def get(self, depth):
        """Return the value that begins here."""
        self.left -= 1
        if self.left < 0 or depth > DEEPEST + 4:
            raise ValueError
        return GETS[bytes(self.take(1))](self, depth)

    def get_text(self):
        return str(self.take(self.number(LENGTH)), "utf-8")

    def get_int(self):
        return int.from_bytes(self.take(min(self.number(LENGTH), INTEGER + 1)), "big", signed=True)

    def get_all(self, depth):
        count = self.number(LENGTH)
        if count > self.left:
            raise ValueError
        return [self.get(depth + 1) for _ in range(count)]

    def get_shape(self):
        ndim = self.take(1)[0]
        return tuple(self.number(SIZE) for _ in range(ndim))

    def get_array(self):
        dtype, shape = DTYPES[self.take(1)[0]], self.get_shape()
        return numbers(self.take(math.prod(shape) * dtype.itemsize), dtype).reshape(shape)

    def get_objects(self, depth):
        shape, items = self.get_shape(), self.get(depth)
        array = np.empty(shape, object)
        if type(items) is not list or array.size != len(items):
            raise ValueError
        for place, item in zip(np.ndindex(shape), items, strict=True):
            array[place] = item
        return array

    def get_empty(self):
        stands_for = KINDS[str(self.take(1), "ascii")]
        return np.broadcast_to(np.zeros((), stands_for), self.get_shape())

    def get_scalar(self):
        dtype = DTYPES[self.take(1)[0]]
        return numbers(self.take(dtype.itemsize), dtype)[0]


def numbers(data, dtype):
    """Return a writable array of what the bytes are; a truth value has one bit and no more."""
    return np.frombuffer(data, np.uint8) != 0 if dtype.kind == "b" else np.frombuffer(data, dtype).copy()


GETS = {
    b"N": lambda reader, depth: None,
    b"T": lambda reader, depth: True,
    b"F": lambda reader, depth: False,
    b"i": lambda reader, depth: reader.get_int(),
    b"f": lambda reader, depth: reader.number(FLOAT),
    b"c": lambda reader, depth: complex(*COMPLEX.unpack(reader.take(COMPLEX.size))),
    b"s": lambda reader, depth: reader.get_text(),
    b"b": lambda reader, depth: bytes(reader.take(reader.number(LENGTH))),
    b"l": Reader.get_all,
    b"t": lambda reader, depth: tuple(reader.get_all(depth)),
    b"a": lambda reader, depth: reader.get_array(),
    b"o": Reader.get_objects,
    b"z": lambda reader, depth: reader.get_empty(),
    b"n": lambda reader, depth: reader.get_scalar(),
    b"p": lambda reader, depth: reader.functions[reader.number(LENGTH)],
    b"x": lambda reader, depth: Foreign(reader.get_text(), reader.get(depth + 1)),
}
