"""Fetch the files of manifest.toml into build/assets and check every one of them.

What is there and has the right sha256 is not fetched again, and then no network is needed. A file with
another sha256 stops everything: nothing of it is kept.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen
from zipfile import ZipFile

MANIFEST = Path(__file__).with_name("manifest.toml")
CACHE = Path(__file__).parents[2] / "build" / "assets"
SECONDS = 30    # that an address may keep silent


class Missing(Exception):
    """One sentence: what could not be had, and why."""


def sha256(path):
    """Return the sha256 of a file in hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def from_url(address, files, folder):
    """Download the files, named in the address as {file}, into the folder."""
    for file in files:
        with (urlopen(address.format(file=file), timeout=SECONDS) as answer,
              open(folder / file, "wb") as target):
            shutil.copyfileobj(answer, target)


def client(*command):
    """Run a package registry's own client; OSError with its last line where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError((done.stderr.strip().splitlines() or ["no message"])[-1])


def from_npm(source, files, folder):
    """Take the files out of a package of the npm registry."""
    client("npm", "pack", "--silent", "--pack-destination", str(folder), source["package"])
    [package] = folder.glob("*.tgz")
    with tarfile.open(package) as archive:
        for file in files:
            member = archive.extractfile(source["place"].format(file=file))
            (folder / file).write_bytes(member.read())


def from_pypi(source, files, folder):
    """Take the files out of a wheel of the Python index, or the wheel itself."""
    client(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
           "--disable-pip-version-check", "--dest", str(folder), source["package"])
    if "place" in source:
        [wheel] = folder.glob("*.whl")
        with ZipFile(wheel) as archive:
            for file in files:
                (folder / file).write_bytes(archive.read(source["place"].format(file=file)))


SOURCES = {"url": from_url, "npm": from_npm, "pypi": from_pypi}


def keep(name, package, kind, folder, place):
    """Move the fetched files to their place if each has its sha256; Missing where one has not."""
    for file, expected in package["files"].items():
        if (got := sha256(folder / file)) != expected:
            raise Missing(f"{file} of {name} {package['version']}, from {source_name(package, kind)}, has "
                          f"the sha256 {got}, and {MANIFEST.name} expects {expected}: nothing was kept.")
    place.mkdir(parents=True, exist_ok=True)
    for file in package["files"]:
        part = place / f".{file}.{os.getpid()}"    # on the cache's file system, where a rename is one step
        shutil.move(folder / file, part)
        part.replace(place / file)


def source_name(package, kind):
    return urlsplit(package["url"]).netloc if kind == "url" else f"{kind}'s {package[kind]['package']}"


def fetch(name, package, place):
    """Try the sources of a package in order; Missing where none has it."""
    failed = []
    for kind in filter(package.get, SOURCES):
        with tempfile.TemporaryDirectory() as folder:
            try:
                SOURCES[kind](package[kind], package["files"], Path(folder))
            except (OSError, KeyError, ValueError, tarfile.TarError) as error:
                failed.append(f"{source_name(package, kind)}: {str(error) or type(error).__name__}")
                continue
            return keep(name, package, kind, Path(folder), place)
    raise Missing(f"{name} {package['version']} could not be fetched ({'; '.join(failed)}): connect to the "
                  "network for the first build, or name a mirror of the Python index in pip's configuration.")


def gather(names=None, manifest=MANIFEST, cache=CACHE, say=lambda sentence: None):
    """Return {package: folder with its checked files} of the named packages, or of all of them.

    Errors: Missing says in one sentence what could not be had or was not what the manifest expects.
    """
    packages, folders = tomllib.loads(manifest.read_text(encoding="utf-8")), {}
    for name in packages if names is None else names:
        package = packages[name]
        folders[name] = place = cache / f"{name}-{package['version']}"
        if not all((place / file).is_file() and sha256(place / file) == expected
                   for file, expected in package["files"].items()):
            say(f"Fetching {name} {package['version']} ...")
            fetch(name, package, place)
    return folders
