"""Run Sphinx over the pages of the site with another builder, and move the result into place."""

import io
import os
import re
import shutil
from pathlib import Path

from docutils import nodes
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

BOOK = Path(__file__).parents[1]
TITLE = "Backpropagation Through Time"
AUTHOR = "The contributors of the course"
RIGHTS = "Text and figures: CC BY 4.0. Code: BSD 3-Clause."

# Buttons and scripts, which a reader of a PDF or an ePub does not have; and a second way to LaTeX.
LEFT_OUT = {"sphinx_togglebutton", "sphinx_copybutton", "sphinx_comments", "sphinx_book_theme",
            "offline_mathjax", "notebooks", "whole_site", "whole_books",
            "sphinx_jupyterbook_latex"}
THEIRS = ("comments_", "togglebutton_", "copybutton_", "course_")    # settings unknown without them
COLORS = re.compile(r"\x1b\[[0-9;]*m")


class Failure(Exception):
    """One sentence or a list of faults, and the exit code that goes with it."""

    def __init__(self, text, code=1):
        super().__init__(text)
        self.code = code


def is_component(node, name):
    """Tell whether a node is this part of sphinx-design: "tab-set", "grid-container"."""
    return isinstance(node, nodes.Element) and node.get("design_component") == name


def leave_out_cards(document):
    """Take out the cards of the landing page, which are large buttons; the list of chapters stands below."""
    for cards in list(document.findall(lambda node: is_component(node, "grid-container"))):
        cards.parent.remove(cards)


def configuration(extension, **settings):
    """Return the site's Sphinx configuration without what is for browsers, with an extension and settings."""
    config, _ = get_final_config(user_yaml=BOOK / "_config.yml", sourcedir=BOOK,
                                 cli_config={"latex_individualpages": False})
    config["extensions"] = [*(name for name in config["extensions"] if name not in LEFT_OUT), extension]
    config = {name: value for name, value in config.items() if not name.startswith(THEIRS)}
    plain = {"nitpicky": True, "project": TITLE, "author": AUTHOR, "version": "", "release": "", "today": " ",
             "html_js_files": [], "html_css_files": [], "html_static_path": [], "templates_path": []}
    return config | plain | settings


def run_sphinx(builder, config, out):
    """Build the book in a folder of the folder out, and return it; a warning is a failure."""
    folder, warnings = out / builder, io.StringIO()
    shutil.rmtree(folder, ignore_errors=True)
    with patch_docutils(str(BOOK)), docutils_namespace():
        app = Sphinx(srcdir=str(BOOK), confdir=None, outdir=str(folder), buildername=builder,
                     doctreedir=str(out / "doctrees" / builder), confoverrides=config, status=None,
                     warning=warnings)
        app.build()
    if text := COLORS.sub("", warnings.getvalue()).strip():
        raise Failure(text)
    return folder


def put_in_place(file, out):
    """Move a finished file to the folder out and return where it is."""
    os.replace(file, out / file.name)
    return out / file.name
