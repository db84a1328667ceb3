"""Run the cases, a class for each problem set, and print what was tried and what held."""

import sys
from typing import NamedTuple

from grading.box.parent import warm_parent
from grading.selftest.security import cases
from grading.selftest.security.classroom import hand_in, hand_in_again, seats
from grading.selftest.security.judge import faults_of, faults_of_class, seen
from grading.selftest.security.world import SECONDS, fingerprint, graded, world

HELD = {"attack": "withstood", "fault": "survived"}
QUICKLY = ("--seconds", str(SECONDS))
NOT_TRIED = "not tried: nothing isolates the box here, so it would harm this machine"


class Verdict(NamedTuple):
    """One case, or a whole class where case is None, and what did not hold."""

    set: str
    case: object
    problems: list


def run(sets, names=()):
    """Return the Verdicts of the cases of some problem sets, or of those named, and of their classes."""
    chosen, found = [case for case in cases.load(names) if case.set in sets], []
    safe = isolated() or [case for case in chosen if case.dangerous] == []
    for name in sorted({case.set for case in chosen}):
        mine = [case for case in chosen if case.set == name]
        found += run_class(name, [case for case in mine if safe or not case.dangerous])
        found += [Verdict(name, case, [NOT_TRIED]) for case in mine if not safe and case.dangerous]
    return found


def isolated():
    """Return whether the kernel's means isolate the box; what does is said on standard error."""
    with warm_parent() as parent:
        say(f"The box is isolated by: {', '.join(parent.layers) or 'nothing'}.")
        return bool(parent.layers)


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def run_class(name, chosen):
    """Return the Verdicts of one problem set's class."""
    with world() as around:
        here = seats(chosen)
        say(f"Grading {len(here)} hand-ins of {name}, {len(chosen)} cases among them ...")
        for seat in here:
            hand_in(seat, name, around)
        before = fingerprint(around.root / "submitted")
        ran = graded(around, "grade", name, *QUICKLY, "--json")
        pages = graded(around, "feedback", name)
        found = [verdict(seat, name, ran, around) for seat in here if seat.case]
        found.append(Verdict(name, None, faults_of_class(here, name, (ran, pages), before, around)))
        return found + [again(seat, name, around) for seat in here if seat.case and seat.case.second]


def again(seat, name, around):
    """Return the Verdict on a case's second hand-in."""
    page = (around.root / "feedback" / seat.student / name / f"{name}.html").read_text(encoding="utf-8")
    hand_in_again(seat, name, around, page[:60_000])
    ran = graded(around, "grade", name, *QUICKLY, "--json", "--student", seat.student)
    return verdict(seat, name, ran, around)


def verdict(seat, name, ran, around):
    found = seen(seat.student, name, ran, around, seat.case.pages)
    return Verdict(name, seat.case, faults_of(seat.case, name, found, around))


######## the table

def by_case(verdicts):
    """Return {(kind, name): (case, problems)}: what is tried more than once has to hold each time."""
    found = {}
    for one in verdicts:
        if one.case:
            found.setdefault((one.case.kind, one.case.name), (one.case, []))[1].extend(one.problems)
    return dict(sorted(found.items()))


def counts(verdicts):
    """Return {kind: (tried, held)}."""
    found = {}
    for kind in HELD:
        problems = [problems for case, problems in by_case(verdicts).values() if case.kind == kind]
        found[kind] = sum(NOT_TRIED not in each for each in problems), sum(not each for each in problems)
    return found


def printed(verdicts):
    """Return the table of cases, what was done to the classes, and the counts."""
    lines = []
    for case, problems in by_case(verdicts).values():
        held = "NOT " * bool(problems) + HELD[case.kind]
        lines += [f"{held:13}  {case.set}  {case.name}: {case.tries}", *(f"{'':17}  {p}" for p in problems)]
    for one in verdicts:
        if not one.case and one.problems:
            lines += [f"{'NOT unharmed':13}  {one.set}  the class", *(f"{'':17}  {p}" for p in one.problems)]
    for kind, (tried, held) in counts(verdicts).items():
        lines.append(f"{kind}s: {tried} tried, {held} {HELD[kind]}")
    return "\n".join(lines)


def as_json(verdicts):
    """Return the verdicts as a dictionary that JSON can hold."""
    return {"cases": [{"kind": case.kind, "name": case.name, "set": case.set, "tries": case.tries,
                       "problems": problems} for case, problems in by_case(verdicts).values()],
            "classes": [{"set": one.set, "problems": one.problems} for one in verdicts if not one.case],
            **{f"{kind}s": {"tried": tried, HELD[kind]: held}
               for kind, (tried, held) in counts(verdicts).items()}}
