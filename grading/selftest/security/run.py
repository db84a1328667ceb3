"""Run the cases, a class for each problem set, and print what was tried and what held."""

import json
import sys
from typing import NamedTuple

from grading.box.parent import warm_parent
from grading.selftest.security import cases
from grading.selftest.security.classroom import hand_in, hand_in_again, seats
from grading.selftest.security.judge import faults_of, faults_of_class, faults_of_run, seen
from grading.selftest.security.world import SECONDS, course_of, fingerprint, graded, world

HELD = {"attack": "withstood", "fault": "survived"}
NOT_TRIED = "not tried: nothing isolates the box here, so it would harm this machine"


class Verdict(NamedTuple):
    """One case, or a whole class where case is None, and what did not hold."""

    set: str
    case: object
    problems: list


def run(sets, names=()):
    """Return the Verdicts of the cases of some problem sets, or of those named, and of their classes."""
    chosen = [case for case in cases.load(names) if case.set in sets]
    safe = isolated() or not any(case.dangerous for case in chosen)
    tried = [case for case in chosen if safe or not case.dangerous]
    return run_classes(tried) + [Verdict(case.set, case, [NOT_TRIED]) for case in chosen if case not in tried]


def isolated():
    """Return whether the kernel's means isolate the box; what does is said on standard error."""
    with warm_parent() as parent:
        say(f"The box is isolated by: {', '.join(parent.layers) or 'nothing'}.")
        return bool(parent.layers)


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


class Class(NamedTuple):
    """One problem set's class: who sits in it, its world, and a fingerprint of what was handed in."""

    name: str
    seats: list
    world: object
    before: dict


def run_classes(tried):
    """Return the Verdicts of cases, graded in a class for each problem set."""
    with world() as around:
        classes = [handed_in(name, [case for case in tried if case.set == name], around)
                   for name in sorted({case.set for case in tried})]
        ran = graded(around, [program for one in classes for program in programs(one)])
        told = answers(ran)
        found = [verdict(one, seat, told) for one in classes for seat in one.seats if seat.case]
        for one in classes:
            problems = faults_of_class(one.seats, one.name, told.get(one.name, {}), one.before, one.world)
            found.append(Verdict(one.name, None, problems))
        found.append(Verdict("all", None, faults_of_run(ran, around)))
        return found + [again(one, seat) for one in classes for seat in one.seats
                        if seat.case and seat.case.second]


def handed_in(name, mine, around):
    """Return the Class of a problem set after everyone has handed in."""
    own, found = course_of(name, around), seats(mine)
    say(f"Handing in {len(found)} times {name}, {len(mine)} cases among them ...")
    for seat in found:
        hand_in(seat, name, own)
    return Class(name, found, own, fingerprint(own.root / "submitted"))


def programs(one, *flags):
    """Return the arguments of the programs that grade a class and write its feedback."""
    root = ("--root", str(one.world.root), *flags)
    return [("grade", one.name, "--seconds", str(SECONDS), "--json", *root), ("feedback", one.name, *root)]


def answers(ran):
    """Return {problem set: what grading it said} of a run."""
    lines = [json.loads(line) for line in ran.out.splitlines() if line.startswith("{")]
    return {told["problem_set"]: told for told in lines}


def again(one, seat):
    """Return the Verdict on a case's second hand-in."""
    page = one.world.root / "feedback" / seat.student / one.name / f"{one.name}.html"
    hand_in_again(seat, one.name, one.world, page.read_text(encoding="utf-8")[:60_000])
    return verdict(one, seat, answers(graded(one.world, programs(one, "--student", seat.student))))


def verdict(one, seat, told):
    found = seen(seat.student, one.name, told.get(one.name, {}), one.world, seat.case.pages)
    return Verdict(one.name, seat.case, faults_of(seat.case, one.name, found, one.world))


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
