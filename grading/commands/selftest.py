"""Test the checks with wrong programs, mutants and right answers."""

import json

from grading.commands.arguments import positive
from grading.files import problem_sets, source_of

EXAMPLE = "python -m grading selftest ps1 --students 100"
ARGUMENTS = ("set?", (["--students"], {"type": positive, "default": 100, "metavar": "N",
                                       "help": "on the numbers of how many made-up students (100)"}), "json")


def run(args):
    from grading.selftest.run import printed, selftest
    names = [args.problem_set] if args.problem_set else problem_sets()
    for name in names:
        source_of(name)
    rows, faults = selftest(names, args.students)
    print(json.dumps({"students": args.students, "sets": rows, "faults": faults}) if args.json
          else printed(rows, faults, args.students))
    return 1 if faults else 0
