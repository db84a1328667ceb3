"""Run the checks against wrong programs, mutants and right answers, and count."""

import io
import tomllib
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import numpy as np

from grading import mistakes
from grading.checks import call, instances
from grading.checks.diagnosis import alike, diagnose, instances_of, outputs
from grading.checks.report import total
from grading.checks.task import run_items
from grading.marks import table_of
from grading.selftest import variants
from grading.selftest.mutants import mutants, solutions

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
QUICK = 0.3     # seconds that a mutant may take: some never end


def as_student(number):
    """Return a context in which graded numbers are those of one made-up student."""
    return patch.dict("os.environ", {instances.KEY: f"selftest {number}"})


def lost(task, program, others=None):
    """Return the points that a program misses, visible and graded."""
    results = [pair for hidden in (False, True) for pair in run_items(task, program, hidden, others or {})[0]]
    return total(item for item, found in results if found)


def solved(problem_set):
    """Return the worked solution's functions by name."""
    space = {}
    exec(compile(solutions(problem_set), f"solutions/{problem_set}", "exec"), space)
    return space


def wrong_programs(problem_set, students):
    """Return (entries, faults): every entry loses points for every student, and is named as itself."""
    tasks, others, faults = table_of(problem_set).TASKS, solved(problem_set), []
    entries = mistakes.of(problem_set)
    for entry in entries:
        task = tasks[entry.function]
        named = diagnose(task, entry.program, entries)
        if named is not entry:
            faults.append(f"{entry.function}: {entry.name} is taken for {named and named.name}")
        for student in range(students):
            with as_student(student):
                if not lost(task, entry.program, others):
                    faults.append(f"{entry.function}: {entry.name} gets full marks from student {student}")
                    break
    return len(entries), faults


def pairs(problem_set, draws):
    """Return (pairs, faults): on every draw of the instances, a function's mistakes differ from each other.

    They differ from the right program as well, so each of them is named on every draw.
    """
    tasks, count, faults = table_of(problem_set).TASKS, 0, []
    for name, task in tasks.items():
        entries = [m for m in mistakes.of(problem_set) if m.function == name]
        count += len(entries) * (len(entries) - 1) // 2
        for draw in range(draws):
            with patch.object(instances, "PUBLIC", f"draw {draw}"):
                cases = instances_of(task)
                found = [outputs(task, m.program, cases) for m in entries]
                right = [case.expected for case in cases]
            faults += [f"{name}: {m.name} gives what is right on draw {draw}"
                       for m, got in zip(entries, found, strict=True) if alike(got, right)]
            faults += [f"{name}: {entries[i].name} and {entries[j].name} give the same on draw {draw}"
                       for i in range(len(found)) for j in range(i) if alike(found[i], found[j])]
    return count, faults


def right_answers(problem_set, students):
    """Return (variants, faults): each gets full marks for every student, and no mistake is named."""
    tasks, others, faults = table_of(problem_set).TASKS, solved(problem_set), []
    programs = [*variants.of(problem_set), *((name, others[name]) for name in tasks)]
    entries = mistakes.of(problem_set)
    for name, program in programs:
        for student in range(students):
            with as_student(student):
                if lost(tasks[name], program, others):
                    faults.append(f"{name}: {program.__name__} loses points for student {student}")
                    break
        named = diagnose(tasks[name], program, entries)
        if named:
            faults.append(f"{name}: {program.__name__} is right, and taken for {named.name}")
    return len(programs), faults


def changed_solutions(problem_set):
    """Return (mutants, equivalent, faults): each loses points, or is listed with a proof that it may not."""
    tasks, others, faults = table_of(problem_set).TASKS, solved(problem_set), []
    excused = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get(problem_set, {})
    count, used = 0, set()
    with patch.object(call, "SECONDS", QUICK), redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        for mutant in mutants(problem_set, tasks):
            count += 1
            space = dict(others)
            exec(mutant.source, space)
            if lost(tasks[mutant.function], space[mutant.function], others):
                continue
            key = f"{mutant.function}: {mutant.line}"
            used.add(key)
            if key not in excused:
                faults.append(f"survives: {key}")
    faults += [f"{EQUIVALENT.name} excuses what is no survivor: {key}" for key in set(excused) - used]
    return count, len(used), faults


def maximum(problem_set):
    """Return the points of a problem set: of its functions and its written questions."""
    table = table_of(problem_set)
    return sum(total(t.visible + t.hidden) for t in table.TASKS.values()) + sum(table.WRITTEN.values())


######## the command

def selftest(problem_sets, students):
    """Run everything, print a table and each fault; return whether there was none, and the counts."""
    rows, faults = [], []
    for name in problem_sets:
        entries, wrong = wrong_programs(name, students)
        two, confused = pairs(name, students)
        right, unfair = right_answers(name, students)
        changed, same, alive = changed_solutions(name)
        rows.append({"set": name, "points": maximum(name), "functions": len(table_of(name).TASKS),
                     "wrong programs": entries, "pairs told apart": two, "right answers": right,
                     "mutants": changed, "proved equivalent": same})
        faults += [f"{name}: {fault}" for fault in wrong + confused + unfair + alive]
    return rows, faults


def printed(rows, faults, students):
    """Return the counts as a table, a column a problem set, and the faults below."""
    lines = [f"{'':20}" + "".join(f"{row['set']:>8}" for row in rows) + f"{'all':>8}"]
    for what in list(rows[0])[1:]:
        numbers = [row[what] for row in rows]
        lines.append(f"{what:20}" + "".join(f"{n:8}" for n in [*numbers, sum(numbers)]))
    verdict = ("Every wrong program and mutant lost points, every mistake was named, every right answer got "
               "full marks." if not faults else f"{len(faults)} faults:")
    return "\n".join([*lines, f"on the numbers of {students} students", verdict, *(f"  {f}" for f in faults)])
