"""Messages on a socket whose other end may send anything: tuples of values, each message with its length."""

import time

from grading.box.decoding import Malformed, decode
from grading.box.encoding import LARGEST, LENGTH, TooLarge, encode

__all__ = ["Gone", "Malformed", "TooLarge", "decode", "encode", "receive", "remaining", "send"]


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
