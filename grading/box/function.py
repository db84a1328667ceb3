"""A student's function in a box, as the checks call it, and what it is about to be called with.

The checks call a function again and again. Run once with the right function, they tell which calls will come:
these travel in one message, and each answer waits here until its call is made.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from grading.box import wire
from grading.checks.call import Outcome, Remote, Unfit
from grading.checks.expected import key_of
from grading.checks.guards import TimeIsUp
from grading.checks.task import run_items


class Plan(NamedTuple):
    """The arguments of calls, as bytes, and the functions among them."""

    calls: list
    functions: list


class Held(Remote):
    """A function of a box, by its name; plan is what it will be called with."""

    def __init__(self, box, name, plan):
        self.box, self.name, self.functions, self.answers = box, name, list(plan.functions), {}
        self.get(plan.calls)

    def ahead(self, calls):
        self.get([wire.encode(tuple(arguments), self.functions) for arguments in calls])

    def get(self, calls):
        """Make calls now, and keep the answers."""
        for data, reply in zip(calls, self.box.calls(self.name, calls, self.functions), strict=False):
            self.answers.setdefault(data, []).append(reply)

    def outcome(self, arguments, convert):
        data = wire.encode(tuple(arguments), self.functions)
        if not self.answers.get(data):
            self.get([data])
        reply = self.answers[data].pop(0)
        changed = type(reply.after) is tuple and len(reply.after) == len(arguments)
        after = reply.after if changed else arguments
        outcome = Outcome(None, reply.trouble, reply.printed, reply.stuck, after)
        if reply.trouble:
            return outcome
        try:
            return outcome._replace(value=convert(reply.value))
        except Unfit as problem:
            return outcome._replace(trouble=str(problem))

    def __call__(self, *arguments):
        """Return the result, for checks that put one function of a student into another; or raise."""
        outcome = self.outcome(arguments, lambda value: value)
        if outcome.stuck:
            raise TimeIsUp
        if outcome.trouble:
            raise RuntimeError(outcome.trouble)
        return outcome.value


######## what a check will call

def plans(tasks, task, hidden):
    """Return the Plan of each function that a check of a task calls, by its name."""
    return planned(task, hidden, tuple(tasks[name] for name in task.needs), key_of(hidden))


@lru_cache(maxsize=512)
def planned(task, hidden, others, key):
    recorders = {other.name: Recorder(other.reference) for other in (task, *others)}
    with np.errstate(all="ignore"):
        run_items(task, recorders[task.name], hidden, {other.name: recorders[other.name] for other in others})
    return {name: Plan(recorder.calls, recorder.functions) for name, recorder in recorders.items()}


class Recorder(Remote):
    """The right function, which keeps what it is called with."""

    def __init__(self, reference):
        self.reference, self.calls, self.functions = reference, [], []

    def outcome(self, arguments, convert):
        self.calls.append(wire.encode(tuple(arguments), self.functions))
        return Outcome(convert(self.reference(*arguments)), after=arguments)

    def __call__(self, *arguments):
        return self.outcome(arguments, lambda value: value).value
