"""The problem sets as pages: sets/ps1.html is made from exercises/ps1/ps1.ipynb, what students get.

Prose becomes the page's text, with a link at each id of an equation. A cell that a student writes becomes a
place to write, its check a button (live_sets_cells.py). The notebook itself stands in the page as well: the
scripts in book/sets write answers into it and hand it out. In the PDF and the ePub a sentence stands in place
of all that.
"""

import json
import re
import shutil
from itertools import zip_longest
from pathlib import Path

from live_sets_cells import end, place, progress_page, raw, start
from problem_sets import ROOT

from solutions import ID

SET, PROGRESS = re.compile(r"sets/(ps\w+)"), "sets/progress"
SCRIPTS = Path(__file__).parents[1] / "sets"
APART = re.compile(r"(`[^`]*`|\$\$.*?\$\$|\$[^$]*\$)", re.S)    # code and mathematics: no links in there
LETTERED = re.compile(r"(?:^\*\*[A-Z]\.\*\* (?:.+\n?)+\n*){3,}", re.M)
NEXT_LETTER = re.compile(r"\n\n(?=\*\*[A-Z]\.\*\* )")
WITHOUT_PAGE = re.compile(r"Python 3\.11 .*? its Python\. You should know ", re.S)
WHAT_YOU_DO = re.compile(r"\*\*What you do\.\*\*.*?(?=\n\n)", re.S)
HERE = """\
**What you do.** Replace the line `raise NotImplementedError` in each function and press Check. The check
shows the smallest case in which your function fails, and names the mistake where it knows it. Python runs in
this page, once you ask for it. Your answers stay in this browser: export them as the notebook that you hand
in."""
PRINTED = """# {title}

{first}

The set is a page of the course's site, where Python runs in the page, and a notebook,
`exercises/{name}/{name}.ipynb`.
"""


def notebook(name):
    """Return the release notebook of a set."""
    return json.loads(notebook_file(name).read_text(encoding="utf-8"))


def notebook_file(name):
    return ROOT / "exercises" / name / f"{name}.ipynb"


def linked(text):
    """Return prose with each id of an equation as a link to it, but for code and mathematics."""
    parts = APART.split(text)
    parts[::2] = [ID.sub(lambda m: f"{{eq}}`{m[0]}`", part) for part in parts[::2]]
    return "".join(parts)


def in_cards(lines, function):
    """Return the lettered lines of a proof, each in a box of its own, which a reader can drag."""
    cards = [f":::{{div}} proof-line\n{line}\n:::" for line in NEXT_LETTER.split(lines.strip())]
    opening = raw(f'<div class="proof-lines" data-for="{function}">')
    return "\n\n".join([opening, *cards, raw("</div>")]) + "\n\n"


def prose(cell, follower):
    """Return a cell of prose as MyST; follower is the cell below it, or None."""
    text = linked("".join(cell["source"]).rstrip() + "\n")
    return LETTERED.sub(lambda match: in_cards(match[0], follower["id"]), text)


def page(name):
    """Return the page of a set as MyST."""
    book = notebook(name)
    first, *rest = book["cells"]
    intro = WHAT_YOU_DO.sub(HERE, WITHOUT_PAGE.sub("", "".join(first["source"])))
    title, _, intro = intro.partition("\n")
    parts = [title, start(name, book), linked(intro.strip())]
    for cell, follower in zip_longest(rest, rest[1:]):
        is_prose = cell["cell_type"] == "markdown" and "nbgrader" not in cell["metadata"]
        parts.append(prose(cell, follower) if is_prose else place(name, cell))
    return "\n\n".join([*filter(None, parts), end(name)]) + "\n"


def printed(name):
    """Return what stands in a book without scripts."""
    title, first = "".join(notebook(name)["cells"][0]["source"]).split("\n\n")[:2]
    return PRINTED.format(title=title.removeprefix("# "), first=first, name=name)


def make_page(app, docname, source):
    """Put the text in place of what the file says: where it came from."""
    if match := SET.fullmatch(docname):
        app.env.note_dependency(str(notebook_file(match[1])))
        source[0] = page(match[1]) if app.builder.name == "html" else printed(match[1])
    elif docname == PROGRESS and app.builder.name == "html":
        source[0] += progress_page()


def add_scripts(app, page, template, context, doctree):
    """Load the scripts where there is something for them."""
    if app.builder.name == "html" and page.startswith("sets/"):
        app.add_css_file("sets/sets.css")
        app.add_js_file("sets/start.js", loading_method="defer")


def copy_files(app):
    """Put scripts and notebooks where these pages load them from; from book/_static every page would."""
    if app.builder.name != "html":
        return
    folder = Path(app.outdir, "_static", "sets")
    folder.mkdir(parents=True, exist_ok=True)
    for file in [*SCRIPTS.glob("*.js"), *SCRIPTS.glob("*.css"), *ROOT.glob("exercises/*/*.ipynb")]:
        shutil.copyfile(file, folder / file.name)


def setup(app):
    app.connect("source-read", make_page)
    app.connect("builder-inited", copy_files, priority=900)    # after the folder is there
    app.connect("html-page-context", add_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
