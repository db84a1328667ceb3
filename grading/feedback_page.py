"""One student's feedback page: the notebook as it was graded and the gradebook's marks become HTML.

A page loads nothing and runs nothing, and shows no check's source. Every text goes through Jinja's escaping;
the only HTML that does not comes from feedback_markdown, feedback_chart and the templates.
"""

import functools
import json
import re
from pathlib import Path

from markupsafe import Markup

from grading import feedback_chart, feedback_markdown, reports
from grading.checks.course import BOOK, CHAPTERS, COURSE
from grading.feedback_marks import Mark
from grading.files import BadInput, problem_sets
from grading.intake import ELSEWHERE, MISSING
from grading.marks import CHECK, HIDDEN, table_of
from grading.pages import template
from grading.records import printed_by, stop_of

PRINTED = 2_000         # characters of what a cell printed that are shown
HEADING = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
SENTENCE = re.compile(r"^(?:it|its|the|your|expected|not|run)\b")     # where no name begins it
SEE = re.compile(r"(?s)^(.*?)(?: See (eq-[\w.-]+)\.)?$")
TITLES = {CHECK: "Checks you could see", HIDDEN: "Checks after you handed in"}
ABSENT = "Its cell was not in the notebook that was handed in."
CODE = {"stopped": "", "source": "", "printed": "", "checks": [], "read": None}     # what a question has not
UNWRITTEN = "This function is not written yet."


def page(name, student, notebook, marks, penalty=0):
    """Return the HTML of one student's feedback on a problem set.

    notebook: the autograded notebook as nested dictionaries; marks: {grade id: Mark} (feedback_marks).
    """
    parts = parts_of(name, notebook, marks)
    remarks = notebook["metadata"].get("bptt", {}).get("remarks", [])
    return template("feedback").render(
        notes=[f"Your notebook {remark}." for remark in remarks],
        name=name, student=student, title=COURSE.get(name, {}).get("title", name), parts=parts,
        points=max(0, sum(part["points"] for part in parts) - penalty), penalty=penalty,
        maximum=sum(part["maximum"] for part in parts), waiting=sum(part["waiting"] for part in parts))


######## one part: a function with its checks, or a question

def parts_of(name, notebook, marks):
    """Return what the template shows of each function and question, in the notebook's order."""
    cells, titles, heading = {}, {}, ""
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader")
        if mark:
            cells[mark["grade_id"]] = cell
            titles[mark["grade_id"]] = heading
        elif cell["cell_type"] == "markdown":
            heading = next(iter(HEADING.findall("".join(cell["source"]))), heading)
    table = table_of(name)
    return [part(table.TASKS.get(key), key, titles.get(key) or key, cells, marks) for key in
            sorted([*table.TASKS, *table.WRITTEN], key=lambda key: [*cells, key].index(key)) if key in cells]


def part(task, key, title, cells, marks):
    """Return what the template shows of one function (task) or, where task is None, one question."""
    own, source, mine = cells[key], "".join(cells[key]["source"]), marks.get(key, Mark())
    graded = [(ending, cells[key + ending], marks[key + ending]) for ending in (CHECK, HIDDEN)
              if key + ending in cells and key + ending in marks]
    grades = [mark for *_, mark in graded] + [mine] * (mine.maximum > 0)
    shown = {"id": key, "title": title, "written": task is None, "waiting": waiting(grades),
             "points": sum(mark.points for mark in grades), "maximum": sum(mark.maximum for mark in grades),
             "comment": Markup(feedback_markdown.rendered(mine.comment)) if mine.comment else ""}
    if task is None:
        empty = (key in marks and marks[key].unchanged) or not source.strip()
        return shown | {"empty": empty, "answer": Markup(feedback_markdown.rendered(source))} | CODE
    empty = why_empty(source, mine.unchanged, shown["points"])
    return shown | {
        "empty": empty, "source": "" if empty or source == ELSEWHERE else source, "stopped": stop_of(own),
        "printed": "" if empty else printed_by(own).strip()[:PRINTED],
        "checks": [] if empty else [group(*check, stop_of(own)) for check in graded],
        "read": {"equations": [place(eq) for eq in task.where[1:]], "chapter": CHAPTERS[task.where[0]]}}


def waiting(grades):
    return sum(mark.maximum for mark in grades if mark.waiting)


def why_empty(source, unchanged, points):
    """Return why there is nothing to say on a function, or ""."""
    if source.startswith(MISSING):
        return ABSENT
    return UNWRITTEN if (unchanged and not points) or not source.strip() else ""


######## one check cell

def group(ending, cell, mark, stopped):
    """Return what the template shows of a function's visible or hidden checks.

    stopped: how the cell of the function itself stopped, which is reason enough for a check to stop, too.
    """
    report, arrays = reports.read(printed_by(cell)), arrays_of(cell)
    trouble = "" if stopped else stop_of(cell)
    return {"title": TITLES[ending], "points": mark.points, "maximum": mark.maximum,
            "by_hand": mark.manual is not None, "trouble": f"This check {trouble}." if trouble else "",
            "entries": [entry(e, arrays) for e in report.entries],
            "notes": [report.blame] * bool(report.blame), "printed": report.printed}


def entry(found, arrays):
    """Return what the template shows of one check: its verdict, and why it was missed."""
    shown = {"verdict": found.verdict, "label": found.label, "points": found.points, "maximum": found.maximum,
             "mistake": "", "shown": [], "drawing": ""}
    if found.as_above or not found.sentence:
        return shown | {"reason": "For the same reason." if found.as_above else ""}
    mistake, equation = SEE.match(found.details.get("mistake", "")).groups()
    return shown | {
        "reason": f"{SENTENCE.sub(capital, found.sentence)}.", "mistake": mistake,
        "equation": place(equation) if equation else None, "drawing": drawing(arrays.get(found.label)),
        "shown": [(word, text) for word, text in found.details.items() if word != "mistake"]}


def capital(match):
    return match[0].capitalize()


def arrays_of(cell):
    """Return {label: (name, expected, got)} that the grader kept with a check's points, {} without."""
    kept = [output["metadata"].get("bptt") for output in cell["outputs"] if "metadata" in output]
    arrays = kept[0].get("arrays") if kept and isinstance(kept[0], dict) else {}
    return arrays if isinstance(arrays, dict) else {}


def drawing(kept):
    """Return the figure of a missed check, or "" where no numbers were kept."""
    try:
        return feedback_chart.drawing(*kept) if kept else ""
    except (TypeError, ValueError, RecursionError):      # not what this grader writes
        return ""


######## links into the book

def place(equation):
    """Return an equation's id and its address in the book, "" where course.toml has no book."""
    page = pages().get(equation)
    known = page and BOOK.startswith(("http://", "https://"))
    return {"name": equation, "href": f"{BOOK}{page}.html#{equation}" if known else ""}


@functools.cache
def pages():
    """Return {equation id: page of the book} of all that the problem sets are about."""
    tasks = [task for name in problem_sets() for task in table_of(name).TABLE]
    return {equation: task.where[0] for task in reversed(tasks) for equation in task.where[1:]}


def read_notebook(path):
    """Return an autograded notebook as nested dictionaries; BadInput where it is damaged."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError:
        raise BadInput(f"{path} is damaged: delete it, and grade that student again.") from None
