"""The places of a problem set's page where one writes and presses: HTML around the cells of its notebook."""

import ast
import importlib
import json

from problem_sets import points

from grading.checks.course import COURSE
from grading.files import problem_sets

WHERE = "../_static/sets/{name}.ipynb"
LITE = "../lite/notebooks/index.html?path={name}/{name}.ipynb"


def raw(html):
    return f"```{{raw}} html\n{html}\n```"


def python(code):
    return f"```python\n{code.rstrip()}\n```"


def source_of(cell):
    return "".join(cell["source"])


def tools(name):
    """Return the row of buttons that stands above and below the exercises."""
    return (f'<div class="set-tools" role="group" aria-label="Your answers to {name}">'
            '<button type="button" class="set-check-all" hidden>Check all</button>'
            f'<button type="button" class="set-export" hidden>Export {name}.ipynb</button>'
            '<button type="button" class="set-import" hidden>Import …</button>'
            f'<a class="set-lite" href="{LITE.format(name=name)}">Open as a notebook</a>'
            '<a href="progress.html">Progress</a></div>')


def start(name, book):
    """Return the row of buttons, and the notebook as data for the scripts."""
    data = json.dumps(book, ensure_ascii=False).replace("<", "\\u003c")
    at_once = points(name)[0]
    return raw(f'<script type="application/json" id="set-release" data-set="{name}">{data}</script>\n'
               f'<div class="set-start">{tools(name)}<progress class="set-meter" value="0" max="{at_once}" '
               'aria-label="Points of the checks"></progress>'
               '<p class="set-state" role="status"></p></div>\n'
               '<noscript><p>Checks run in the page by JavaScript. Without it, do this set as a notebook: '
               f'<a href="{WHERE.format(name=name)}" download>{name}.ipynb</a>.</p></noscript>')


def end(name):
    return raw(f'<div class="set-end">{tools(name)}</div>')


def place(name, cell):
    """Return the place for a cell: to write in, to check, to run, or "" for what runs after handing in."""
    marks, cell_id = cell["metadata"].get("nbgrader", {}), cell["id"]
    if marks.get("locked"):
        return ""       # a check is the button of the function above it
    if marks.get("solution") and cell["cell_type"] == "markdown":
        return raw(written(cell_id, marks["points"]))
    kind = "answer" if marks.get("solution") else "given" if shows(source_of(cell)) else "setup"
    bar = {"answer": answer_bar, "given": given_bar, "setup": setup_bar}[kind]
    opening = f'<div class="set-cell" data-cell="{cell_id}" data-kind="{kind}"><div class="cell_input">'
    closing = f'</div>{bar(name, cell_id)}<div class="set-output" role="status"></div></div>'
    return "\n\n".join([raw(opening), python(source_of(cell)), raw(closing)])


def shows(code):
    """Return whether code does more than define: then it waits for the reader to run it."""
    quiet = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assign
    return not all(isinstance(node, quiet) for node in ast.parse(code).body)


def button(what, text, label=""):
    """Return a button that a script brings to light."""
    label = f' aria-label="{label}"' if label else ""
    return f'<button type="button" class="set-{what}" hidden{label}>{text}</button>'


def answer_bar(name, function):
    """Return the buttons below a function, and what it is worth."""
    now, later = at_stake(name, function)
    return (f'<div class="live-bar" role="group" aria-label="{function}">'
            + button("check", "Check", f"Check {function}") + button("stop", "Stop")
            + button("edit", "Edit", f"Edit {function}")
            + button("again", "Start again", f"Start {function} again")
            + button("other", "Take the other tab's version")
            + f'<span class="set-points" data-of="{now}">{now} points now, {later} after handing in</span>'
            + "</div>")


def given_bar(name, cell_id):
    return ('<div class="live-bar" role="group" aria-label="The code above">'
            + button("run", "Run") + button("stop", "Stop") + "</div>")


def setup_bar(name, cell_id):
    return '<p class="set-note">The page runs this for you, before the first check.</p>'


def written(grade_id, worth):
    """Return the place for an answer in words."""
    return (f'<div class="set-cell" data-cell="{grade_id}" data-kind="written"><label for="{grade_id}-words">'
            f'Your answer, {worth} points, graded by hand</label>'
            f'<textarea id="{grade_id}-words" rows="8" spellcheck="true" disabled></textarea>'
            '</div>')


def at_stake(name, function):
    """Return the points of a function that are earned at once, and those after handing in."""
    task = importlib.import_module(f"grading.checks.{name}").TASKS[function]
    return sum(item.points for item in task.visible), sum(item.points for item in task.hidden)


def progress_page():
    """Return the table of all functions of all sets, which a script fills in."""
    rows = []
    for name in problem_sets():
        module = importlib.import_module(f"grading.checks.{name}")
        tasks = [(task.name, *at_stake(name, task.name)) for task in module.TABLE]
        title = COURSE.get(name, {}).get("title", "")
        rows.append({"set": name, "title": title, "tasks": tasks, "written": module.WRITTEN})
    data = json.dumps(rows, ensure_ascii=False).replace("<", "\\u003c")
    return "\n\n" + raw(f'<script type="application/json" id="set-progress">{data}</script>\n'
                        '<div id="set-overview"><p>A script of this page reads your answers. Without '
                        'JavaScript there are none to show.</p></div>') + "\n"
