"""Name the mistake: compare a student's outputs with those of the catalogue's wrong programs."""

from functools import lru_cache

from grading.checks import instances
from grading.checks.call import ahead
from grading.checks.compare import equal
from grading.checks.expected import cases_of
from grading.checks.looks import received
from grading.checks.plain import copied

NOTHING = "nothing"     # what stands for a call that has no result to compare
LARGEST = 1_000_000     # numbers in a result that is kept: those of the catalogue are far smaller


def diagnose(task, candidate, mistakes):
    """Return the Mistake whose outputs are the candidate's on every instance of the task, or None.

    The instances are the public ones, of all that the task's items look at: generic ones tell any two
    mistakes apart, and the special ones tell those apart that only show there.
    """
    mistakes = tuple(m for m in mistakes if m.function == task.name)
    if not mistakes:
        return None
    cases = instances_of(task)
    got = outputs(task, candidate, cases)
    hangs_or_right = got is None or alike(got, [case.expected for case in cases])
    if hangs_or_right:      # then the fault is none of these
        return None
    return next((m for m in mistakes if alike(got, known(task, m.program, instances.PUBLIC))), None)


def instances_of(task):
    """Return one Case list of every family that the task's items use, from the public seed."""
    families = dict.fromkeys(item.family for item in task.visible + task.hidden)
    return [case for family in families for case in cases_of(task, family, "diagnosis", False)]


@lru_cache(maxsize=4096)
def known(task, program, key):
    """Return the outputs of a program of the catalogue: the same for everyone, so computed once a process."""
    return outputs(task, program, instances_of(task))


def outputs(task, program, cases):
    """Return the program's result on each Case, NOTHING where there is none; None where it hangs.

    A huge one is nothing too: those of all cases together might not fit into memory.
    """
    found = []
    ahead(program, [case.arguments for case in cases])
    for case in cases:
        outcome = received(task, program, copied(case.arguments), case.expected)
        if outcome.stuck:
            return None
        kept = not outcome.trouble and sum(part.size for part in outcome.value) <= LARGEST
        found.append(outcome.value if kept else NOTHING)
    return found


def alike(some, others):
    """Return whether two lists of outputs agree throughout, and are not nothing throughout."""
    pairs = list(zip(some, others, strict=True))
    if all(a is NOTHING for a, _ in pairs):
        return False
    return all(a is b is NOTHING or (a is not NOTHING and b is not NOTHING and equal(a, b))
               for a, b in pairs)
