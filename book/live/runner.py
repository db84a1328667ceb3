"""Runs a reader's code in the browser: worker.js imports this module once Python has started.

Each page has a namespace of its own, which its cells share. What code prints goes out while it runs; a value
on the last line goes out as Jupyter would show it; a traceback has the reader's own lines only.
"""

import ast
import importlib
import inspect
import io
import json
import linecache
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout

import display
import numpy as np

SECONDS = 0.05          # between two messages, so that a loop that prints does not drown the page
LONGEST = 100_000       # characters that one cell may print
CUT = "\n… the rest of the output is not shown: it is very long.\n"
namespaces = {}


class Stream(io.TextIOBase):
    """What sys.stdout and sys.stderr are while a cell runs: sends what is written, not too often."""

    def __init__(self, send, name):
        self.send, self.name, self.waiting, self.room, self.last = send, name, [], LONGEST, 0.0

    def writable(self):
        return True

    def write(self, text):
        if self.room > 0:
            self.waiting.append(text[:self.room] + (CUT if len(text) > self.room else ""))
            self.room -= len(text)
            if time.monotonic() - self.last > SECONDS:
                self.flush()
        return len(text)

    def flush(self):
        if self.waiting:
            self.send("text", self.name, "".join(self.waiting))
            self.waiting, self.last = [], time.monotonic()


def namespace(name):
    """Return the namespace of that name; a new one is like that of a fresh program."""
    return namespaces.setdefault(name, {"__name__": "__main__", "__builtins__": __builtins__})


def reset(name):
    """Forget everything that a namespace holds."""
    namespaces.pop(name, None)


def run(source, name, cell, send):
    """Run a cell in a namespace; return None, or what went wrong as JSON.

    send(kind, what, content) takes what the cell shows: "text" with the stream's name, "result" with the
    value as a dictionary {media type: text} in JSON.
    """
    scope, file = namespace(name), f"<{cell}>"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    out, err = Stream(send, "stdout"), Stream(send, "stderr")
    display.show = lambda value: (out.flush(), send("result", "", json.dumps(display.bundle(value))))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            execute(source, file, scope)
    except BaseException as error:    # SystemExit, too: nothing that a cell does may end the worker
        return json.dumps(failure(error, file))
    finally:
        out.flush()
        err.flush()


def execute(source, file, scope):
    """Run the statements, and show the value where the last one is an expression without a semicolon."""
    tree, value = ast.parse(source, file), None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        value = ast.Expression(tree.body.pop().value)
    exec(compile(tree, file, "exec"), scope)
    if value is not None and (found := eval(compile(value, file, "eval"), scope)) is not None:
        scope["_"] = found
        display.show(found)


def failure(error, file):
    """Return {name, message, line, traceback} of an exception, with the reader's own lines only."""
    kept = [frame for frame in traceback.extract_tb(error.__traceback__) if own(frame.filename)]
    lines = traceback.format_list(kept)
    last = traceback.format_exception_only(error)
    head = ["Traceback (most recent call last):\n"] if lines else []
    line = error.lineno if isinstance(error, SyntaxError) else next(
        (frame.lineno for frame in reversed(kept) if frame.filename == file), None)
    text = "".join(head + lines + last).rstrip()
    return {"name": type(error).__name__, "message": str(error), "line": line,
            "traceback": text.replace('File "<', 'In "').replace('>", line', '", line')}


def own(filename):
    return filename.startswith("<") and filename in linecache.cache and not filename.startswith("<frozen")


def text_of(value):
    """Return a value as JSON: arrays and NamedTuples are lists, NaN and infinity are null."""
    return json.dumps(finite(value))


def finite(value):
    """Return a value with None for every number that JSON cannot write."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    return [finite(item) for item in value] if isinstance(value, list | tuple) else value


def call(function, arguments):
    """Call "package.module.function" with JSON arguments, a list or a dictionary; return (JSON, None).

    A generator is not run to its end: it comes back as (None, what gives its next item as JSON, or None).
    """
    module, _, name = function.rpartition(".")
    given = json.loads(arguments)
    found = getattr(importlib.import_module(module), name)
    value = found(**given) if isinstance(given, dict) else found(*given)
    if inspect.isgenerator(value):
        return None, lambda: next(map(text_of, value), None)
    return text_of(value), None
