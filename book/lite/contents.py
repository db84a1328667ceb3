"""The files that a reader finds in the notebook: each problem set in a folder of its own, as in the course.

JupyterLite reads a folder's list from api/contents. The dates in it are fixed: equal files make equal lists.
"""

import json
import shutil

DATE = "2026-01-01T00:00:00.000000Z"


def described(path, kind, size=None, content=None):
    """Return a file or a folder as Jupyter's contents service describes it."""
    return {"name": path.rsplit("/", 1)[-1], "path": path, "type": kind, "size": size, "content": content,
            "format": content and "json", "mimetype": None, "writable": True, "created": DATE,
            "last_modified": DATE, "hash": None, "hash_algorithm": None}


def write_list(site, path, content):
    file = site / "api" / "contents" / path / "all.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(described(path, "directory", content=content), indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")


def offer(site, notebooks):
    """Put notebooks into the site and write the lists: one of the folders, one in each folder."""
    for notebook in notebooks:
        name, path = notebook.stem, f"{notebook.stem}/{notebook.name}"
        target = site / "files" / path
        target.parent.mkdir(parents=True)
        shutil.copyfile(notebook, target)
        write_list(site, name, [described(path, "notebook", size=notebook.stat().st_size)])
    write_list(site, "", [described(notebook.stem, "directory") for notebook in notebooks])
