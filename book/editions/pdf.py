"""The PDF: Sphinx writes LaTeX, latexmk runs it as often as it takes, and the log is read for faults."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from book.editions.build import AUTHOR, RIGHTS, TITLE, Failure, configuration, put_in_place, run_sphinx

PREAMBLE = Path(__file__).with_name("preamble.tex")
PROGRAMS = {"xelatex": "texlive-xetex", "latexmk": "latexmk", "rsvg-convert": "librsvg2-bin"}
PACKAGES = ("latexmk texlive-xetex texlive-latex-extra texlive-fonts-recommended fonts-texgyre "
            "fonts-texgyre-math fonts-dejavu-core librsvg2-bin")
FAULTS = (
    r"^! .*",
    r"^Missing character: .*",
    r"^LaTeX Warning: (?:Hyper )?[Rr]eference .* undefined.*",
    r"^LaTeX Warning: Citation .* undefined.*",
    r"^LaTeX Warning: Label .* multiply defined.*",
    r"^Package hyperref Warning: Hyper reference .*",
    r"^Overfull \\hbox \((?:[1-9]\d|\d{3,})(?:\.\d+)?pt too wide\).*",    # by 10 points: one can see that
    r"^Overfull \\vbox \((?:[1-9]\d|\d{3,})(?:\.\d+)?pt too high\).*",
)
LOOK = {
    "verbatimwithframe": "false", "verbatimwrapslines": "true", "VerbatimColor": "{rgb}{0.96,0.97,0.98}",
    "TitleColor": "{rgb}{0.12,0.22,0.33}", "InnerLinkColor": "{rgb}{0.12,0.37,0.60}",
    "OuterLinkColor": "{rgb}{0.12,0.37,0.60}", "hmargin": "{24mm,24mm}", "vmargin": "{25mm,27mm}",
}
FAULT = re.compile("|".join(FAULTS), re.M)


def missing_programs():
    return [program for program in PROGRAMS if not shutil.which(program)]


def faults(log):
    """Return the lines of a LaTeX log that tell of something wrong on a page."""
    return list(dict.fromkeys(match[0] for match in FAULT.finditer(log)))


def settings():
    return configuration(
        "book.editions.latex",
        latex_engine="xelatex",
        latex_documents=[("index", "bptt.tex", TITLE, AUTHOR, "manual")],
        latex_show_urls="footnote",
        latex_domain_indices=False,
        latex_table_style=["booktabs"],
        latex_elements={
            "papersize": "a4paper", "pointsize": "10pt", "extraclassoptions": "oneside,openany",
            "fontpkg": "", "fncychap": "", "makeindex": "", "printindex": "",
            "fvset": r"\fvset{fontsize=\fontsize{8.3}{10}\selectfont}",
            "amsmath": r"\usepackage{amsmath,amssymb}", "tocdepth": r"\setcounter{tocdepth}{1}",
            "secnumdepth": r"\setcounter{secnumdepth}{1}", "figure_align": "htbp",
            "preamble": PREAMBLE.read_text(encoding="utf-8"),
            "sphinxsetup": ",".join(f"{name}={value}" for name, value in LOOK.items()),
            "maketitle": rf"\coursetitle{{{TITLE}}}{{{AUTHOR}}}{{{RIGHTS}}}",
        })


def tighten(tex):
    """Return LaTeX without the empty lines above displayed equations, which would start empty paragraphs."""
    return re.sub(r"\n\s*\n(?=\\begin\{equation\*\})", "\n", tex)


def run_latex(folder):
    """Run LaTeX until all links are settled, and return its log."""
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-silent", "bptt.tex"]
    done = subprocess.run(command, cwd=folder, env=os.environ | {"max_print_line": "10000"},
                          capture_output=True, text=True, errors="replace")
    log = Path(folder, "bptt.log").read_text(encoding="utf-8", errors="replace")
    if done.returncode:
        raise Failure("LaTeX stopped:\n" + (log[log.find("\n! "):][:1500] or done.stdout[-1500:]))
    return log


def make(out):
    if missing_programs():
        raise Failure(f"The PDF needs {' and '.join(missing_programs())}: on Debian and Ubuntu, "
                      f"apt install {PACKAGES}.", code=2)
    folder = run_sphinx("latex", settings(), out)
    text = (folder / "bptt.tex").read_text(encoding="utf-8")
    (folder / "bptt.tex").write_text(tighten(text), encoding="utf-8")
    if found := faults(run_latex(folder)):
        raise Failure("The log of LaTeX tells of faults:\n" + "\n".join(found))
    return put_in_place(folder / "bptt.pdf", out)
