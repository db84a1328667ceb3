"""What a hostile submission can see and do in the box: each row is a line of Python and what comes of it."""

import os
from os.path import dirname

import pytest

from grading.box import start
from grading.box.layout import PACKAGES, layout
from grading.files import COURSE

DENIED = "PermissionError(1, 'Operation not permitted')"
C = "import ctypes, os; c = ctypes.CDLL(None, use_errno=True); answer = c.{}, os.strerror(ctypes.get_errno())"
REFUSED = "(-1, 'Operation not permitted')"

REFUSALS = [
    ("import os; os.fork()", DENIED),
    ("import os; os.forkpty()", "Error"),
    ("import os; os.execv('/lib64/ld-linux-x86-64.so.2', ['x'])", "PermissionError"),
    ("import os; os.posix_spawn('/bin/sh', ['sh'], {})", "PermissionError"),
    ("import subprocess; subprocess.run(['true'])", "PermissionError"),
    ("import os; answer = os.system('true')", "32512"),
    ("import multiprocessing as m; m.get_context('fork').Process(target=print).start()", "PermissionError"),
    ("import socket; socket.socket()", DENIED),
    ("import socket; socket.socket(socket.AF_UNIX)", DENIED),
    ("import socket; socket.socketpair()", DENIED),
    ("import socket; socket.create_connection(('127.0.0.1', 45454))", "PermissionError"),
    ("import urllib.request as u; u.urlopen('http://127.0.0.1/')", "Error"),
    ("import socket; answer = socket.if_nameindex()", "Error"),
    ("import os; os.kill(1, 9)", DENIED),
    ("import os; os.kill(-1, 9)", DENIED),
    ("import os; os.killpg(0, 15)", DENIED),
    ("import os; os.setuid(0)", DENIED),
    ("import os; os.setgroups([0])", DENIED),
    ("import os; os.chroot('.')", DENIED),
    ("import os; os.mkfifo('/tmp/pipe')", DENIED),
    ("import os; os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))", DENIED),
    ("import os; os.chown('/tmp', 0, 0)", DENIED),
    ("import os; os.memfd_create('x')", DENIED),
    ("import os; os.sched_setaffinity(0, {0})", DENIED),
    ("import os; os.nice(-5)", "Error"),
    ("import os; os.pidfd_open(1)", DENIED),
    ("import os; os.setsid()", DENIED),
    ("import resource as r; r.setrlimit(r.RLIMIT_AS, (-1, -1))", "Error"),
    ("import multiprocessing.shared_memory as s; s.SharedMemory('x', True, 10)", "Error"),
    ("import fcntl, termios; fcntl.ioctl(0, termios.TIOCSTI, b'x')", "Error"),
    (C.format("unshare(0x10000000)"), REFUSED),                                     # a user namespace
    (C.format("unshare(0x20000)"), REFUSED),                                        # a mount namespace
    (C.format("setns(3, 0)"), REFUSED),
    (C.format("mount(b'x', b'/tmp', b'tmpfs', 0, None)"), REFUSED),
    (C.format("umount2(b'/tmp', 2)"), REFUSED),
    (C.format("umount2(b'/', 2)"), REFUSED),
    (C.format("pivot_root(b'/', b'/tmp')"), REFUSED),
    (C.format("ptrace(0, 0, 0, 0)"), REFUSED),
    (C.format("process_vm_readv(1, 0, 0, 0, 0, 0)"), REFUSED),
    (C.format("shmget(1, 4096, 0o1777)"), REFUSED),
    (C.format("semget(1, 1, 0o1777)"), REFUSED),
    (C.format("msgget(1, 0o1777)"), REFUSED),
    (C.format("mq_open(b'/x', 66, 0o666, None)"), REFUSED),
    (C.format("prctl(1, 0)"), REFUSED),                 # do not die with the parent
    (C.format("prctl(22, 2, 0)"), REFUSED),             # another filter
    (C.format("prctl(4, 1)"), REFUSED),                 # dumpable again
    (C.format("syscall(435, 0, 0)"), "(-1, 'Function not implemented')"),           # clone3
    (C.format("syscall(56, 0x10000011, 0, 0, 0, 0)"), REFUSED),                     # clone, user namespace
    (C.format("syscall(425, 1, 0)"), REFUSED),                                      # io_uring_setup
    (C.format("syscall(321, 0, 0, 0)"), REFUSED),                                   # bpf
    (C.format("syscall(298, 0, 0, 0, 0, 0)"), REFUSED),                             # perf_event_open
    (C.format("syscall(323, 0)"), REFUSED),                                         # userfaultfd
    (C.format("syscall(250, 0, 0, 0, 0, 0)"), REFUSED),                             # keyctl
    (C.format("syscall(0x40000000 + 39)"), REFUSED),                                # the x32 door to getpid
    (C.format("syscall(9999)"), REFUSED),                                           # what a later kernel adds
    ("open('/new', 'w')", "OSError(30, 'Read-only file system')"),
    ("open('/dev/new', 'w')", "Error"),
    ("import os; os.remove('/dev/null')", "Error"),
    ("import os; os.mkdir('/usr/x')", "Error"),
    ("import numpy; open(numpy.__file__, 'a')", "Error"),
    ("import os; open(os.__file__, 'a')", "Error"),
    ("import os; os.chmod(os.__file__, 0o777)", "Error"),
    ("import os; os.rename('/tmp', '/old')", "Error"),
    ("open('/proc/self/mem', 'rb')", "FileNotFoundError"),
    ("open('/proc/1/environ', 'rb')", "FileNotFoundError"),
    ("open('/etc/passwd')", "FileNotFoundError"),
    ("open('/sys/kernel/mm/ksm/run')", "FileNotFoundError"),
    ("open('/dev/shm/x', 'w')", "Error"),
    ("open('/dev/tty')", "FileNotFoundError"),
    ("open('/dev/mem')", "FileNotFoundError"),
    ("import os; os.listdir('/old')", "FileNotFoundError"),
]


