"""What the problem sets hold, from grading/: the `problem-sets` directive.

    ```{problem-sets}
    ```

prints a line for each set: what students write, where its points come from, how many mistakes have a name.
"""

import importlib
import sys
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from grading import mistakes  # noqa: E402  the folder above it has to be on the path
from grading.checks.course import COURSE, day  # noqa: E402
from grading.files import problem_sets  # noqa: E402


def points(name):
    """Return the points of a set that are earned at once, after handing in, and by hand."""
    module = importlib.import_module(f"grading.checks.{name}")
    at_once, later = (sum(item.points for task in module.TABLE for item in getattr(task, kind))
                      for kind in ("visible", "hidden"))
    return at_once, later, sum(module.WRITTEN.values())


def line(name):
    """Return one set as an item of a list, in MyST text."""
    module = importlib.import_module(f"grading.checks.{name}")
    at_once, later, by_hand = points(name)
    tasks = ", ".join(f"`{task.name}`" for task in module.TABLE)
    title, due = COURSE.get(name, {}).get("title", ""), day(name, "due")
    when = f" Due on {due:%B} {due.day}, {due.year}." if due else ""
    words = f", {by_hand} for questions in words" if by_hand else ""
    return (f"- **{name}, {title}**: {tasks}. {at_once + later + by_hand} points: {at_once} for checks that "
            f"answer at once, {later} for checks after handing in{words}. "
            f"{len(mistakes.of(name))} mistakes have a name.{when} "
            f"[Do it in the browser](sets/{name}.md), or download "
            f"{{download}}`{name}.ipynb <../exercises/{name}/{name}.ipynb>`.")


class ProblemSets(SphinxDirective):
    """The list of the problem sets."""

    def run(self):
        for file in [*ROOT.glob("grading/checks/*.py"), *ROOT.glob("grading/mistakes/*.py"),
                     ROOT / "grading/course.toml"]:
            self.env.note_dependency(str(file))
        parent = nodes.container()
        try:
            text = "\n".join(map(line, problem_sets()))
        except ValueError as problem:       # a day that is no date
            raise self.error(str(problem)) from problem
        self.state.nested_parse(StringList(text.splitlines(), source=""), self.content_offset, parent)
        return parent.children


def setup(app):
    app.add_directive("problem-sets", ProblemSets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
