"""Read a check's report back, part by part: grading/checks/report.py writes it."""

import re
from typing import NamedTuple

from grading.checks.report import AS_ABOVE, INDENT, WITH

ITEM = re.compile(r"^  (passed|missed)  (\d+) of (\d+)  (.*)$")
DETAIL = re.compile(rf"^{INDENT}(.{{8}})  (.*)$")
PRINTED, PRINTS = "  Your function printed:", "  | "
BLAME = re.compile(r"^  (Your .* the visible checks: .*)$")


class Entry(NamedTuple):
    """One check of a report: its verdict and points, and for a missed one why, line by line."""

    verdict: str        # passed or missed
    points: int
    maximum: int
    label: str
    sentence: str = ""
    details: dict = {}  # noqa: RUF012  with, expected, got, mistake -> text
    as_above: bool = False


class Report(NamedTuple):
    entries: list
    blame: str          # a sentence that sends the reader to an earlier function, or ""
    printed: str        # what the student's function printed, as far as it is shown


def read(text):
    """Return the Report that a text holds; of a text that is none, one without entries."""
    entries, blame, printed, above = [], "", [], None
    for line in text.split("\n"):
        item, aside = ITEM.match(line), BLAME.match(line)
        if item:
            entries.append(Entry(item[1], int(item[2]), int(item[3]), item[4], details={}))
        elif entries and entries[-1].verdict == "missed" and line.startswith(INDENT):
            above = entries[-1] = with_line(entries[-1], line, above)
        elif aside:
            blame = aside[1]
        elif line.startswith(PRINTS):
            printed.append(line.removeprefix(PRINTS))
    return Report(entries, blame, "\n".join(printed))


def with_line(entry, line, above):
    """Return an Entry with one more line of its reason; above is the missed Entry before it."""
    if not entry.sentence:
        words = line.removeprefix(INDENT)
        if words == AS_ABOVE and above:
            return entry._replace(sentence=above.sentence, details=above.details, as_above=True)
        return entry._replace(sentence=words)
    detail = DETAIL.match(line)
    word = detail[1].strip() if detail else ""
    last = word or next(reversed(entry.details), "")
    if detail and last:     # a line without a word goes on with the one before
        rows = entry.details.get(last)
        entry.details[last] = detail[2] if rows is None else f"{rows}\n{detail[2]}"
    return entry


def reasons(text):
    """Return the (points lost, label, reason) of each missed check in a report's text."""
    return [(float(e.maximum), e.label, reason(e)) for e in read(text).entries if e.verdict == "missed"]


def reason(entry):
    """Return why a check was missed, in one line; only the first line of an array."""
    shown = [f"{word} {text}" for word, text in entry.details.items() if word != WITH]
    rows = [entry.sentence, *(row.split("\n")[0] for row in shown)]
    return "; ".join(" ".join(row.split()) for row in rows)
