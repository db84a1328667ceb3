"""Make the virtual environment .venv and install the course into it.

Any Python can run this file, so an old one gets a sentence and not a SyntaxError.
"""

import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
EXTRAS = "grading,cluster,postgresql,book,fast,dev"
INPUTS = ("pyproject.toml", "constraints.txt", "bootstrap.py")


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(2)


def newer_python():
    """Return a Python on PATH that is new enough and can make environments, or None."""
    if not hasattr(shutil, "which"):    # Python 2
        return None
    probe = "import sys, venv, ensurepip; sys.exit(sys.version_info < (%d, %d))" % OLDEST
    for minor in range(19, OLDEST[1] - 1, -1):
        path = shutil.which("python3.%d" % minor)
        if path and subprocess.call([path, "-c", probe], stderr=subprocess.DEVNULL) == 0:
            return path
    return None


def check_python():
    """Hand over to a newer Python where this one cannot do the work, or say what to install."""
    if sys.version_info < OLDEST:
        path = newer_python()
        if path:
            os.execv(path, [path] + sys.argv)
        stop("This course needs Python %d.%d or later, and %s is %d.%d: install a newer one, or name it "
             "as in `make PYTHON=/path/to/python3.12`."
             % (OLDEST + (sys.executable,) + sys.version_info[:2]))
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        path = newer_python()
        if path:
            os.execv(path, [path] + sys.argv)
        stop("%s has no venv or no pip: install them (on Debian and Ubuntu: apt install python3-venv), "
             "or name another as in `make PYTHON=/path/to/python3.12`." % sys.executable)


def fingerprint():
    """Return a hash of everything the environment is made from."""
    digest = hashlib.sha256(sys.version.encode() + os.getcwd().encode())
    for name in INPUTS:
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def run(*command):
    code = subprocess.call(command)
    if code:
        stop("Setting up .venv failed: `%s` ended with exit code %d; its own message stands above."
             % (" ".join(command), code))


def main():
    check_python()
    stamp, mark = os.path.join(".venv", "installed"), fingerprint()
    if os.path.exists(stamp) and open(stamp).read() == mark:
        return
    sys.stdout.write("Installing the course into .venv (about a minute) ...\n")
    sys.stdout.flush()
    python = os.path.join(".venv", "bin", "python")
    run(sys.executable, "-m", "venv", "--clear", ".venv")
    # The build backend is held by the same file, so that nothing unpinned runs.
    os.environ["PIP_CONSTRAINT"] = "constraints.txt"
    run(python, "-m", "pip", "install", "-qq", "--disable-pip-version-check",
        "--editable", ".[%s]" % EXTRAS)
    run(python, "-m", "pip", "check")
    with open(stamp, "w") as file:
        file.write(mark)


if __name__ == "__main__":
    main()
