"""Grade what was handed in."""

import json
import sys

EXAMPLE = "python -m grading grade ps1 --root my-course"
ARGUMENTS = ("set", "root", "student", "json")


def run(args):
    from grading.run import grade
    return show(grade(args.problem_set, args.root, args.student), args)


def show(result, args):
    """Print the grades, then what could not be graded; return the exit code."""
    from grading.table import as_json, table
    if args.json:
        print(json.dumps(as_json(result, args.problem_set)))
    else:
        print(table(result.records, result.refused, result.failed))
    for sentence in [*result.notes, *result.refused.values(), *result.failed.values()]:
        print(sentence, file=sys.stderr)
    return 2 if result.refused else 1 if result.failed else 0
