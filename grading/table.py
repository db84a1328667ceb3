"""Print the grades of a class: a table of points, then the reason for each lost point."""

import shutil
import textwrap

from grading.folders import shown

LONGEST = 32        # characters of a name in the table of points; below it stands in full


def table(records, refused=None, failed=None):
    """Return the text of the table and of the reasons, no wider than the terminal if it can be.

    refused and failed are dictionaries, student -> sentence, of those who have no points.
    """
    width = shutil.get_terminal_size((80, 24)).columns
    without = {student: ("refused", why) for student, why in (refused or {}).items()} \
        | {student: ("failed", why) for student, why in (failed or {}).items()}
    below = {r.student: reasons(r, width) for r in records} \
        | {student: [shown(student), *wrapped(f"  {word}: {why}", width), ""]
           for student, (word, why) in without.items()}
    lines = [line for student in sorted(below) for line in below[student]]
    top = points_of(records, without, width) if records else ["Nothing was graded."]
    return "\n".join([*top, "", *lines]).rstrip()


def points_of(records, without, width):
    """Return the lines of the table of points, with numbers for names where they do not fit."""
    functions = list(records[0].scores)
    rows = {r.student: row(r, functions) for r in records} \
        | {student: [short(student), *["-"] * len(functions), word] for student, (word, _) in without.items()}
    possible = ["possible", *(number(records[0].scores[f][1]) for f in functions),
                number(records[0].maximum)]
    body = [possible, *(rows[student] for student in sorted(rows))]
    grid = aligned([heading(f) for f in functions], body)
    if len(grid[1]) > width:    # the sections of the notebook have the same numbers
        grid = aligned([["", str(n)] for n in range(1, len(functions) + 1)], body)[1:]
        legend = ", ".join(f"{n}~{f}" for n, f in enumerate(functions, 1))     # ~ does not break
        grid += ["", *textwrap.fill(legend, width, break_on_hyphens=False).replace("~", " ").split("\n")]
    return grid


def aligned(heads, body):
    """Return the lines of the table of points, its columns aligned, rules around the maximum."""
    body = [["", *(head[0] for head in heads), ""], ["student", *(head[1] for head in heads), "total"],
            *body]
    widths = [max(map(len, column)) for column in zip(*body, strict=True)]
    lines = ["  ".join([line[0].ljust(widths[0])]
                       + [cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True)])
             for line in body]
    rule = "-" * len(lines[0])
    return [lines[0].rstrip(), lines[1], rule, lines[2], rule, *lines[3:]]


def heading(name):
    """Return a column's name on two lines, broken at its first _ or -, so that it stays narrow."""
    words = name.replace("_", " ").replace("-", " ").split(maxsplit=1)
    return words if len(words) == 2 else ["", name]


def row(record, functions):
    points = {f: "waits" if f in record.waiting else number(record.scores[f][0]) for f in functions}
    return [short(record.student), *points.values(), number(record.total)]


def short(student):
    """Return a student's name in at most LONGEST characters, so that it leaves room for the points."""
    name = shown(student)
    return name if len(name) <= LONGEST else name[:LONGEST - 3] + "..."


def number(x):
    """Return points as short text: 7, 2.5."""
    return f"{x:.2f}".rstrip("0").rstrip(".")


def reasons(record, width):
    """Return the lines on one student's lost points, one paragraph a function."""
    if not record.losses:
        return []
    lines = [shown(record.student)]
    grouped = {}
    for loss in record.losses:
        grouped.setdefault(loss.function, []).append(loss)
    if len({loss.reason for loss in record.losses}) == 1:       # nothing handed in: say it once
        grouped = {"everything" if len(grouped) > 1 else next(iter(grouped)): record.losses}
    for function, losses in grouped.items():
        lost = "" if function in record.waiting else f" -{number(sum(x.points for x in losses))}"
        start = f"  {function}{lost}: "
        lines += wrapped(start + told(losses), width)
    return [*lines, ""]


def wrapped(text, width):
    return textwrap.wrap(text, width, subsequent_indent="      ",
                         break_long_words=False, break_on_hyphens=False)


def told(losses):
    """Return the first reason in full, and the names of the other checks that were missed."""
    first, others = losses[0], [loss for loss in losses if loss.reason != losses[0].reason]
    alone = sum(loss.reason == first.reason for loss in losses) == 1
    text = f"{first.label}: {first.reason}" if alone and first.label else first.reason
    if others:
        missed = "; ".join(loss.label or loss.reason for loss in others)
        text = f"{text.removesuffix('.')}. Also missed: {missed}"
    return text if text.endswith(".") else text + "."


def as_json(result, name):
    """Return the result of grading a class as a dictionary that JSON can hold."""
    return {
        "problem_set": name,
        "students": [{
            "student": record.student, "total": record.total, "maximum": record.maximum,
            "penalty": record.penalty,
            "functions": {f: {"points": p, "maximum": m} for f, (p, m) in record.scores.items()},
            "losses": [loss._asdict() for loss in record.losses],
            "waiting": record.waiting,
        } for record in result.records],
        "refused": list(result.refused.values()), "failed": list(result.failed.values()),
        "notes": result.notes,
    }
