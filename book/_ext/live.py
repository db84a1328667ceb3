"""What the live cells need beside the pages: Python, the editor, the course's wheel, the pages' modules.

book/assets gathers and builds it; here it is copied into the site's folder `_static/live`, with the scripts
of book/live, which do not stand in book/_static, because every page would load them from there. assets.json
tells the worker where everything is; what is made here carries a hash in its address, so that no cache shows
an old one.
"""

import gzip
import hashlib
import json
import shutil
import sys
from pathlib import Path

import nbformat
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
START = "live-start.js"    # of all scripts the only one that a page loads by itself
SCRIPTS = ("cells.js", "editor.js", "keep.js", "outputs.js", "runtime.js", "worker.js")
UNSHOWN = {"remove-input", "remove-cell", "hide-input", "hide-cell"}
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


def pack(file):
    """Write the file compressed beside it: three megabytes to send in the place of ten, from any server."""
    packed = file.with_name(f"{file.name}.packed")
    if not packed.exists():
        packed.write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def furnish(folder):
    """Put everything into the folder, and assets.json, which says where it is."""
    gathered = gather(PACKAGES)
    for place in gathered.values():
        shutil.copytree(place, folder / place.name, dirs_exist_ok=True)
    pack(folder / gathered["pyodide"].name / "pyodide.asm.wasm")
    for script in SCRIPTS:
        shutil.copy2(LIVE / script, folder)
    [numpy] = gathered["numpy"].glob("*.whl")
    assets = {"pyodide": f"{gathered['pyodide'].name}/", "numpy": f"{gathered['numpy'].name}/{numpy.name}",
              "codemirror": f"{gathered['codemirror'].name}/index.js", "course": fresh(build(folder)),
              "pages": fresh(archive(page_modules(), folder / "pages.zip")), "lock": LOCK}
    (folder / "assets.json").write_text(json.dumps(assets), encoding="utf-8")


def cells_of(app, page):
    """Return the code cells of an executed page: their source, and whether the page shows it."""
    run = nbformat.read(Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb", as_version=4)
    return [{"source": cell.source, "shown": not UNSHOWN & set(cell.metadata.get("tags", []))}
            for cell in run.cells if cell.cell_type == "code"]


def describe(app, page, template, context, doctree):
    """Write what the page's cells are, and let the page load the script that puts buttons under them."""
    if doctree is None or app.builder.name != "html" or "kernelspec" not in app.env.metadata[page]:
        return
    cells = cells_of(app, page)
    if any(cell["shown"] for cell in cells):
        file = Path(app.outdir, "_static", "live", "cells", f"{page}.json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(cells), encoding="utf-8")
        app.add_js_file(START, loading_method="defer")


def place_start(app):
    """Put the script where Sphinx finds it when it writes the pages: the address carries its checksum."""
    if app.builder.name == "html":
        static = Path(app.outdir, "_static")
        static.mkdir(parents=True, exist_ok=True)
        shutil.copy2(LIVE / "start.js", static / START)


def finish(app, exception):
    if exception or app.builder.name != "html":
        return
    try:
        furnish(Path(app.outdir, "_static", "live"))
        shutil.copy2(LIVE / "offline.js", app.outdir)    # at the top, because it sees what stands beside it
    except Missing as problem:
        raise ExtensionError(str(problem)) from None


def setup(app):
    app.connect("builder-inited", place_start, priority=900)    # after fresh_pages has made the folder
    app.connect("html-page-context", describe)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
