"""MathJax from the site itself, so that a page asks no other host for anything.

The package sphinx-mathjax-offline carries MathJax 3.2.2. Its own Sphinx extension copies all of it;
a page needs only the one script (TeX in, HTML out, MathML for screen readers), the fonts, and the TeX
extensions that the script loads when an equation uses them.
"""

import shutil
from importlib.metadata import distribution
from pathlib import Path

SCRIPT = "mathjax/tex-chtml.js"
NEEDED = ("tex-chtml.js", "input/tex/extensions", "output/chtml/fonts/woff-v2")
UNUSED = shutil.ignore_patterns("all-packages.js")    # a bundle of its neighbors

# The menu would make every symbol a stop of the tab key, and load speech files that are not here.
# Formulas have one size, a little above the text's, on every machine, so that what fits here fits everywhere.
OPTIONS = {"options": {"enableMenu": False}, "chtml": {"matchFontHeight": False, "scale": 1.12}}


def carried_mathjax():
    """Return the folder of the installed package that holds MathJax."""
    package = distribution("sphinx-mathjax-offline")
    return Path(package.locate_file("sphinx-mathjax-offline/static/mathjax"))


def configure(app, config):
    config.mathjax_path = SCRIPT
    config.mathjax3_config = OPTIONS


def say_what_no_script_shows(app, page, template, context, doctree):
    """Tell a reader without JavaScript why the formulas look as they do."""
    if doctree and app.env.get_domain("math").has_equations(page):
        context["body"] = (
            "<noscript><p>Formulas are typeset by JavaScript. Without it you read them as they are written, "
            f"in TeX.</p></noscript>{context['body']}")


def copy_mathjax(app, exception):
    """Copy the needed files next to the site's other static files, once."""
    if exception or app.builder.format != "html":
        return
    source, target = carried_mathjax(), Path(app.outdir, "_static", "mathjax")
    for name in NEEDED:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=UNUSED, dirs_exist_ok=True)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)


def setup(app):
    app.setup_extension("sphinx.ext.mathjax")
    app.connect("config-inited", configure)
    app.connect("html-page-context", say_what_no_script_shows)
    app.connect("build-finished", copy_mathjax)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
