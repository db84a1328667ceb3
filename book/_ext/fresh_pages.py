"""Run the pages again when the code or the data they read changes, and only then, on the book's kernel.

The execution cache compares the cells of a page with those of the last build. It does not see that
rnn_ref, which the cells import, or a file of data has changed, and would show numbers that hold no longer.
So the cache stands in a folder named after a hash of that code and data. A new name also tells Sphinx to read
every page again. A change of the modules in _ext only makes it read them again: the cells stay as they are.

The kernel starts from an empty profile: a reader's own start-up files cannot change what a page shows. It
sends what a cell prints when the cell ends. By default it sends every 0.2 seconds, which on a busy machine
tears a line in two.
"""

import hashlib
import os
import shutil
from pathlib import Path

from myst_nb.core import execute
from myst_nb.core.execute.cache import NotebookClientCache


def fingerprint(files):
    """Return a short hash of the names and contents of the files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def name_cache(app, config):
    """Point the execution cache at the folder of the present code and drop the folders of older code."""
    book = Path(app.srcdir)
    imported = [*book.parent.joinpath("rnn_ref").rglob("*.py"), *book.glob("*.py"), *book.glob("data/*")]
    caches = book / "_build" / "executed"
    config.nb_execution_cache_path = str(caches / fingerprint(imported))
    for folder in caches.glob("*"):
        if folder != Path(config.nb_execution_cache_path):
            shutil.rmtree(folder)


def name_extensions(app, config):
    """Let a change of the book's own extensions show on every page."""
    config.book_extensions = fingerprint(Path(__file__).parent.glob("*.py"))


PROFILE = """\
from ipykernel.iostream import OutStream

OutStream.flush_interval = 3600
c.IPKernelApp.log_level = 40
"""


def use_empty_profile(app, config):
    """Give the kernels an IPython folder in _build, with the note on unencrypted TCP turned off."""
    folder = Path(app.srcdir) / "_build" / "ipython"
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(PROFILE)
    os.environ["IPYTHONDIR"] = str(folder)


class CacheClient(NotebookClientCache):
    """Outputs from the cache, put into the notebook itself: myst_nb writes that one to jupyter_execute."""

    def start_client(self):
        read = self._notebook
        super().start_client()
        read.cells = self._notebook.cells


execute.NotebookClientCache = CacheClient


def make_room(app):
    """Make the folder that the theme copies its logo into: a build that failed early leaves a file there."""
    static = Path(app.outdir) / "_static"
    if static.is_file():
        static.unlink()
    static.mkdir(parents=True, exist_ok=True)


def setup(app):
    app.add_config_value("book_extensions", "", "env")
    app.connect("config-inited", name_extensions)
    app.connect("config-inited", name_cache)
    app.connect("config-inited", use_empty_profile)
    app.connect("builder-inited", make_room)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
