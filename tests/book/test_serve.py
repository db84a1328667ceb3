"""`make serve` says in one sentence what is wrong with a port."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

SERVE = Path(__file__).parents[2] / "book" / "serve.py"


def serve(port):
    return subprocess.run([sys.executable, SERVE, port], capture_output=True, text=True, timeout=20)


def assert_one_sentence(run, start):
    assert run.returncode == 2 and run.stdout == ""
    assert run.stderr.startswith(start) and run.stderr.count("\n") == 1 and "PORT=" in run.stderr


def test_a_busy_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert_one_sentence(serve(f"{port}"), f"Port {port} ")


@pytest.mark.parametrize("text", ["", "web", "0", "70000", "-1", "8000.5"])
def test_what_is_no_port_is_named(text):
    assert_one_sentence(serve(text), f"{text!r} ")
