"""Inside the box: run a student's cells, and call the functions they define, as the grader asks.

    the grader sends                                     the box answers
    "cell", number, name, source, seconds, names         number, printed, error, the names that are defined
    "calls", number, name, seconds, count, arguments     number, trouble, value, printed, stuck, after:
                                                         for each of the arguments, until a call is stuck

While a function runs, the box may send "ask", number, place, arguments and keywords: it called one of the
`count` functions of the grader that it was given. The grader answers "given" and the value, or "raised", the
type of the exception and its message. Values and arguments travel as bytes of their own, so that what is
wrong with one is wrong with it alone.
"""

import builtins
import linecache
import signal
import types

from grading.box import inert, wire
from grading.checks.call import Unfit, attempt, guarded, message_of, timed, told
from grading.checks.guards import alarms
from grading.checks.plain import type_name

PRINTED = 20_000            # characters of a cell's output that are kept
OURS = (told.__code__.co_filename, wire.send.__code__.co_filename, (lambda: 0).__code__.co_filename)
ALARM = {signal.SIGALRM} if hasattr(signal, "SIGALRM") else set()


def serve(sock):
    """Answer the grader's messages until its end of the socket closes."""
    module = types.ModuleType("__main__")
    inert.install(module)
    sock.settimeout(None)
    try:
        while True:
            what, number, *rest = wire.receive(sock)
            {"cell": run_cell, "calls": run_calls}[what](sock, number, module.__dict__, *rest)
    except wire.Gone:
        pass


######## cells

def run_cell(sock, number, space, name, source, seconds, names):
    """Run one cell and say what it printed, how it stopped, and which of the names are defined now."""
    file = f"<{name}>"
    linecache.cache[file] = len(source), None, source.splitlines(True), file

    def run():
        exec(compile(source, file, "exec", dont_inherit=True), space)

    outcome = guarded(run, seconds, stopped, PRINTED)
    error = ("CellTimeoutError", "") if outcome.stuck else outcome.trouble or None
    wire.send(sock, number, outcome.printed, error, [name for name in names if name in space])


def stopped(error):
    """Return the name of an exception's type, and its message with the line where a syntax error stands."""
    if isinstance(error, SyntaxError):
        return type_name(error), f"{error.msg} in line {error.lineno}" if error.lineno else str(error.msg)
    return type_name(error), message_of(error)


######## calls

def run_calls(sock, number, space, name, seconds, count, calls):
    """Call one function with each of the arguments, and send what came of it."""
    proxies = [proxy(sock, number, place) for place in range(count)]
    with alarms() as limit:
        for data in calls:
            outcome = timed(lambda data=data: run_call(space, name, proxies, data), seconds, limit)
            value, after = outcome.value or (None, None)
            wire.send(sock, number, outcome.trouble, value, outcome.printed, outcome.stuck, after)
            if outcome.stuck:
                break


def run_call(space, name, proxies, data):
    """Return the Outcome of one call; its value is the result as bytes, and the arguments if they changed."""
    arguments = wire.decode(data, proxies)

    def run():
        if name not in space:
            raise Unfit("it is not defined any more")
        value = space[name](*arguments)
        try:
            after = wire.encode(arguments, proxies, wire.RESULT)
            return wire.encode(value, largest=wire.RESULT), None if after == data else after
        except wire.TooLarge:
            raise Unfit("it returned more than anyone could read") from None

    return attempt(run, lambda error: told(error, OURS), ())


def proxy(sock, number, place):
    """Return a function that asks the grader for its result."""
    def function(*arguments, **keywords):
        # The timer waits: what it interrupts in the middle of a message would be lost for the next one.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ALARM)
        try:
            wire.send(sock, "ask", number, place, wire.encode(arguments), wire.encode(list(keywords.items())))
            kind, *found = wire.receive(sock)
        except wire.TooLarge:
            raise ValueError("the arguments are too large") from None
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if kind == "given":
            return wire.decode(found[0])
        name, message = found
        error = getattr(builtins, name, None)
        raise (error if isinstance(error, type) and issubclass(error, Exception) else RuntimeError)(message)
    return function
