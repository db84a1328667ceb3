"""What the live cells need beside the pages: Python, the editor, the course's wheel, the pages' modules.

book/assets gathers and builds it; here it is copied into the site's folder `_static/live`, with the scripts
of book/live, which do not stand in book/_static, because every page would load them from there. assets.json
tells the worker where everything is; what is made here carries a hash in its address, so that no cache shows
an old one.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

from sphinx.errors import ExtensionError

BOOK = Path(__file__).parents[1]
if str(BOOK.parent) not in sys.path:
    sys.path.insert(0, str(BOOK.parent))

from book.assets.gather import Missing, gather  # noqa: E402  the folder above it has to be on the path
from book.assets.wheel import archive, build  # noqa: E402

PACKAGES = ("pyodide", "numpy", "codemirror")
LIVE = BOOK / "live"
HELPERS = ("*.py", "*.toml", "data/*.json", "explore/*.py")    # what cells and pieces import, what that reads
DRAWING = ("figures.py", "figures_gradients.py", "plots.py")   # of this folder: what the pieces draw with
LOCK = {"packages": {}, "info": {    # Pyodide asks for such a list; the worker loads its wheels itself
    "abi_version": "2026_0", "arch": "wasm32", "platform": "emscripten_5_0_3", "python": "3.14.0"}}


def page_modules():
    """Return {name: bytes} of the modules that cells import beside rnn_ref, and that run the cells."""
    helpers = [file for part in HELPERS for file in BOOK.glob(part)]
    drawing = [BOOK / "_ext" / name for name in DRAWING]
    return {file.relative_to(folder).as_posix(): file.read_bytes()
            for folder, files in ((BOOK, helpers), (LIVE, LIVE.rglob("*.py")), (BOOK / "_ext", drawing))
            for file in files}


def fresh(path):
    """Return the file's name with a hash of its content, as an address."""
    return f"{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def furnish(folder):
    """Put everything into the folder, and assets.json, which says where it is."""
    gathered = gather(PACKAGES)
    for place in gathered.values():
        shutil.copytree(place, folder / place.name, dirs_exist_ok=True)
    for file in [*LIVE.glob("*.js"), *LIVE.glob("*.css")]:
        shutil.copy2(file, folder)
    [numpy] = gathered["numpy"].glob("*.whl")
    assets = {"pyodide": f"{gathered['pyodide'].name}/", "numpy": f"{gathered['numpy'].name}/{numpy.name}",
              "codemirror": f"{gathered['codemirror'].name}/index.js", "course": fresh(build(folder)),
              "pages": fresh(archive(page_modules(), folder / "pages.zip")), "lock": LOCK}
    (folder / "assets.json").write_text(json.dumps(assets), encoding="utf-8")


def finish(app, exception):
    if exception or app.builder.name != "html":
        return
    try:
        furnish(Path(app.outdir, "_static", "live"))
    except Missing as problem:
        raise ExtensionError(str(problem)) from None


def setup(app):
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
