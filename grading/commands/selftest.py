"""Test the checks with wrong programs, mutants and right answers, or the grader with hostile hand-ins."""

import json

from grading.commands.arguments import positive
from grading.files import problem_sets, source_of

EXAMPLE = "python -m grading selftest ps1 --students 100"
ARGUMENTS = ("set?", (["--students"], {"type": positive, "default": 100, "metavar": "N",
                                       "help": "on the numbers of how many made-up students (100)"}),
             (["--security"], {"action": "store_true",
                               "help": "grade attacks and faulty hand-ins among good ones instead"}),
             (["--case"], {"action": "append", "default": [], "metavar": "NAME",
                           "help": "with --security: this case alone; may be given again"}), "json")


def run(args):
    names = [args.problem_set] if args.problem_set else problem_sets()
    for name in names:
        source_of(name)
    return security(names, args) if args.security else checks(names, args)


def checks(names, args):
    from grading.selftest.run import printed, selftest
    rows, faults = selftest(names, args.students)
    print(json.dumps({"students": args.students, "sets": rows, "faults": faults}) if args.json
          else printed(rows, faults, args.students))
    return 1 if faults else 0


def security(names, args):
    from grading.selftest.security.run import as_json, printed, run
    verdicts = run(names, args.case)
    print(json.dumps(as_json(verdicts)) if args.json else printed(verdicts))
    return 1 if any(verdict.problems for verdict in verdicts) else 0
