"""How many there are of something, counted while the book is built: the `count` role.

    {count}`equations` equations are checked, and {count}`slips` slips are listed.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxRole

ROOT = Path(__file__).parents[2]

COUNTED = {    # what is counted: (files, a line that starts one)
    "equations": ("book/equations/*.toml", r'^\["eq-[^"]+"\]'),
    "slips":     ("book/errata.toml", r'^\["err-[^"]+"\]'),
}


class Count(SphinxRole):
    """The number of things of a kind, as text."""

    def run(self):
        if self.text not in COUNTED:
            kinds = ", ".join(COUNTED)
            return [], [self.inliner.reporter.error(f"count: expected one of {kinds}, got {self.text!r}")]
        pattern, start = COUNTED[self.text]
        self.env.note_reread()    # a new file may hold more of them
        texts = (file.read_text(encoding="utf-8") for file in ROOT.glob(pattern))
        found = sum(len(re.findall(start, text, re.M)) for text in texts)
        return [nodes.Text(str(found))], []


def setup(app):
    app.add_role("count", Count())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
