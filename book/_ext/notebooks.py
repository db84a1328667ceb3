"""Each page as a Jupyter notebook, `notebooks/model.ipynb`, in the page's download menu.

The text is the page's (page_markdown.py); the code cells are those that the build has run, with their
outputs, the ones that the page hides folded away. A first cell makes the course's own modules importable.

Where `course_repository` in _config.yml, or else the environment variable COURSE_REPOSITORY, names a GitHub
repository, a second menu opens the notebook of the site's branch in Colab or Binder.
"""

import os
from copy import deepcopy
from pathlib import Path
from urllib.parse import quote

import nbformat
from docutils import nodes
from page_markdown import Markdown

HIDDEN = {"remove-input", "remove-cell", "hide-input", "hide-cell"}
FIND = """\
# The course's own modules: the package rnn_ref, and the helpers of the pages in its neighbor folder book.
import sys
from pathlib import Path

import rnn_ref

sys.path.append(str(Path(rnn_ref.__file__).parents[1] / "book"))"""
FETCH = """\
# Where the course is not installed, say in Colab: fetch it.
from importlib.util import find_spec

if find_spec("rnn_ref") is None:
    !git clone --quiet --depth 1 {repository} course
    %pip install --quiet ./course myst-nb matplotlib
    import sys
    sys.path.insert(0, "course")
"""
METADATA = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"}}


def code_cell(cell):
    """Return a cell of the executed page with what any Jupyter can show of its outputs."""
    outputs = deepcopy(cell.outputs)
    for output in outputs:
        for mime in [mime for mime in output.get("data", {}) if "papermill" in mime]:
            del output["data"][mime]
    shown = [output for output in outputs if output.get("data", True)]
    folded = {"jupyter": {"source_hidden": True}} if HIDDEN & set(cell.metadata.get("tags", [])) else {}
    return nbformat.v4.new_code_cell(cell.source, outputs=shown, execution_count=cell.execution_count,
                                     metadata=folded)


def walk(node):
    """Yield what stands in the page's sections, in order: titles, paragraphs, cells, …"""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from walk(child)
        else:
            yield child


def cells_of(doctree, executed, figure_numbers):
    """Return the notebook's cells; a new one starts at each title and around each code cell."""
    writer, cells, blocks, done = Markdown(figure_numbers), [], [], 0

    def flush():
        if blocks:
            cells.append(nbformat.v4.new_markdown_cell("\n\n".join(blocks)))
            blocks.clear()

    for node in walk(doctree):
        index = node.get("cell_index") if isinstance(node, nodes.container) else None
        if index is not None or isinstance(node, nodes.title):
            flush()
        if index is None:
            blocks += writer.block(node)
            continue
        cells += [code_cell(cell) for cell in executed[done:index + 1] if cell.cell_type == "code"]
        done = index + 1
    flush()
    return cells + [code_cell(cell) for cell in executed[done:] if cell.cell_type == "code"]


def first_cells(title, repository):
    fetch = [nbformat.v4.new_code_cell(FETCH.format(repository=repository))] if repository else []
    note = f"*From the course Backpropagation Through Time: {title}. Text: CC BY 4.0. Code: BSD 3-Clause.*"
    return [nbformat.v4.new_markdown_cell(note)], [*fetch, nbformat.v4.new_code_cell(FIND)]


def write_notebook(app, page, doctree):
    """Write a page's notebook and return its address within the site."""
    run = Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"
    has_code = "kernelspec" in app.env.metadata[page]
    executed = nbformat.read(run, as_version=4).cells if has_code else []
    numbers = app.env.toc_fignumbers.get(page, {}).get("figure", {})
    note, find = first_cells(app.env.titles[page].astext(), repository_of(app))
    cells = note + (find if executed else []) + cells_of(doctree, executed, numbers)
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"    # the same in every build
    book = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    file = Path(app.outdir, "notebooks", f"{page}.ipynb")
    file.parent.mkdir(exist_ok=True)
    nbformat.write(book, file)
    return f"notebooks/{page}.ipynb"


def repository_of(app):
    """Return the address of the course's repository, such as https://github.com/owner/name, or ""."""
    return (app.config.course_repository or os.environ.get("COURSE_REPOSITORY", "")).removesuffix("/")


def launchers(app, notebook):
    """Return the menu that opens a notebook elsewhere; it is empty without a repository."""
    repository, branch = repository_of(app), app.config.course_site_branch
    if not repository.startswith("https://github.com/"):
        return []
    name = repository.removeprefix("https://github.com/")
    places = {"Colab": f"https://colab.research.google.com/github/{name}/blob/{branch}/{notebook}",
              "Binder": f"https://mybinder.org/v2/gh/{name}/{branch}?labpath={quote(notebook, safe='')}"}
    buttons = [{"type": "link", "url": url, "text": f"Open in {place}", "icon": "fas fa-rocket",
                "label": f"launch-{place.lower()}-button"} for place, url in places.items()]
    return [{"type": "group", "tooltip": "Run this page elsewhere", "icon": "fas fa-rocket",
             "label": "launch-buttons", "buttons": buttons}]


def offer(app, page, template, context, doctree):
    """Put the notebook at the top of the page's download menu."""
    if doctree is None or app.builder.name != "html" or page.startswith("sets/"):    # these have their own
        return
    notebook = write_notebook(app, page, doctree)
    button = {"type": "link", "url": context["pathto"](notebook, 1), "text": "Notebook (.ipynb)",
              "icon": "fas fa-code", "label": "download-notebook-button"}
    for group in context["header_buttons"]:
        if group["label"] == "download-buttons":
            group["buttons"].insert(0, button)
    context["header_buttons"][:0] = launchers(app, notebook)


def setup(app):
    app.add_config_value("course_repository", "", "html")
    app.add_config_value("course_site_branch", "gh-pages", "html")
    app.connect("html-page-context", offer, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
