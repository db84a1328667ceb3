"""Print the grades of a class: a table of points, then the reason for each lost point."""

import shutil
import textwrap


def table(records):
    """Return the text of the table and of the reasons, no wider than the terminal if it can be."""
    if not records:
        return "Nothing was graded."
    width = shutil.get_terminal_size((80, 24)).columns
    functions = list(records[0].scores)
    grid = aligned([heading(f) for f in functions], functions, records)
    if len(grid[1]) > width:    # numbers for names: the sections of the notebook have them too
        grid = aligned([["", str(n)] for n in range(1, len(functions) + 1)], functions, records)[1:]
        legend = ", ".join(f"{n}~{f}" for n, f in enumerate(functions, 1))     # ~ does not break
        grid += ["", *textwrap.fill(legend, width, break_on_hyphens=False).replace("~", " ").split("\n")]
    return "\n".join([*grid, "", *(line for r in records for line in reasons(r, width))]).rstrip()


def aligned(heads, functions, records):
    """Return the lines of the table of points, its columns aligned, rules around the maximum."""
    possible = [number(records[0].scores[f][1]) for f in functions]
    body = [["", *(head[0] for head in heads), ""], ["student", *(head[1] for head in heads), "total"],
            ["possible", *possible, number(records[0].maximum)], *(row(r, functions) for r in records)]
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
    return [record.student, *points.values(), number(record.total)]


def number(x):
    """Return points as short text: 7, 2.5."""
    return f"{x:.2f}".rstrip("0").rstrip(".")


def reasons(record, width):
    """Return the lines on one student's lost points, one paragraph a function."""
    if not record.losses:
        return []
    lines = [record.student]
    grouped = {}
    for loss in record.losses:
        grouped.setdefault(loss.function, []).append(loss)
    if len({loss.reason for loss in record.losses}) == 1:       # nothing handed in: say it once
        grouped = {"everything" if len(grouped) > 1 else next(iter(grouped)): record.losses}
    for function, losses in grouped.items():
        lost = "" if function in record.waiting else f" -{number(sum(x.points for x in losses))}"
        start = f"  {function}{lost}: "
        lines += textwrap.wrap(start + told(losses), width, subsequent_indent="      ",
                               break_long_words=False, break_on_hyphens=False)
    return [*lines, ""]


def told(losses):
    """Return the first reason in full, and the names of the other checks that were missed."""
    first, others = losses[0], [loss for loss in losses if loss.reason != losses[0].reason]
    alone = sum(loss.reason == first.reason for loss in losses) == 1
    text = f"{first.label}: {first.reason}" if alone and first.label else first.reason
    if others:
        text += ". Also missed: " + "; ".join(loss.label or loss.reason for loss in others)
    return text + "."


def as_json(result, name):
    """Return the result of grading a class as a dictionary that JSON can hold."""
    return {
        "problem_set": name,
        "students": [{
            "student": record.student, "total": record.total, "maximum": record.maximum,
            "functions": {f: {"points": p, "maximum": m} for f, (p, m) in record.scores.items()},
            "losses": [loss._asdict() for loss in record.losses],
            "waiting": record.waiting,
        } for record in result.records],
        "refused": result.refused, "failed": result.failed,
    }
