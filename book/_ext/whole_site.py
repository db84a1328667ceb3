"""The whole site as one file, `backpropagation-through-time.zip`, which every page links to.

Unpacked, it is the same site without that link and without Python, which a browser does not run from a
folder: open index.html, no server needed. The entries carry a fixed date and stand in order, so that equal
sites make equal files.
"""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NAME = "backpropagation-through-time.zip"
ROOM = NAME.removesuffix(".zip")
SERVED = ("_static/live/", "lite/")    # beginnings of the places that need a server
LINK = '<p class="whole-site"><a href="{}" download>Download the whole site</a> to read it offline.</p>'
LINKED = re.compile(r'<p class="whole-site">.*?</p>', re.S)
DATE = (1980, 1, 1, 0, 0, 0)


def link(app, page, template, context, doctree):
    """Add the link to the foot of the page."""
    if app.builder.name == "html":
        context["theme_extra_footer"] += LINK.format(context["pathto"](NAME, 1))


def content(file):
    """Return what stands in the zip for a file of the site."""
    data = file.read_bytes()
    return LINKED.sub("", data.decode()).encode() if file.suffix == ".html" else data


def pack(site):
    """Write the zip beside the pages, first under another name."""
    files = sorted(file for file in site.rglob("*") if file.is_file()
                   and file.name not in (NAME, ".buildinfo") and not file.name.endswith(".part")
                   and not file.relative_to(site).as_posix().startswith(SERVED))
    part = site / f"{NAME}.part"
    with ZipFile(part, "w") as archive:
        for file in files:
            entry = ZipInfo(f"{ROOM}/{file.relative_to(site).as_posix()}", DATE)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content(file))
    part.replace(site / NAME)


def finish(app, exception):
    if not exception and app.builder.name == "html":
        pack(Path(app.outdir))


def setup(app):
    app.connect("html-page-context", link)
    app.connect("build-finished", finish, priority=900)    # after the others have copied their files
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
