"""A value as Jupyter shows it: {media type: text}."""

from pprint import pformat

METHODS = {"text/html": "_repr_html_", "image/svg+xml": "_repr_svg_", "text/latex": "_repr_latex_",
           "text/markdown": "_repr_markdown_"}


def bundle(value):
    """Return what a value says of itself in every form that it has, and as text."""
    shown = {}
    for media, method in METHODS.items():
        speak = None if isinstance(value, type) else getattr(value, method, None)
        if callable(speak) and (text := speak()) is not None:
            shown[media] = text
    return shown | {"text/plain": plain_text(value)}


def plain_text(value):
    """Return a value as one reads it: containers that are long have an entry a line."""
    if isinstance(value, list | dict | tuple | set):
        return pformat(value, width=80, sort_dicts=False)
    return repr(value)


def show(value):
    """Show a value now; the runner puts in its place what sends it to the page."""
