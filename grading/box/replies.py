"""What a box may answer, read with care: each field is of its type, and texts are short and can be shown."""

from typing import NamedTuple

from grading.box import wire

TOGETHER = 4_000_000    # bytes of arguments that travel in one message
SENTENCE = 500          # characters of what a box says about a call
PRINTED = 20_000        # characters of what a cell prints


class Ran(NamedTuple):
    """What running a cell came to: what it printed, (type, message) of what stopped it, and the names
    that are defined now, None where that cannot be said."""

    printed: str = ""
    error: tuple = None
    defined: tuple = None


class Reply(NamedTuple):
    """What one call came to, as the box says; the fields are those of an Outcome."""

    trouble: str
    value: object = None
    printed: str = ""
    stuck: bool = False
    after: tuple = None


def ran(answer, names):
    """Return the Ran in an answer; Gone where it is none."""
    match answer:
        case (str(printed), None | (str(_), str(_)) as error, list(defined)):
            error = error and tuple(line(text) for text in error)
            defined = {name for name in defined if type(name) is str}
            return Ran(readable(printed[:PRINTED]), error, tuple(name for name in names if name in defined))
    raise wire.Gone


def replied(answer, functions):
    """Return the Reply in an answer; Gone where it is none."""
    match answer:
        case (str(trouble), value, str(printed), bool(stuck), after):
            return Reply(line(trouble), opened(value, functions), readable(printed[:PRINTED]), stuck,
                         opened(after, functions))
    raise wire.Gone


def messages(calls):
    """Yield lists of calls, each small enough for one message."""
    some, size = [], 0
    for data in calls:
        if some and size + len(data) > TOGETHER:
            yield some
            some, size = [], 0
        some.append(data)
        size += len(data)
    if some:
        yield some


def opened(data, functions):
    """Return the value in some bytes of a reply; Gone where there is none in them."""
    if data is None:
        return None
    if type(data) is not bytes or len(data) > wire.RESULT:
        raise wire.Gone
    try:
        return wire.decode(data, functions)
    except wire.Malformed:
        raise wire.Gone from None


def line(text):
    """Return what a box says as one short line that can be printed."""
    return "".join(c if c.isprintable() else " " for c in text[:SENTENCE]).strip()


def readable(text):
    """Return printed text without what would move a terminal's cursor."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
