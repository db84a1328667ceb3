"""Show an array as LaTeX, so that a worked example on a page prints the numbers of its own run."""

import numpy as np


def number(value, digits=4):
    """Return a number as LaTeX with at most that many decimals: 0.5, -1, 0.7311."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def matrix(array, digits=4):
    """Return a vector as a column, or a matrix, as LaTeX."""
    rows = np.asarray(array)
    rows = rows[:, None] if rows.ndim == 1 else rows
    body = r" \\ ".join(" & ".join(number(v, digits) for v in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
