"""A box that has been taken over and answers whatever it likes: the grader gives points, and never stops."""

import contextlib
import random
import socket
import struct
import threading

import numpy as np
import pytest

from grading.box import wire
from grading.exercises import release
from grading.marks import table_of
from grading.oracle import grade_notebook

SEEDS = range(6)       # of what the box answers, for each problem set


class Child:
    """What stands for a box's child: a thread that answers by `answer(random, message)`, in bytes."""

    def __init__(self, rng, answer):
        self.socket, theirs = socket.socketpair()
        threading.Thread(target=self.serve, args=(theirs, rng, answer), daemon=True).start()

    def serve(self, theirs, rng, answer):
        with theirs, contextlib.suppress(wire.Gone, OSError):
            while True:
                for data in answer(rng, wire.receive(theirs)):
                    theirs.sendall(data)

    def kill(self):
        self.socket.close()
        return "killed"


class Parent:
    def __init__(self, rng, answer):
        self.fork = lambda: Child(rng, answer)


######## answers

def message(*values):
    data = wire.encode(values)
    return struct.pack("!I", len(data)) + data


def anything(rng, depth=0):
    """Return a value of any kind that the wire carries."""
    kinds = [None, True, 0, -1, 10 ** 40, 0.5, float("nan"), 1j, "", "x\x1b[2J\u202e", b"", b"\xff" * 9,
             np.float32(2), np.zeros((2, 3)), np.zeros((0, 4)), np.array(["a"]), np.array([None], object),
             np.broadcast_to(0.0, (10 ** 6, 10 ** 6)), np.array(3), wire.encode([1.0, np.zeros(3)])]
    if depth < 3 and rng.random() < 0.4:
        inner = [anything(rng, depth + 1) for _ in range(rng.randrange(4))]
        return rng.choice([inner, tuple(inner), wire.encode(inner)])
    return rng.choice(kinds)


def well_formed(rng, asked):
    """Answers of the right form, with anything in the fields: values, printed text, changed arguments."""
    what, number = asked[:2]
    if what == "cell":
        return [message(number, "printed", None, list(asked[5]))]
    value = wire.encode(anything(rng))
    after = rng.choice([None, wire.encode(anything(rng)), wire.encode((anything(rng),) * rng.randrange(9))])
    return [message(number, rng.choice(["", "", "it raised \x1b"]), value, "x" * 30_000, False, after)
            for _ in asked[-1]]


def odd(rng, asked):
    """Answers of any form, with the right number or another one, once or often."""
    number = asked[1] + rng.choice([0, 0, 0, 1, -1])
    if asked[0] == "cell" and rng.random() < 0.8:
        return well_formed(rng, asked)
    question = ("ask", number, anything(rng), wire.encode(anything(rng)), anything(rng))
    fields = [anything(rng) for _ in range(rng.randrange(7))]
    return [message(*rng.choice([question, (number, *fields), tuple(fields)]))
            for _ in range(rng.randrange(4))]


def noise(rng, asked):
    """Bytes that are no message."""
    if asked[0] == "cell" and rng.random() < 0.9:
        return well_formed(rng, asked)
    long = struct.pack("!I", 40) + rng.randbytes(40)
    return [rng.choice([b"\xff" * 8, rng.randbytes(50), long, b"\0" * 64])]


@pytest.mark.parametrize("answer", [well_formed, odd, noise])
@pytest.mark.parametrize("name", ["ps1", "ps2", "ps3", "ps4"])
def test_whatever_a_box_answers_the_notebook_is_graded(answer, name, monkeypatch):
    monkeypatch.setattr("grading.box.remote.GRACE", 0.1)
    monkeypatch.setattr("grading.box.remote.CELL", 0.2)
    monkeypatch.setattr("grading.checks.call.SECONDS", 0.2)
    text = release(name)
    for seed in SEEDS:
        graded = grade_notebook(text, name, "key", Parent(random.Random(seed), answer), 0.5)
        most = {f"{task.name}{ending}": sum(item.points for item in items) for task in table_of(name).TABLE
                for ending, items in (("-check", task.visible), ("-graded", task.hidden))}
        assert graded.points.keys() == most.keys()
        assert all(0 <= points <= most[cell] for cell, points in graded.points.items())
        assert "\x1b" not in graded.text and "\\u001b" not in graded.text
