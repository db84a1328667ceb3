"""Values to bytes and back, for a socket whose other end may send anything.

No pickle: a value is a tag and its content, and what has no tag of its own goes as a `Foreign`, by the name
of its type. Reading gives the types below, or raises Malformed, whatever the bytes are.

    None, bool, int, float, complex, str, bytes, list, tuple    as they are
    arrays and scalars of NumPy's numbers                       as they are, in this machine's byte order
    arrays of objects                                           with their elements
    arrays of texts, dates and so on                            the shape alone
    functions                                                   a number: what it means is up to both ends
"""

import math
import struct
import time

import numpy as np

from grading.checks.plain import Foreign, bare, type_name

LARGEST = 16_000_000    # bytes of a message
ARRAY = 4_000_000       # bytes of an array: of a larger one, the shape alone
MOST = 200_000          # values in a message, one by one
DEEPEST = 12            # levels of lists in lists
INTEGER = 1_000         # bytes of an int
TEXT = 1_000_000        # bytes of a text
DTYPES = tuple(map(np.dtype, ("?", "b", "h", "i", "q", "B", "H", "I", "Q", "e", "f", "d", "F", "D")))
CODES = {dtype.str: code for code, dtype in enumerate(DTYPES)}
KINDS = {"b": "?", "i": "q", "u": "Q", "f": "d", "c": "D", "U": "U1", "S": "S1", "M": "M8[s]", "m": "m8[s]",
         "V": "V1", "O": "O"}       # kind of an array of which the shape is sent: what stands for it
LENGTH = struct.Struct("!I")
SIZE = struct.Struct("!Q")
FLOAT = struct.Struct("!d")
COMPLEX = struct.Struct("!dd")


class Malformed(Exception):
    """The bytes are no message: the other end is not what it should be."""


class TooLarge(Exception):
    """A value has more in it than a message may have."""


######## to bytes

def encode(value, functions=None):
    """Return a value as bytes; TooLarge where it has too much in it.

    functions is a list: a callable in the value is sent as its place there, and put there first if it is new.
    Without it, a callable is a Foreign.
    """
    out = bytearray()
    put(out, value, functions, [MOST], 0)
    if len(out) > LARGEST:
        raise TooLarge
    return bytes(out)


def put(out, value, functions, left, depth):
    """Append one value; left[0] is how many more there may be."""
    left[0] -= 1
    if left[0] < 0 or len(out) > LARGEST:
        raise TooLarge
    cls = type(value)
    if cls is np.ndarray:
        put_array(out, value, functions, left, depth)
    elif cls is float:
        out += b"f" + FLOAT.pack(value)
    elif cls is list or cls is tuple:
        put_all(out, b"l" if cls is list else b"t", value, functions, left, depth)
    elif value is None or cls is bool:
        out += {None: b"N", True: b"T", False: b"F"}[value]
    elif cls is int and value.bit_length() < 8 * INTEGER:
        put_bytes(out, b"i", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))
    elif cls is bytes:
        put_bytes(out, b"b", value)
    elif cls is complex:
        out += b"c" + COMPLEX.pack(value.real, value.imag)
    elif cls is str:
        put_bytes(out, b"s", value[:TEXT // 4].encode("utf-8", "backslashreplace"))
    else:
        put_rare(out, value, functions, left, depth)


def put_rare(out, value, functions, left, depth):
    """Append a scalar of NumPy's, a function, or a value of another type."""
    for code, dtype in enumerate(DTYPES):
        if type(value) is dtype.type:
            out += b"n" + bytes([code]) + value.tobytes()
            return
    if functions is not None and callable(value):
        place = next((i for i, known in enumerate(functions) if known is value), len(functions))
        functions[place:place + 1] = [value]
        out += b"p" + LENGTH.pack(place)
        return
    own = bare(value)
    put_foreign(out, type_name(value), None if type(own) is type(value) else own, functions, left, depth)


def put_foreign(out, name, own, functions, left, depth):
    put_bytes(out, b"x", name.encode("utf-8", "backslashreplace"))
    put(out, own if depth < DEEPEST else None, functions, left, depth + 1)


def put_bytes(out, tag, data):
    out += tag + LENGTH.pack(len(data)) + data


def put_all(out, tag, values, functions, left, depth):
    if depth > DEEPEST:
        put_foreign(out, type_name(values), None, functions, left, depth)
        return
    if len(values) > left[0]:
        raise TooLarge
    out += tag + LENGTH.pack(len(values))
    for value in values:
        put(out, value, functions, left, depth + 1)


def put_array(out, array, functions, left, depth):
    """Append an array: its numbers, its elements, or the shape alone."""
    kind, shape = array.dtype.kind, struct.pack(f"!B{array.ndim}Q", array.ndim, *array.shape)
    if kind == "O" and array.size < left[0]:
        out += b"o" + shape
        put_all(out, b"l", array.ravel().tolist(), functions, left, depth)
    elif kind in "biufc" and array.nbytes <= ARRAY:
        if array.dtype.str not in CODES:        # another byte order, or more digits than a double has
            array = array.astype({"f": "f8", "c": "c16"}.get(kind, array.dtype.newbyteorder("=")))
        out += b"a" + bytes([CODES[array.dtype.str]]) + shape + array.tobytes()
    else:
        out += b"z" + (kind if kind in KINDS else "O").encode() + shape


######## from bytes

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


######## messages on a socket

class Gone(Exception):
    """The other end has closed the socket, or sent what is no message."""


def send(sock, *values, until=None):
    """Send values as one message; TimeoutError at the time `until`, Gone where no one listens."""
    data = encode(values)
    try:
        sock.settimeout(remaining(until))
        sock.sendall(LENGTH.pack(len(data)) + data)
    except TimeoutError:
        raise
    except OSError:
        raise Gone from None


def receive(sock, until=None):
    """Return the tuple of values of the next message; TimeoutError at the time `until`, or Gone."""
    (length,) = LENGTH.unpack(exactly(sock, LENGTH.size, until))
    if length > LARGEST:
        raise Gone
    try:
        values = decode(exactly(sock, length, until))
    except Malformed:
        raise Gone from None
    if type(values) is not tuple:
        raise Gone
    return values


def exactly(sock, count, until):
    """Return the next bytes of a socket, that many."""
    data = bytearray(count)
    view, at = memoryview(data), 0
    while at < count:
        sock.settimeout(remaining(until))
        try:
            got = sock.recv_into(view[at:])
        except TimeoutError:
            raise
        except OSError:
            got = 0
        if not got:
            raise Gone
        at += got
    return data


def remaining(until):
    """Return the seconds left until a time of the monotonic clock, None for no limit."""
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
