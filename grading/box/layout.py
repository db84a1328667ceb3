"""Which files the box shows: Python, its own library, NumPy and the shared libraries, read-only."""

import functools
import os
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

import numpy

PACKAGES = Path(numpy.__file__).resolve().parents[1]
HIDDEN = ("site-packages", "dist-packages")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
TEMPORARY = "/tmp"
ROOTS = ("/lib", "/lib64", "/usr/lib64")
INDEX = Path("/etc/ld.so.cache")


class Layout(NamedTuple):
    """The box's files; each path is the same outside and inside."""

    shown: list         # files and folders
    hidden: list        # folders below those that are empty inside
    links: dict         # {path: target} of symbolic links
    numpy: list         # shown last, because they may stand in a hidden folder
    devices: list


@functools.cache
def layout():
    """Return the Layout for the Python that runs this; every path is free of links."""
    shown = outermost(path.resolve() for path in (*python(), *libraries()))
    hidden = [str(path) for top in shown for name in HIDDEN
              for pattern in (name, f"*/{name}") for path in Path(top).glob(pattern) if path.is_dir()]
    arrays = [str(PACKAGES / name) for name in ("numpy", "numpy.libs") if (PACKAGES / name).is_dir()]
    links = {path: os.readlink(path) for path in ROOTS if os.path.islink(path)}
    return Layout(shown, hidden, links, arrays, [path for path in DEVICES if os.path.exists(path)])


def program():
    """Return the interpreter itself, which a virtual environment's link leads to."""
    return Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()


def python():
    """Return the paths of the interpreter, its library and its shared library."""
    base, variables = Path(sys.base_prefix), sysconfig.get_config_vars()
    shared = Path(variables.get("LIBDIR") or "/") / (variables.get("INSTSONAME") or "")
    platform = sysconfig.get_path("platstdlib", vars={"platbase": sys.base_exec_prefix})
    own = [base / "lib"] * (str(base) not in ("/usr", "/usr/local"))        # pyenv, conda and the like
    return [program(), Path(os.__file__).parent, Path(platform), *own, *[shared] * shared.is_file()]


def libraries():
    """Return the folders of the system's shared libraries and the loader's index of them."""
    kind = sysconfig.get_config_var("MULTIARCH")
    several = [Path(root, kind) for root in ("/usr/lib", "/lib") if kind and Path(root, kind).is_dir()]
    return [*(several or [Path("/usr/lib"), Path("/lib")]), Path("/usr/lib64"), Path("/lib64"), INDEX]


def outermost(paths):
    """Return those of the paths that exist and lie in no other of them, as text."""
    real = sorted({path for path in paths if path.exists()})
    return [str(path) for path in real if not any(other in path.parents for other in real)]
