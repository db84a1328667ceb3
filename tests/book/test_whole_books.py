"""The links to the PDF and the ePub: on the pages where the files exist, and nowhere else."""

from pathlib import Path
from types import SimpleNamespace

import whole_books


def site(folder, *made):
    """Return a stand-in for Sphinx with the named files in the folder build."""
    for name in ("book", "build", "html"):
        Path(folder, name).mkdir(exist_ok=True)
    for name in made:
        Path(folder, "build", name).write_text(name)
    app = SimpleNamespace(srcdir=Path(folder, "book"), outdir=Path(folder, "html"), config=SimpleNamespace(),
                          builder=SimpleNamespace(name="html"))
    whole_books.note(app, app.config)
    return app


def foot(app):
    context = {"pathto": lambda file, resource: f"../{file}", "theme_extra_footer": "<p>Licenses</p>"}
    whole_books.link(app, "index", "page.html", context, None)
    return context["theme_extra_footer"]


def test_without_the_files_the_foot_stays_as_it_is(tmp_path):
    app = site(tmp_path)
    whole_books.copy(app, None)
    assert foot(app) == "<p>Licenses</p>" and not list(app.outdir.iterdir())


def test_what_is_made_is_copied_and_linked(tmp_path):
    app = site(tmp_path, "bptt.epub", "bptt.pdf")
    whole_books.copy(app, None)
    assert {file.name for file in app.outdir.iterdir()} == {"bptt.epub", "bptt.pdf"}
    assert '<a href="../bptt.pdf" download>PDF</a>, <a href="../bptt.epub" download>ePub</a>' in foot(app)


def test_a_file_that_is_gone_leaves_the_site(tmp_path):
    app = site(tmp_path, "bptt.epub", "bptt.pdf")
    whole_books.copy(app, None)
    (tmp_path / "build" / "bptt.pdf").unlink()
    app = site(tmp_path)
    whole_books.copy(app, None)
    assert [file.name for file in app.outdir.iterdir()] == ["bptt.epub"] and "PDF" not in foot(app)
