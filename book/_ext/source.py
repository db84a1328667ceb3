"""Show a function of the repository as a page needs it: the `source` directive.

    ```{source} rnn_ref.softmax.affine
    ```

shows the code without its docstring, because the page says what the docstring says. Above the code stand
the name of its file and the equation ids that the docstring names, as links.
"""

import ast
import re
from pathlib import Path

from docutils import nodes
from equation_ids import ID
from sphinx.util.docutils import SphinxDirective

NAMED = re.compile(rf"\b{ID.pattern}")


def without_docstring(text, name):
    """Return the source of a top-level function without its docstring, and the docstring."""
    [function] = [node for node in ast.parse(text).body
                  if isinstance(node, ast.FunctionDef) and node.name == name]
    docstring, *body = function.body
    lines = text.splitlines()
    kept = lines[function.lineno - 1:docstring.lineno - 1] + lines[docstring.end_lineno:body[-1].end_lineno]
    return "\n".join(kept), ast.get_docstring(function)


class Source(SphinxDirective):
    """A function without its docstring, below its file and its equation ids."""

    required_arguments = 1

    def run(self):
        *module, name = self.arguments[0].split(".")
        file = Path(self.env.srcdir).parent.joinpath(*module).with_suffix(".py")
        self.env.note_dependency(str(file))
        try:
            code, docstring = without_docstring(file.read_text(encoding="utf-8"), name)
        except (OSError, ValueError) as error:
            raise self.error(f"source: expected a function with a docstring, such as rnn_ref.softmax.affine, "
                             f"got {self.arguments[0]!r}") from error
        ids = dict.fromkeys(match[0] for match in NAMED.finditer(docstring))
        links = "".join(f" {{eq}}`{label}`" for label in ids)
        title, messages = self.parse_inline(f"`{'/'.join(module)}.py`{links}", lineno=self.lineno)
        block = nodes.literal_block(code, code, language="python")
        self.set_source_info(block)
        return [nodes.container("", nodes.paragraph("", "", *title), block, classes=["source"]), *messages]


def setup(app):
    app.add_directive("source", Source)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
