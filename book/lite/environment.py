"""The environment that JupyterLite is built in, and the wheels that its Python needs, in build/lite.

Both come from the package registry by name, version and sha256: environment.txt and wheels.txt. They are made
again when their file changes. `uv pip compile --generate-hashes` writes both, wheels.txt with
`--python-version 3.14 --no-deps` from the versions in Pyodide's own list.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
ROOM = HERE.parents[1] / "build" / "lite"
ENVIRONMENT, WHEELS = ROOM / "environment", ROOM / "wheels"
ANY_BROWSER = ("--no-deps", "--only-binary=:all:", "--implementation", "py", "--abi", "none", "--platform",
               "any", "--python-version", "3.14")


class Failure(Exception):
    """One sentence on why the notebook cannot be made."""


def fingerprint(*files, also=""):
    """Return a short hash of the contents of files, and of a text."""
    digest = hashlib.sha256(also.encode())
    for file in files:
        digest.update(hashlib.sha256(Path(file).read_bytes()).digest())
    return digest.hexdigest()[:16]


def once(folder, mark, make):
    """Make a folder by make(folder), unless it stands there from the same mark; half a one never counts."""
    stamp = folder / ".made-from"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    stamp.write_text(mark, encoding="utf-8")
    return folder


def pip(python, *arguments):
    """Run pip; Failure says in one sentence what it needs, and the last thing it said."""
    command = [python, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        said = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("ERROR")), "")
        raise Failure("The notebook of the site, JupyterLite, is made from packages of the Python index, and "
                      f"pip could not get them ({said.removeprefix('ERROR: ') or 'no message'}): connect to "
                      "the network for the first build.")


def environment():
    """Return the folder of the environment with JupyterLite in it."""
    wanted = HERE / "environment.txt"

    def make(folder):
        venv.create(folder, with_pip=True, clear=True)
        pip(folder / "bin" / "python", "install", "--require-hashes", "--only-binary=:all:", "-r", wanted)
    return once(ENVIRONMENT, fingerprint(wanted, also=sys.version + str(ROOM)), make)


def wheels():
    """Return the folder of the wheels that the notebook's Python loads."""
    wanted = HERE / "wheels.txt"

    def make(folder):
        pip(sys.executable, "download", "--require-hashes", *ANY_BROWSER, "-r", wanted, "-d", folder)
    return once(WHEELS, fingerprint(wanted), make)
