"""The full notebook beside the pages: the folder lite, which book.lite makes from packages."""

import shutil
from pathlib import Path

from live import LOCK, Missing
from sphinx.errors import ExtensionError

from book.lite.environment import Failure
from book.lite.site import build

FOLDER, STAMP = "lite", ".made-from"


def finish(app, exception):
    """Copy the notebook into the site where it is not there yet as it stands."""
    if exception or app.builder.name != "html":
        return
    try:
        made = build(LOCK["info"])
    except (Failure, Missing) as problem:
        raise ExtensionError(str(problem)) from None
    target = Path(app.outdir, FOLDER)
    if not (target / STAMP).exists() or (target / STAMP).read_text() != (made / STAMP).read_text():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target)


def setup(app):
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