@pytest.fixture
def child(parent):
    with parent.fork() as child:
        yield child


@pytest.mark.parametrize("source, expected", REFUSALS, ids=[row[0][:70] for row in REFUSALS])
def test_what_is_not_allowed_fails(child, run, source, expected):
    said = run(child, source)
    assert expected in said, said
    assert run(child, "answer = 1") == "1"      # and the child goes on


######## what it sees

def test_it_is_nobody_in_particular(child, run):
    assert run(child, "import os; answer = os.getpid(), os.getppid()") == "(1, 0)"
    assert run(child, "import os; answer = os.getuid() == os.geteuid() == 65534") == "True"
    assert run(child, "import ctypes; c = (ctypes.c_uint32 * 6)(1, 1, 1); "
                      "h = (ctypes.c_uint32 * 2)(0x20080522, 0); "
                      "answer = ctypes.CDLL(None).capget(h, c), list(c)") == "(0, [0, 0, 0, 0, 0, 0])"
    assert run(child, "import ctypes; p = ctypes.CDLL(None).prctl; answer = p(39, 0, 0, 0, 0), p(21)") \
        == "(1, 2)"


def test_it_sees_nothing_but_python_and_numpy(child, run):
    found = set(eval(run(child, """
import os
answer = set()
for top, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if not os.path.islink(os.path.join(top, name))]
    if files:
        answer.add(top)
""")))
    allowed = (*layout().shown, *layout().numpy, "/dev")
    assert any("/numpy/linalg" in path for path in found)
    assert not [path for path in found if not path.startswith(allowed) and path not in map(dirname, allowed)]
    assert not [path for path in found if "-packages/" in path and "/numpy" not in path]


@pytest.mark.parametrize("path", [
    COURSE / "grading", COURSE / "rnn_ref", COURSE / "solutions", COURSE / "README.md", PACKAGES / "nbgrader",
    PACKAGES / "pip", "/root/.bashrc", "/home", "/var", "/etc", "/run", "/sys", "/proc", "/opt"])
def test_nothing_else_is_there(child, run, path):
    listed = run(child, f"import os; answer = os.path.isfile({str(path)!r}) or os.listdir({str(path)!r})")
    assert "Error" in listed or listed == "[]" or (path == "/etc" and listed == "['ld.so.cache']"), listed


