"""The classes and the function that the pages use: a text that says how it wants to be shown."""

import display as shown


class Text:
    """A text of one media type."""

    def __init__(self, data):
        self.data = data

    def __repr__(self):
        return f"<IPython.core.display.{type(self).__name__} object>"


class Markdown(Text):
    def _repr_markdown_(self):
        return self.data


class Math(Text):
    def _repr_latex_(self):
        return rf"$\displaystyle {self.data}$"


class HTML(Text):
    def _repr_html_(self):
        return self.data


class SVG(Text):
    def _repr_svg_(self):
        return self.data


def display(*values):
    """Show values now, before the cell ends."""
    for value in values:
        shown.show(value)
