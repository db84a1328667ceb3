"""The box from outside: a warm process, its children, how they end, and that they end with the grader."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from grading.box import bubblewrap
from grading.box.bundle import bundle
from grading.box.parent import closed
from grading.files import COURSE, BadInput


@pytest.mark.parametrize("last, ended", [
    ("answer = 1",                              "killed"),
    ("while True: pass",                        "killed"),
    ("import os; os._exit(3)",                  "exit 3"),
    ("import ctypes; ctypes.string_at(0)",      "SIGSEGV"),
])
def test_kill_says_how_a_child_ended(parent, run, last, ended):
    child = parent.fork()
    if last.startswith("while"):
        child.socket.sendall(repr(last).encode() + b"\n")
    else:
        run(child, last)
    assert child.kill() == ended
    with parent.fork() as after:
        assert run(after, "answer = 2") == "2"


def test_a_timeout_of_the_socket_is_no_end_of_the_child(parent):
    with parent.fork() as child:
        child.socket.settimeout(0.1)
        assert not closed(child.socket)


def test_a_new_child_ends_the_one_before(parent, run):
    first, second = parent.fork(), parent.fork()
    assert first.socket.recv(1) == b"" and run(second, "answer = 1") == "1"
    first.socket.close()
    second.kill()


def test_the_layers_say_what_holds_a_child(parent):
    walls, *others = parent.layers
    assert walls.startswith("walls ") and others[:7] == [
        "its own process namespace", "no process seen", "read-only files", "no capabilities",
        "no new privileges", "filtered system calls", "limits on memory, time, threads and files"]


LEAVINGS = [    # what one submission leaves behind, and what the next one must not find of it
    ("import numpy; numpy.left = 1",                        "import numpy; answer = hasattr(numpy, 'left')"),
    ("open('/tmp/left', 'w')",                             "import os; answer = os.path.exists('/tmp/left')"),
    ("import os; os.environ['LEFT'] = '1'",                 "import os; answer = 'LEFT' in os.environ"),
    ("import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (9, 9))",
     "import resource as r; answer = r.getrlimit(r.RLIMIT_NOFILE) == (9, 9)"),
    ("import os; os.umask(0o123)",                          "import os; answer = os.umask(0) == 0o123"),
    ("import os; os.chdir('/')",                            "import os; answer = os.getcwd() == '/'"),
    ("import signal as s; s.signal(s.SIGTERM, s.SIG_IGN)",
     "import signal as s; answer = s.getsignal(s.SIGTERM) == s.SIG_IGN"),
]


@pytest.mark.parametrize("leave, look", LEAVINGS)
def test_nothing_of_a_child_is_left_for_the_next(parent, run, leave, look):
    with parent.fork() as child:
        assert "Error" not in run(child, leave) and run(child, look) == "True"
    with parent.fork() as child:
        assert run(child, look) == "False"


######## the end

def test_a_first_process_that_was_ended_is_started_again(parent, run):
    child = parent.fork()
    for process in [psutil.Process(parent.started.process.pid), *psutil.Process(
            parent.started.process.pid).children(recursive=True)]:
        process.kill()
    assert child.kill() == "SIGKILL"
    with parent.fork() as after:
        assert run(after, "answer = 1") == "1"


GRADER = """
import sys, time
from grading.box.parent import warm_parent
sources = {"hang": "def serve(sock):\\n    sock.recv(1)\\n    while True: pass"}
with warm_parent(sys.argv[1], runner="hang", sources=sources) as parent:
    child = parent.fork()
    child.socket.sendall(b"1")
    print("running", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("isolation", ["bubblewrap", "direct", "none"])
def test_all_processes_end_when_the_grader_is_killed(isolation):
    if isolation == "bubblewrap" and not bubblewrap.installed():
        pytest.skip("bubblewrap is not installed")
    grader = subprocess.Popen([sys.executable, "-c", GRADER, isolation], stdout=subprocess.PIPE, cwd=COURSE,
                              env={**os.environ, "PYTHONPATH": str(COURSE)})
    assert grader.stdout.readline() == b"running\n"
    started = psutil.Process(grader.pid).children(recursive=True)
    assert len(started) >= 2        # the first process and its child at least
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    grader.stdout.close()
    _, left = psutil.wait_procs(started, timeout=10)
    assert not left


######## where isolation is not to be had

@pytest.mark.skipif(not bubblewrap.installed(), reason="bubblewrap makes the place without namespaces")
def test_where_namespaces_are_missing_a_sentence_says_so():
    nowhere = ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/"]
    grader = subprocess.run([*nowhere, sys.executable, "-c", GRADER, "required"], capture_output=True,
                            cwd=COURSE, text=True, env={**os.environ, "PYTHONPATH": str(COURSE)})
    last = grader.stderr.splitlines()[-1]
    assert grader.returncode == 1 and "BadInput: Submissions cannot be isolated here (bubblewrap: " in last
    assert "; direct: new user namespace: " in last and "--without-isolation" in last


def test_elsewhere_than_on_linux_a_sentence_says_where_it_goes(monkeypatch, boxed):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    with pytest.raises(BadInput, match=r"on Linux only; this is Darwin\..*container.*--without-isolation"), \
            boxed("required"):
        pass


def test_without_isolation_the_layers_say_so(boxed, run):
    with boxed("none") as parent, parent.fork() as child:
        assert parent.layers == ["NO ISOLATION: limits on time and memory only"]
        assert run(child, "import numpy; answer = int(numpy.ones(3).sum())") == "3"
        folder = eval(run(child, "import os; answer = os.getcwd()"))
        child.kill()
        assert not Path(folder).exists()


######## what goes in

def test_a_bundle_holds_what_the_runner_imports_and_no_more():
    names = set(bundle("grading.checks.call"))
    assert {"grading", "grading.checks.call", "grading.checks.guards", "grading.box.inside"} <= names
    assert not names & {"grading.secret", "grading.checks.task", "grading.files", "grading.box.parent"}
