"""The puzzles of the page "Find the bug": for each wrong program of the catalogue what a check sees of it.

The text is the checks' own. On a puzzle's call the wrong program differs from what is right, and from each
program that stands beside it as a wrong guess, so that the numbers decide.
"""

from functools import cache
from html import escape
from pathlib import Path

import numpy as np
from figures import svg, word

from book.equations.display import of_entry
from book.equations.entries import read
from grading import mistakes
from grading.checks import report
from grading.checks.course import CHAPTERS
from grading.checks.diagnosis import alike, instances_of, outputs
from grading.checks.looks import value
from grading.files import problem_sets
from grading.marks import table_of

GUESSES = 4
MOST = 90       # numbers in a call that is shown


GRADING = Path(mistakes.__file__).parents[1]
READS = [*GRADING.glob("mistakes/*.py"), *GRADING.glob("checks/*.py")]
SHOWN = ("claim_2", "eq-6.2")       # function and equation of the puzzle that stands where no script runs


@cache
def all_puzzles():
    """Return the puzzles of every problem set."""
    return [puzzle for name in problem_sets() for puzzle in puzzles(name)]


def data():
    """Return what the page shows: the puzzles, how many mistakes there are, and the equations they break."""
    found, entries = all_puzzles(), read()
    broken = {label: entries[label] for label in sorted({puzzle["equation"] for puzzle in found})}
    return {"puzzles": found, "equations": {label: {
        "tex": of_entry(entry), "says": entry.says, "page": entry.page,
        "chapter": CHAPTERS.get(entry.page, entry.page)} for label, entry in broken.items()}}


def picture():
    """Return the drawing that stands where no script runs: one puzzle with its guesses."""
    shown = next(p for p in all_puzzles() if (p["function"], p["equation"]) == SHOWN)
    rows = [(f"{shown['function']} is called with", "tick"),
            *((line, "code") for line in shown["with"].split("\n")),
            *((f"{what:9} {' '.join(shown[what].split())}", f"code {what}") for what in ("expected", "got")),
            ("Which mistake is in the program?", "tick"),
            *((f"{n}. {guess}", "guess") for n, guess in enumerate(sorted(shown["guesses"]), start=1))]
    parts = [word(12, 26 + 25 * i, escape(text), cls, "start") for i, (text, cls) in enumerate(rows)]
    return svg(760, 30 + 25 * len(rows), parts)


def puzzles(problem_set):
    """Return the puzzles of a problem set, in the catalogue's order."""
    tasks, entries = table_of(problem_set).TASKS, mistakes.of(problem_set)
    return [puzzle for name, task in tasks.items()
            for puzzle in told(problem_set, task, [entry for entry in entries if entry.function == name])]


def told(problem_set, task, entries):
    """Yield a puzzle for each wrong program of one function that can be told from three others."""
    cases = calls(task)
    results = [[outputs(task, entry.program, [case])[0] for case in cases] for entry in entries]
    for number, entry in enumerate(entries):
        found = [(rivals(entries, results, number, c), shows(task, entry, case))
                 for c, case in enumerate(cases)]
        others, seen = max(((r, s) for r, s in found if s), default=((), None), key=lambda pair: len(pair[0]))
        if len(others) >= GUESSES - 1:
            yield puzzle(problem_set, task, entry, others, seen, number)


def calls(task):
    """Return the calls that can be shown: few numbers, and the smallest first."""
    return [case for case in instances_of(task) if sum(map(report.numbers_in, case.arguments)) <= MOST]


def call(task, case):
    """Return the arguments of a call, a line each."""
    return "\n".join(f"{name} = {report.literal(argument)}"
                     for name, argument in zip(task.arguments, case.arguments, strict=True))


def rivals(entries, results, number, case):
    """Return the sentences of the other programs whose result of the case is another one, or none."""
    return list(dict.fromkeys(
        entry.sentence for entry, found in zip(entries, results, strict=True)
        if entry.sentence != entries[number].sentence and not alike([results[number][case]], [found[case]])))


def shows(task, entry, case):
    """Return the check's finding on one call, or None where it shows no numbers that differ."""
    found = value(task, entry.program, case, {}).difference
    told_apart = found and found.got and found.got != found.expected
    return found._replace(given=call(task, case)) if told_apart else None


def puzzle(problem_set, task, entry, others, seen, number):
    """Return what the page shows of one wrong program, the right guess first."""
    wrong = np.random.default_rng(number).choice(len(others), GUESSES - 1, replace=False)
    return {
        "set": problem_set, "function": task.name, "name": entry.name, "says": seen.sentence,
        "with": seen.given, "expected": seen.expected, "got": seen.got, "equation": entry.equation,
        "guesses": [entry.sentence, *(others[i] for i in wrong)],
    }
