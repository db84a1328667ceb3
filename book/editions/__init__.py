"""The course as one file: `python -m book.editions pdf` and `python -m book.editions epub`.

Sphinx makes both from the pages of the site and its configuration. What a browser does on the site (open a
folded box, typeset TeX, color a figure) is done here while the file is made:

- build.py     the site's configuration without what only a browser needs
- drawings.py  the figures in the colors of the light theme, as SVG and as PDF
- tex.py       what both do to the TeX of an equation
- latex.py     parts, chapters and equation ids for LaTeX
- pdf.py       runs LaTeX and reads its log: a fault there is a failure
- mathml.py    TeX as MathML, the accessible form of a formula in an ePub
- epub.py      the ePub's pages and its list of contents
"""
