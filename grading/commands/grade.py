"""Grade what was handed in."""

import json
import sys

from grading.commands.arguments import positive

EXAMPLE = "python -m grading grade ps1 --root my-course"
HOW = ((["--jobs"], {"type": positive, "default": 0, "metavar": "N",
                     "help": "grade in so many processes (default: one on each core)"}),
       (["--backend"], {"choices": ("processes", "dask"), "default": "processes",
                        "help": "grade on this machine, or on a dask cluster (default: processes)"}),
       (["--scheduler"], {"metavar": "ADDRESS", "help": "of the dask cluster, such as tcp://host:8786"}),
       (["--seconds"], {"type": positive, "default": 60, "metavar": "N",
                        "help": "that one notebook may take; a call of a function a tenth of it, at most "
                                "three seconds (default: 60)"}),
       (["--without-isolation"], {"action": "store_true",
                                  "help": "grade even where nothing shuts students' code in"}))
ARGUMENTS = ("set", "root", "student", "db", "json", *HOW,
             (["--again"], {"action": "store_true",
                            "help": "also what was graded before from the same files with the same checks"}),
             (["--no-wait"], {"action": "store_true",
                              "help": "do not wait where another process is grading this course"}))


def run(args):
    from grading.run import grade
    result = grade(args.problem_set, args.root, args.student, options(args))
    return show(result, args)


def options(args):
    """Return how to grade, as Options of grading.options."""
    from grading.files import BadInput
    from grading.options import Options
    if (args.backend == "dask") != (args.scheduler is not None):
        raise BadInput("A cluster needs both: --backend dask and --scheduler ADDRESS.")
    return Options(jobs=args.jobs, scheduler=args.scheduler, db=args.db, seconds=float(args.seconds),
                   isolation="none" if args.without_isolation else "required", again=args.again,
                   wait=not args.no_wait)


def show(result, args):
    """Print the grades, then what could not be graded; return the exit code."""
    from grading.table import as_json, table
    if args.json:
        print(json.dumps(as_json(result, args.problem_set)))
    else:
        print(table(result.records, result.refused, result.failed))
    for sentence in [*result.notes, *result.refused.values(), *result.failed.values()]:
        print(sentence, file=sys.stderr)
    return 1 if result.refused or result.failed else 0
