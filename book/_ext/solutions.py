"""Worked solutions from their single source, solutions/<set>/<set>.py: the `worked-solutions` directive.

    ```{worked-solutions}
    ```

makes a section for each problem set: the exercises with their worked functions, from the day on that
grading/course.toml names; before it, or where it names none, a sentence that says so. SOURCE_DATE_EPOCH
stands for today where it is set, as in other tools that build the same thing twice.
"""

import os
import re
from datetime import UTC, date, datetime

from docutils import nodes
from docutils.statemachine import StringList
from problem_sets import ROOT  # noqa: F401  it makes grading importable
from sphinx.util.docutils import SphinxDirective

from grading.checks.course import COURSE, day
from grading.files import problem_sets, source_of

CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)
HINTS = re.compile(r"<details>.*?</details>\n?", re.DOTALL)
MARK = re.compile(r"^ *### (?:BEGIN|END) SOLUTION\n", re.MULTILINE)
ID = re.compile(r"\beq-\w[\w.-]*\w")


def today():
    """Return the day of the build."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()


def cells(text):
    """Yield (mark, body) of each cell of a py:percent source."""
    parts = CELL.split(text)[1:]
    yield from zip(parts[::2], parts[1::2], strict=True)


def exercises(text):
    """Return [(title, MyST text)] of the numbered exercises: the task, then the worked function or answer."""
    found = []
    for mark, body in cells(text):
        if "[markdown]" in mark and "written=" not in mark:
            title, _, rest = HINTS.sub("", prose(body)).partition("\n")
            found.append((title.lstrip("# "), linked(rest))) if title.startswith("## ") else found
        elif "written=" in mark and found:
            answer = linked(prose(body))
            found[-1] = found[-1][0], f"{found[-1][1]}\n\n**A good answer**\n\n{answer}"
        elif "solution=" in mark or (found and "check" not in mark and ".progress(" not in body):
            code = MARK.sub("", body.strip("\n") + "\n").strip()
            found[-1] = found[-1][0], f"{found[-1][1]}\n\n```python\n{code}\n```"
    return [(title, body) for title, body in found if "```python" in body or "**A good answer**" in body]


def prose(body):
    """Return the text of a cell of prose without its comment signs."""
    return re.sub(r"^# ?", "", body.strip(), flags=re.MULTILINE)


def linked(text):
    """Return prose with each id of an equation as a link to it; in code an id stays as it is."""
    return ID.sub(lambda m: f"{{eq}}`{m[0]}`", text)


class WorkedSolutions(SphinxDirective):
    """A section for each problem set, and in it one for each exercise."""

    def run(self):
        self.env.note_reread()      # the day of the build decides what the page shows
        try:
            return [self.section(name) for name in problem_sets()]
        except ValueError as problem:       # a day that is no date
            raise self.error(str(problem)) from problem

    def section(self, name):
        title = nodes.title("", f"{name}: {COURSE[name]['title']}")
        section, opens = nodes.section("", title, ids=[f"solutions-{name}"]), day(name, "solutions")
        if opens is None or opens > today():
            when = f"on {opens:%B} {opens.day}, {opens.year}" if opens else "once your instructor sets a day"
            section += nodes.paragraph("", f"The worked solutions appear here {when}.")
            return section
        for title, body in exercises(source_of(name).read_text(encoding="utf-8")):
            part = nodes.section("", nodes.title("", title), ids=[nodes.make_id(f"{name}-{title}")])
            self.state.nested_parse(StringList(body.splitlines(), source=str(source_of(name))), 0, part)
            section += part
        return section


def setup(app):
    app.add_directive("worked-solutions", WorkedSolutions)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
