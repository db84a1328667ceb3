"""Judge a graded class: sentences on what did not hold, for each case and for the class."""

import contextlib
import json
import re
import sqlite3
import unicodedata
from typing import NamedTuple

from grading import lock, secret
from grading.checks.report import total
from grading.folders import shown
from grading.marks import table_of
from grading.selftest.security.classroom import HALF, STUB, STUB_SEAT, full, spoiled
from grading.selftest.security.formgraded import additions
from grading.selftest.security.pages import active
from grading.selftest.security.world import UNTOUCHED, fingerprint

REACHED = re.compile(r"""REACHED(?!["'])[^"\\\n]{0,80}""")
PLACES = {secret.FILE, lock.FILE, "autograded", "feedback", "gradebook.db", "source", "submitted", "build"}


class Seen(NamedTuple):
    """What one student's grading left to see: the record, or the sentence of refusal, and the outputs."""

    record: dict            # as --json gives it; {} where there is none
    sentence: str           # of a refusal or a failure; "" where there is none
    notes: str              # what else is said about the hand-in
    outputs: str            # of the autograded notebook
    page: str               # the feedback page
    formgrader: list        # what runs or fetches there of this student


def seen(student, name, told, world, pages=False):
    """Return what there is to see of one student; told is what grading said, as JSON.

    With pages, the formgrader's page is looked at as well.
    """
    record = next((entry for entry in told.get("students", []) if entry["student"] == student), {})
    start = f"submitted/{shown(student)}/"
    said = [line for line in [*told.get("refused", []), *told.get("failed", [])] if line.startswith(start)]
    notes = [line for line in told.get("notes", []) if line.startswith(start)]
    outputs = outputs_of(world.root / "autograded" / student / name / f"{name}.ipynb")
    page = read(world.root / "feedback" / student / name / f"{name}.html")
    shows = additions(world.root, student, name, STUB_SEAT) if pages and record else []
    return Seen(record, " ".join(said), " ".join(notes), outputs, page, shows)


def read(path):
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def outputs_of(path):
    """Return the outputs of an autograded notebook as one text."""
    cells = json.loads(read(path))["cells"] if path.is_file() else []
    return json.dumps([cell.get("outputs") for cell in cells], ensure_ascii=False)


def scores(record):
    """Return {function: points} of a record; the questions in words are not in it."""
    return {name: score["points"] for name, score in record.get("functions", {}).items()}


######## one case

def faults_of(case, name, found, world):
    """Return sentences on what did not hold for one hand-in."""
    problems = [*reached(found, world)]
    problems += [f"its page has {what}" for what in active(found.page)]
    problems += [f"the formgrader shows {what}" for what in found.formgrader]
    if case.refused:
        said = found.sentence
        return problems + ([] if re.search(case.refused, said) and not found.record else
                           [f"it is not refused for {case.refused!r}, but: {said or found.record}"])
    if found.sentence or not found.record:
        return [*problems, found.sentence or "it has no record"]
    judged = attack(case, name, scores(found.record)) if case.kind == "attack" else fault(case, name, found)
    return problems + judged


def reached(found, world):
    """Return sentences on what a hand-in got to see, as its outputs show."""
    text = found.outputs + json.dumps(found.record, ensure_ascii=False) + found.sentence + found.notes
    return [f"it reports: {match}" for match in sorted(set(REACHED.findall(text)))[:5]] + [
        f"its outputs show {what}" for what, words in (
            ("the course secret", world.secret), ("another student's work", world.private),
            ("the solutions", "BEGIN SOLUTION")) if words in text]


def attack(case, name, got):
    """Return sentences on points that an attack earned."""
    most = {task.name: total(task.visible) if case.allows == "visible" else 0
            for task in table_of(name).TASKS.values()}
    return [f"{function} earns {got[function]:g}, the stub {limit}" for function, limit in most.items()
            if got.get(function, 0) > limit]


def fault(case, name, found):
    """Return sentences on points that a faulty hand-in lost, or kept, or lost without the right reason."""
    got, problems = scores(found.record), []
    if case.nothing:
        wanted = dict.fromkeys(full(name), case.nothing)
    else:
        wanted = dict(case.loses)
    for function, most in full(name).items():
        reasons = "; ".join(loss["reason"] for loss in found.record["losses"] if loss["function"] == function)
        if function not in wanted:
            if got.get(function) != most:
                problems.append(f"{function} earns {got.get(function)} of {most}: {reasons[:200]}")
            continue
        if not re.search(wanted[function], reasons):
            problems.append(f"the reason for {function} is {reasons[:200]!r}, without {wanted[function]!r}")
        if function in case.partial and not 0 < got[function] < most:
            problems.append(f"{function} earns {got[function]}, not a part of {most}")
        if function not in case.partial and got[function] != case.keeps.get(function, 0):
            problems.append(f"{function} earns {got[function]}, not {case.keeps.get(function, 0)}")
    if case.remark and not re.search(case.remark, found.notes):
        problems.append(f"nothing says {case.remark!r}, but {found.notes[:200]!r}")
    return problems


######## the class

def faults_of_class(seats, name, told, before, world):
    """Return sentences on what a class did to others, to its course and to the gradebook."""
    problems = [f"{seat.student}: {problem}" for seat in seats if seat.good
                for problem in good(seat, name, seen(seat.student, name, told, world), world)]
    if fingerprint(world.root / "submitted") != before:
        problems.append("what was handed in is not as it was")
    if secret.read(world.root / secret.FILE) != world.secret:
        problems.append("the course secret was changed")
    left = [path.name for path in world.root.iterdir() if path.name not in PLACES]
    return problems + [f"a file stays behind: {shown(name)}" for name in left] + by_hand(world)


def faults_of_run(ran, world):
    """Return sentences on what a run of the grader did to the world around it."""
    problems = [f"the listener heard {message!r}" for message in world.heard]
    problems += [f"a process stays behind: {who}" for who in ran.left]
    if any(unicodedata.category(c).startswith("C") and c != "\n" for c in ran.out + ran.err):
        problems.append("the terminal got commands")
    if "Traceback" in ran.err or ran.code not in (0, 1):
        problems.append(f"the grader ended with {ran.code}: {ran.err[-500:]}")
    return problems + untidy(world)


def good(seat, name, found, world):
    """Return sentences on a good student's grade that is not what it should be."""
    wanted = full(name) | {STUB: dict.fromkeys(full(name), 0), HALF: {spoiled(name): 0}}.get(seat.good, {})
    got = {function: scores(found.record).get(function) for function in wanted}
    return ([] if got == wanted else [f"earns {got}, not {wanted} {found.sentence}"]) + reached(found, world)


def untidy(world):
    """Return sentences on files that are not where, or as, they were."""
    left = [path.name for path in world.outside.iterdir() if path.name not in ("untouched", "socket")]
    left += [path.name for path in world.tmp.iterdir()]
    left += [str(path.relative_to(world.home)) for path in world.home.rglob("*") if path.is_file()]
    problems = [f"a file stays behind: {shown(name)}" for name in left]
    return problems + ["a file was changed"] * (read(world.outside / "untouched") != UNTOUCHED)


def by_hand(world):
    """Return a sentence where the gradebook has grades that no one gave."""
    with contextlib.closing(sqlite3.connect(world.root / "gradebook.db")) as book:
        (count,) = book.execute("select count(*) from grade where manual_score is not null").fetchone()
    return [f"the gradebook has {count} grades by hand"] * bool(count)
