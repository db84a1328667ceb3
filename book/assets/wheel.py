"""The course as a wheel for the browser: rnn_ref, and of grading what decides about an answer.

No solutions, nothing that needs nbgrader. Equal sources make equal bytes: the entries stand in order and
carry a fixed date.
"""

import base64
import hashlib
import tomllib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).parents[2]
PARTS = ("rnn_ref/**/*.py", "rnn_ref/names/*", "grading/__init__.py", "grading/files.py",
         "grading/course.toml", "grading/checks/**/*.py", "grading/mistakes/**/*.py")
DATE = (1980, 1, 1, 0, 0, 0)
TAGS = "Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def archive(entries, path):
    """Write {name: bytes} as a zip, in order of the names; equal entries make equal bytes."""
    with ZipFile(path, "w") as file:
        for name, data in sorted(entries.items()):
            entry = ZipInfo(name, DATE)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            file.writestr(entry, data, compresslevel=9)
    return path


def record(entries):
    """Return the wheel's list of its files with their sha256."""
    lines = []
    for name, data in sorted(entries.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        lines.append(f"{name},sha256={digest},{len(data)}")
    return "\n".join(lines) + "\n"


def modules(root=ROOT):
    """Return {name in the wheel: bytes} of the course's modules and their data."""
    return {file.relative_to(root).as_posix(): file.read_bytes()
            for part in PARTS for file in root.glob(part) if file.is_file()}


def build(folder, root=ROOT):
    """Write the wheel into a folder and return its path; its only dependency is numpy."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"].replace("-", "_"), project["version"]
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {version}\nRequires-Dist: numpy\n"
    info = f"{name}-{version}.dist-info"
    entries = modules(root) | {f"{info}/METADATA": metadata.encode(), f"{info}/WHEEL": TAGS.encode()}
    entries[f"{info}/RECORD"] = (record(entries) + f"{info}/RECORD,,\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    return archive(entries, folder / f"{name}-{version}-py3-none-any.whl")
