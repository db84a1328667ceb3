"""What the tests of the box share: a runner that does what it is told, and boxes of both kinds of wall."""

import sys
from pathlib import Path

import pytest

from grading.box import bubblewrap
from grading.box.parent import warm_parent

sys.path.append(str(Path(__file__).parent))     # for `strategies`, beside this file

RUNNER = {"echo": """
def serve(sock):
    with sock.makefile("rb") as lines:
        for line in lines:
            names = {}
            try:
                exec(eval(line), names)
                said = repr(names.get("answer"))
            except BaseException as error:
                said = repr(error)
            sock.sendall(repr(said[:60000]).encode() + b"\\n")
"""}


def in_child(child, source):
    """Run source in the child; return the repr of its `answer`, or of what it raised; "" if it died."""
    child.socket.sendall(repr(source).encode() + b"\n")
    said = b""
    while not said.endswith(b"\n") and (more := child.socket.recv(65536)):
        said += more
    return eval(said) if said else ""


def box(isolation):
    """Return a context manager that gives a warm process with the runner above."""
    return warm_parent(isolation, runner="echo", sources=RUNNER)


@pytest.fixture(scope="session")
def run():
    return in_child


@pytest.fixture(scope="session")
def boxed():
    return box


@pytest.fixture(scope="module", params=["bubblewrap", "direct"])
def parent(request):
    """Give a warm process behind each kind of wall."""
    if request.param == "bubblewrap" and not bubblewrap.installed():
        pytest.skip("bubblewrap is not installed")
    with box(request.param) as parent:
        yield parent
