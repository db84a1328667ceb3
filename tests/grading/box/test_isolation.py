"""The box from outside: a warm process, its children, and how they end."""

import pytest

from grading.box.bundle import bundle
from grading.box.parent import warm_parent

ECHO = """
def serve(sock):
    while asked := sock.recv(65536):
        try:
            said = eval(asked)
        except BaseException as error:
            said = error
        sock.sendall(repr(said).encode())
"""


def say(child, expression):
    """Return the repr of what a Python expression gives in the child; "" where the child is gone."""
    child.socket.sendall(expression.encode())
    return child.socket.recv(65536).decode()


@pytest.fixture(scope="module")
def parent():
    with warm_parent(runner="echo", sources={"echo": ECHO}) as parent:
        yield parent


@pytest.mark.parametrize("last, ended", [
    ("1 + 1",                        "killed"),
    ("__import__('os')._exit(3)",    "exit 3"),
    ("__import__('ctypes').string_at(0)", "SIGSEGV"),
])
def test_kill_says_how_a_child_ended(parent, last, ended):
    child = parent.fork()
    say(child, last)
    assert child.kill() == ended


def test_nothing_of_the_course_can_be_imported(parent):
    with parent.fork() as child:
        for name in ("grading", "rnn_ref", "nbgrader", "grading.box.inside"):
            assert say(child, f"__import__({name!r})").startswith("ModuleNotFoundError")
        assert say(child, "[name for name in __import__('sys').modules if 'grading' in name]") == "[]"
        assert say(child, "__import__('numpy').linalg.norm([3, 4]).item()") == "5.0"


def test_the_parents_memory_is_the_same_for_each_child(parent):
    for _ in range(2):
        with parent.fork() as child:
            assert say(child, "hasattr(__import__('numpy'), 'left')") == "False"
            say(child, "setattr(__import__('numpy'), 'left', 1)")


def test_a_bundle_holds_what_the_runner_imports_and_no_more():
    assert {"grading", "grading.checks", "grading.checks.call", "grading.checks.guards",
            "grading.box.inside"} <= set(bundle("grading.checks.call"))
    assert not set(bundle("grading.checks.call")) & {"grading.secret", "grading.checks.task"}
