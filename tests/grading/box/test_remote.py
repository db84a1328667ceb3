"""The grader's side of the wire against a box that says anything at all."""

import socket
import threading
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import VALUES

from grading.box import remote, wire
from grading.box.function import Held, Plan
from grading.box.lend import lend
from grading.checks import call, looks, ps1, ps2, ps3
from grading.checks.expected import cases_of
from grading.checks.plain import Foreign


class Pretender:
    """Stands for a warm parent whose children answer as a function of (number, socket) says."""

    def __init__(self, answer):
        self.answer, self.children = answer, 0

    def fork(self):
        self.children += 1
        self.socket, theirs = socket.socketpair()
        threading.Thread(target=self.serve, args=(theirs,), daemon=True).start()
        return self

    def serve(self, sock):
        try:
            while True:
                what, number, *rest = wire.receive(sock)
                if what == "cell":
                    wire.send(sock, number, "", None, ["f"])
                else:
                    self.answer(sock, number, *rest)
        except (wire.Gone, OSError):
            sock.close()

    def kill(self):
        self.socket.close()
        return "killed"


def box(answer, seconds=5.0):
    made = remote.Box(Pretender(answer), ["f"], seconds)
    assert made.run("f", "...").defined == ("f",)
    return made


def replies(answer, functions=(), seconds=5.0):
    with box(answer, seconds) as made:
        return list(made.calls("f", [wire.encode(())], list(functions)))


def said(sock, number, value=None, trouble="", printed="", stuck=False, after=None):
    wire.send(sock, number, trouble, wire.encode(value), printed, stuck, after)


def test_an_answer_is_read():
    (reply,) = replies(lambda sock, number, *_: said(sock, number, [1.5], printed="x"))
    assert reply.value == [1.5] and reply.printed == "x" and not reply.stuck


ANSWER, NONE, NO_ONE = ("", None, "", False, None), 2 * (wire.encode([]),), b"p\0\0\0\7"
LIES = {
    "another number":           lambda sock, number, *_: said(sock, number - 1),
    "no number":                lambda sock, number, *_: wire.send(sock),
    "a number that is True":    lambda sock, number, *_: wire.send(sock, True, "", None, "", False, None),
    "a list":                   lambda sock, number, *_: sock.sendall(b"\0\0\0\5l\0\0\0\0"),
    "too few fields":           lambda sock, number, *_: wire.send(sock, number, ""),
    "too many fields":          lambda sock, number, *_: wire.send(sock, number, *ANSWER, 1),
    "trouble that is no text":  lambda sock, number, *_: wire.send(sock, number, 7, None, "", False, None),
    "stuck that is no truth":   lambda sock, number, *_: wire.send(sock, number, "", None, "", 1, None),
    "a value that is no bytes": lambda sock, number, *_: wire.send(sock, number, "", [1], "", False, None),
    "a value that is garbage":  lambda sock, number, *_: wire.send(sock, number, "", b"?", "", False, None),
    "a value that is large":    lambda sock, number, *_: said(sock, number, b"x" * wire.RESULT),
    "a function of no one":     lambda sock, number, *_: wire.send(sock, number, "", NO_ONE, "", False, None),
    "garbage":                  lambda sock, number, *_: sock.sendall(b"\0\0\0\4????"),
    "a length of four billion": lambda sock, number, *_: sock.sendall(b"\xff\xff\xff\xff"),
    "nothing":                  lambda sock, number, *_: sock.close(),
    "an unknown word":          lambda sock, number, *_: wire.send(sock, "tell", number),
    "a question of before":     lambda sock, number, *_: wire.send(sock, "ask", number - 1, 0, *NONE),
    "a question of no one":     lambda sock, number, *_: wire.send(sock, "ask", number, 3, *NONE),
    "a question of half":       lambda sock, number, *_: wire.send(sock, "ask", number, 0),
    "a question of garbage":    lambda sock, number, *_: wire.send(sock, "ask", number, 0, b"?", "x"),
}


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES)
def test_a_lie_ends_the_box_and_is_one_sentence(answer):
    with box(answer) as made:
        (reply,) = made.calls("f", [wire.encode(())], [len])
        assert reply.stuck and reply.trouble == "it broke the connection to the grader"
        assert made.child is None and made.notes == ["f broke the connection to the grader"]
        assert made.parent.children == 2        # a second chance, and no third


@given(st.lists(VALUES, max_size=7))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
def test_any_answer_is_a_reply(values):
    def answer(sock, number, *_):
        wire.send(sock, number, *values)

    (reply,) = replies(answer)
    assert isinstance(reply.trouble, str) and isinstance(reply.printed, str)