def test_no_descriptor_but_the_wire_is_open(child, run):
    assert run(child, """
import os, stat
answer = []
for number in range(1000):
    try:
        kind = os.fstat(number)
    except OSError:
        continue
    answer.append((number if number < 3 else "wire", stat.S_ISSOCK(kind.st_mode), kind.st_rdev))
""") == str([(number, False, os.makedev(1, 3)) for number in range(3)] + [("wire", True, 0)])


@pytest.mark.parametrize("name", ["grading", "rnn_ref", "nbgrader", "grading.box.inside", "pip", "IPython"])
def test_nothing_of_the_course_can_be_imported(child, run, name):
    assert run(child, f"import {name}").startswith("ModuleNotFoundError")
    assert run(child, "import sys; answer = [name for name in sys.modules if 'grading' in name]") == "[]"
    assert run(child, "import __main__; answer = [n for n in vars(__main__) if n[0] != '_']") == "[]"


def test_the_environment_says_nothing(child, run):
    names = eval(run(child, "import os; answer = sorted(os.environ)"))
    assert {*names} <= {*start.ENVIRONMENT, "LC_CTYPE", "PWD"}


def test_the_machine_has_another_name(child, run):
    assert run(child, "import os; answer = os.uname().nodename") == "'box'"


######## what it uses

@pytest.mark.parametrize("source", [
    "x = bytearray(2_000_000_000)",
    "x = [bytearray(50_000_000) for _ in range(100)]",
    "import numpy; x = numpy.ones((20_000, 20_000))",
    "import mmap; x = [mmap.mmap(-1, 50_000_000) for _ in range(100)]",
    "import threading as t; x = [bytearray(50_000_000) for _ in range(20)]; "
    "s = [t.Thread(target=lambda: x.append(bytearray(50_000_000))) for _ in range(3)]; "
    "[y.start() for y in s]; [y.join() for y in s]; bytearray(400_000_000)",
])
def test_memory_is_limited(child, run, source):
    assert "MemoryError" in run(child, source) or "Cannot allocate" in run(child, source)


def test_threads_are_limited_and_a_few_work(child, run):
    few = "import threading as t; s = [t.Thread(target=e.wait) for _ in range({})]; [y.start() for y in s]; "
    assert run(child, "import threading as t; e = t.Event(); " + few.format(8) + "e.set(); answer = 1") == "1"
    assert "RuntimeError" in run(child, "import threading as t; e = t.Event(); " + few.format(100))


@pytest.mark.parametrize("source", [
    "with open('/tmp/big', 'wb') as file:\n    for _ in range(100): file.write(bytes(1_000_000))",
    "for i in range(100):\n    with open(f'/tmp/big{i}', 'wb') as file: file.write(bytes(1_000_000))",
    "for i in range(10_000): open(f'/tmp/small{i}', 'w').close()",
])
def test_files_are_limited(child, run, source):
    assert run(child, source).startswith("OSError(")


def test_descriptors_are_limited(child, run):
    assert "Too many open files" in run(child, "import os; x = [os.open('/dev/null', 0) for _ in range(100)]")


def test_no_core_is_dumped_and_time_is_limited(child, run):
    assert run(child, "import resource as r; answer = r.getrlimit(r.RLIMIT_CORE)") == "(0, 0)"
    assert run(child, "import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 1))\nwhile True: pass") == ""


@pytest.mark.parametrize("source, said", [
    ("import numpy as np; answer = np.linalg.solve(np.eye(3), np.ones(3)).tolist()", "[1.0, 1.0, 1.0]"),
    ("import numpy as np; np.save('x', np.eye(2)); answer = np.load('x.npy').shape", "(2, 2)"),
    ("import tempfile as t\nwith t.TemporaryFile() as f: answer = f.write(b'x')", "1"),
    ("import time; time.sleep(0.01); answer = time.time() > 0", "True"),
    ("import sqlite3, decimal, statistics, random; answer = random.random() > 0", "True"),
    ("import shutil; open('a', 'w').write('x'); shutil.copy2('a', 'b'); answer = open('b').read()", "'x'"),
    ("print('said'); input()", "EOFError('EOF when reading a line')"),
])
def test_what_honest_work_needs_is_there(child, run, source, said):
    assert run(child, source) == said
