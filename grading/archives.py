"""Read the files of a download: a zip, or a folder with files and zips in it. Nothing is unpacked to disk."""

import os
import zipfile
from functools import partial
from pathlib import Path

from grading.files import BadInput
from grading.reading import LARGEST, read_bytes

MOST = 200_000      # files in one download


def entries(place):
    """Return {path within: how to read its bytes} of a zip or a folder; BadInput where it is neither.

    A zip in a folder counts as a folder of its files, one level deep. Links are not followed.
    """
    place = Path(place)
    if place.is_dir():
        found = {}
        for folder, _, names in os.walk(place):
            for name in sorted(names):
                path = Path(folder, name)
                inside = path.relative_to(place).as_posix()
                if name.lower().endswith(".zip") and not path.is_symlink():
                    found |= {f"{inside.removesuffix(path.suffix)}/{key}": read
                              for key, read in in_zip(path).items()}
                else:
                    found[inside] = partial(read_bytes, path)
    elif place.exists():
        found = in_zip(place)
    else:
        raise BadInput(f"There is no file or folder {place}: name the download of your platform.")
    if len(found) > MOST:
        raise BadInput(f"{place} holds {len(found):,} files, more than {MOST:,}: name a smaller download.")
    return found


def in_zip(path):
    """Return {name: how to read it} of the files in a zip; BadInput where it is none that can be read."""
    try:
        with zipfile.ZipFile(path) as file:
            names = [info.filename for info in file.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise BadInput(f"{path} is not a zip file that can be read ({problem}).") from None
    return {name: partial(read_zipped, path, name) for name in names}


def read_zipped(path, name):
    """Return the bytes of one file in a zip; BadInput where it is damaged, locked or too large."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            data = file.read(LARGEST + 1)       # a zip can claim any size: this much is read and no more
    except Exception as problem:        # zlib, lzma, a password, an unknown method: so many ways
        raise BadInput(f"{name} in {path.name} cannot be read ({problem})") from None
    if len(data) > LARGEST:
        raise BadInput(f"{name} in {path.name} is larger than {LARGEST // 1_000_000} MB")
    return data