def test_what_a_box_says_is_short_and_can_be_shown():
    (reply,) = replies(lambda sock, number, *_: said(
        sock, number, trouble="a\n  passed  5 of 5\x1b[2J" + "x" * 10_000, printed="one\ntwo\x1b[2J\u202e"))
    assert reply.trouble.isprintable() and len(reply.trouble) <= 500
    assert reply.printed == "one\ntwo\ufffd[2J\ufffd"


def test_a_box_that_is_silent_has_as_long_as_a_call(monkeypatch):
    monkeypatch.setattr(call, "SECONDS", 0.05)
    monkeypatch.setattr(remote, "GRACE", 0.05)
    (reply,) = replies(lambda *_: None)
    assert reply == (f"it did not come back within {0.05:g} seconds", None, "", True, None)


def test_a_notebook_has_so_much_time_and_no_more(monkeypatch):
    with box(lambda *_: None, 0.2) as made:
        for _ in range(2):
            (reply,) = made.calls("f", [wire.encode(())], [])
            assert "had no time left: all of a notebook together has 0.2 seconds" in reply.trouble
        assert made.run("g", "").error[0] == "CellTimeoutError"


def test_what_ended_a_box_by_chance_costs_nothing():
    ended = []

    def answer(sock, number, *_):
        if not ended:
            ended.append(True)
            sock.close()
        else:
            said(sock, number, 3)

    assert [reply.value for reply in replies(answer)] == [3]


######## what is lent to a box

def asked(function, *arguments, times=1, **keywords):
    found = lend([function], 0, wire.encode(arguments), wire.encode(list(keywords.items())), times)
    return (found[0], wire.decode(found[1])) if found[0] == "given" else found


def test_a_function_is_evaluated_on_numbers_alone():
    assert asked(np.add, 1.5, 2) == ("given", 3.5)
    assert asked(lambda a, b: a - b, b=1, a=3) == ("given", 2)
    for odd in ("text", None, object(), np.array([None]), np.zeros(10 ** 6), 10 ** 50, [[b"x"]]):
        assert asked(np.size, odd)[:2] == ("raised", "TypeError")


def test_an_exception_travels_by_name():
    assert asked(lambda: 1 / 0) == ("raised", "ZeroDivisionError", "division by zero")
    assert asked(lambda: 1, 2)[:2] == ("raised", "TypeError")


def test_a_function_that_is_slow_or_asked_too_often_is_stopped(monkeypatch):
    monkeypatch.setattr("grading.box.lend.SECONDS", 0.05)
    assert asked(time.sleep, 5)[:2] == ("raised", "TimeIsUp")
    assert asked(np.size, 1, times=2_001) == (
        "raised", "RuntimeError", "the function is called more than 2,000 times")


######## no value disturbs a check

READERS = [ps1.TASKS["softmax"], ps1.TASKS["hidden_states"], ps2.TASKS["sums_to_one"],
           ps2.TASKS["proof_of_claim_1"], ps3.TASKS["batch_gradients"], ps3.TASKS["operations"]]
ODD = st.recursive(VALUES | st.builds(Foreign, st.text(max_size=5), VALUES),
                   lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple))


@pytest.mark.parametrize("task", READERS)
@given(value=ODD)
@settings(max_examples=100, deadline=None)
def test_any_value_gets_a_sentence_or_is_compared(task, value):
    held = Held(Once(value), "f", Plan((), []))
    item = task.visible[1]
    found = item.test(task, held, cases_of(task, item.family, "x", False)[0], {})
    assert found.difference is None or found.difference.sentence


@given(after=ODD)
@settings(max_examples=100, deadline=None)
def test_any_argument_that_comes_back_is_intact_or_named(after):
    task = ps3.TASKS["batch_gradients"]
    case = cases_of(task, task.visible[2].family, "x", False)[0]
    right = case.expected
    changed = (*case.arguments[:2], after, *case.arguments[3:])
    found = looks.intact(task, Held(Once(right, changed), "f", Plan((), [])), case, {})
    assert found.difference.sentence == "it changes X, which it was given"


def test_equal_arguments_are_intact():
    task = ps3.TASKS["batch_gradients"]
    case = cases_of(task, task.visible[2].family, "x", False)[0]
    held = Held(Once(case.expected, case.arguments), "f", Plan((), []))
    assert looks.intact(task, held, case, {}).difference is None


class Once:
    """Stands for a box that gives one value, and the arguments in some state, at each call."""

    def __init__(self, value, after=None):
        self.value, self.after = value, after

    def calls(self, name, calls, functions):
        return [remote.Reply("", self.value, "", False, self.after) for _ in calls]
