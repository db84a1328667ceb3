"""The PDF and the ePub, where `make pdf` and `make epub` made them: copied beside the pages and linked."""

import shutil
from pathlib import Path

FILES = {"PDF": "bptt.pdf", "ePub": "bptt.epub"}
LINK = '<p class="whole-book">The whole book in one file: {}.</p>'


def made(app):
    """Return the files that exist, each with its name on the page."""
    folder = Path(app.srcdir).parent / "build"
    return {name: folder / file for name, file in FILES.items() if (folder / file).exists()}


def note(app, config):
    """Let Sphinx write all pages anew when a file has come or gone: their feet change."""
    config.course_books = list(made(app))


def link(app, page, template, context, doctree):
    """Add the links to the foot of the page."""
    if app.builder.name == "html" and app.config.course_books:
        links = (f'<a href="{context["pathto"](FILES[name], 1)}" download>{name}</a>'
                 for name in app.config.course_books)
        context["theme_extra_footer"] += LINK.format(", ".join(links))


def copy(app, exception):
    if exception or app.builder.name != "html":
        return
    for name, file in FILES.items():
        if name in app.config.course_books:
            shutil.copyfile(made(app)[name], Path(app.outdir, file))
        else:
            Path(app.outdir, file).unlink(missing_ok=True)


def setup(app):
    app.add_config_value("course_books", [], "html")
    app.connect("config-inited", note)
    app.connect("html-page-context", link)
    app.connect("build-finished", copy)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
