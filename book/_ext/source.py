"""Show a function of the repository as a page needs it: the `source` directive.

    ```{source} rnn_ref.softmax.affine
    ```

shows the code without its docstring, because the page says what the docstring says. Above the code stand
the name of its file and the equation ids that the docstring names, as links. A function that names equations
can be linked: its anchor is `source-` and its name.
"""

import ast
import re
from pathlib import Path

from docutils import nodes
from equation_ids import ID, registry
from sphinx.util.docutils import SphinxDirective

from book.equations.sources import shown_on

NAMED = re.compile(rf"\b{ID.pattern}")


def without_docstring(text, name):
    """Return the source of a top-level function or class without its docstring, and the docstring."""
    [function] = [node for node in ast.parse(text).body
                  if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name]
    docstring, *body = function.body
    lines = text.splitlines()
    kept = lines[function.lineno - 1:docstring.lineno - 1] + lines[docstring.end_lineno:body[-1].end_lineno]
    return "\n".join(kept), ast.get_docstring(function)


class Source(SphinxDirective):
    """A function without its docstring, below its file and its equation ids."""

    required_arguments = 1

    def run(self):
        return block_of(self, self.arguments[0])


def block_of(directive, function):
    """Return the nodes that show a function such as rnn_ref.softmax.affine, with its anchor."""
    env, (*module, name) = directive.env, function.split(".")
    file = Path(env.srcdir).parent.joinpath(*module).with_suffix(".py")
    env.note_dependency(str(file))
    try:
        code, docstring = without_docstring(file.read_text(encoding="utf-8"), name)
    except (OSError, ValueError) as error:
        raise directive.error(f"source: expected a function with a docstring, such as "
                              f"rnn_ref.softmax.affine, got {function!r}") from error
    ids = dict.fromkeys(match[0] for match in NAMED.finditer(docstring))
    links = "".join(f" {{eq}}`{label}`" for label in ids if label in registry())
    title, messages = directive.parse_inline(f"`{'/'.join(module)}.py`{links}", lineno=directive.lineno)
    block = nodes.literal_block(code, code, language="python")
    directive.set_source_info(block)
    box = nodes.container("", nodes.paragraph("", "", *title), block, classes=["source"])
    labels, anchor = env.get_domain("std"), f"source-{function}".lower()
    place = shown_on(Path(env.srcdir).parent).get(function, env.docname)    # the first page that shows it
    if place == env.docname and labels.anonlabels.get(anchor) != (place, anchor):
        labels.anonlabels[anchor] = env.docname, anchor
        box["ids"] = [anchor]
    return [box, *messages]


def setup(app):
    app.add_directive("source", Source)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
