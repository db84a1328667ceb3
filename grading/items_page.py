"""How a class did on each check, as a page that stands alone and as rows of CSV."""

import numpy as np

from grading.checks.course import COURSE
from grading.export import harmless, number
from grading.marks import table_of, total
from grading.pages import template

MOST = 3            # diagnoses of a check that are shown


def page(name, found, totals):
    """Return the HTML of a class's Items; totals are the students' points of all checks."""
    maximum = sum(total(task.visible + task.hidden) for task in table_of(name).TABLE)
    functions = list(dict.fromkeys(item.function for item in found))
    groups = [(function, [item for item in found if item.function == function]) for function in functions]
    return template("items").render(
        name=name, title=COURSE.get(name, {}).get("title", name), students=len(totals), maximum=maximum,
        mean=float(np.mean(totals)), median=float(np.median(totals)), classes=histogram(totals, maximum),
        groups=[(function, items, missed(items)) for function, items in groups])


def missed(items):
    """Return (labels, diagnoses) of the checks of a function that some missed; alike ones are one entry."""
    found = {}
    for item in items:
        if item.diagnoses:
            found.setdefault(tuple(item.diagnoses), []).append(item.label)
    return [(labels, diagnoses) for diagnoses, labels in found.items()]


def histogram(totals, maximum):
    """Return ten (from, to, students) of equal width; the last one holds the full score, too."""
    counts, edges = np.histogram(totals, bins=10, range=(0, maximum))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True))


def lines(found):
    """Return the rows of the CSV, the head first."""
    head = ["function", "check", "seen", "points", "students", "pass_rate", "discrimination", "median_ms"]
    head += [f"{word}_{n}" for n in range(1, MOST + 1) for word in ("diagnosis", "students")]
    rows = []
    for item in found:
        why = [cell for words, count in item.diagnoses for cell in (harmless(words), count)]
        rows.append([item.function, item.label, "yes" if item.seen else "no", number(item.points),
                     item.students, f"{item.rate:.4f}", rounded(item.discrimination, 3),
                     rounded(item.milliseconds, 2), *why, *[""] * (2 * MOST - len(why))])
    return [head, *rows]


def rounded(x, digits):
    return "" if x is None else f"{x:.{digits}f}"
