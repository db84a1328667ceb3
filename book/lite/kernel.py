"""What the notebook's Python loads: the wheels, and the list of them in the form of Pyodide's own.

The list names each wheel by its sha256, so the browser takes no other, and it names no package that the site
does not have. NumPy stays where the live cells have it: the list leads there.
"""

import hashlib
import json
import re
import shutil

from book.lite import environment

LIST = "pyodide-lock.json"
EXTENSION = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
SHIPPED = ("ipykernel", "piplite", "pyodide_kernel")      # wheels that come with the extension


def named(wheel):
    """Return the name that a wheel's file gives, as the registry writes it."""
    return re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower()


def entry(wheel):
    """Return a wheel as an entry of Pyodide's list."""
    return {"name": named(wheel), "version": wheel.name.split("-")[1], "file_name": wheel.name,
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(), "install_dir": "site",
            "package_type": "package", "imports": [], "depends": [], "unvendored_tests": False}


def gather(folder, numpy, away, info, ours):
    """Copy the wheels into a folder, write the list beside them, and return the names in it.

    numpy: NumPy's wheel, and away: the address of its folder, from that of folder; info: what Pyodide's list
    says of itself; ours: the course's wheel.
    """
    folder.mkdir(parents=True)
    shipped = environment.environment() / EXTENSION
    found = [*environment.wheels().glob("*.whl"), ours,
             *(wheel for name in SHIPPED for wheel in shipped.glob(f"{name}-*.whl"))]
    for wheel in found:
        shutil.copy2(wheel, folder)
    packages = {"numpy": entry(numpy) | {"file_name": away + numpy.name, "imports": ["numpy"]}}
    packages |= {named(wheel): entry(wheel) for wheel in sorted(found)}
    text = json.dumps({"info": info, "packages": packages}, indent=1, sort_keys=True)
    (folder / LIST).write_text(text + "\n", encoding="utf-8")
    return sorted(packages)
