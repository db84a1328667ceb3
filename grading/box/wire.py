"""Messages on a socket whose other end may send anything: tuples of values, each message with its length."""

import time

from grading.box.decoding import Malformed, decode
from grading.box.encoding import LARGEST, LENGTH, RESULT, TooLarge, encode

__all__ = ["RESULT", "Gone", "Malformed", "TooLarge", "decode", "encode", "receive", "remaining", "send"]
AT_ONCE = 65_536        # bytes that are asked for where more than one message may be there


class Gone(Exception):
    """The other end has closed the socket, or sent what is no message."""


def send(sock, *values, until=None):
    """Send values as one message; TimeoutError at the time `until`, Gone where no one listens."""
    data = encode(values)
    try:
        patient(sock, until)
        sock.sendall(LENGTH.pack(len(data)) + data)
    except TimeoutError:
        raise
    except OSError:
        raise Gone from None


def receive(sock, until=None, kept=None):
    """Return the tuple of values of the next message; TimeoutError at the time `until`, or Gone.

    kept is a bytearray for what comes with one message and belongs to the next; without it nothing does.
    """
    (length,) = LENGTH.unpack(exactly(sock, LENGTH.size, until, kept))
    if length > LARGEST:
        raise Gone
    try:
        values = decode(exactly(sock, length, until, kept))
    except Malformed:
        raise Gone from None
    if type(values) is not tuple:
        raise Gone
    return values


def exactly(sock, count, until, kept):
    """Return the next bytes of a socket, that many."""
    data = bytearray() if kept is None else kept
    while len(data) < count:
        patient(sock, until)
        try:
            part = sock.recv(count - len(data) if kept is None else max(AT_ONCE, count - len(data)))
        except TimeoutError:
            raise
        except OSError:
            part = b""
        if not part:
            raise Gone
        data += part
    found = bytes(data[:count])
    del data[:count]
    return found


def patient(sock, until):
    """Let a socket wait until a time and no longer; to say so costs, so it is not said for nothing."""
    if until is not None or sock.gettimeout() is not None:
        sock.settimeout(remaining(until))


def remaining(until):
    """Return the seconds left until a time of the monotonic clock, None for no limit."""
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
