"""The programs of this package: python -m grading {exercises,grade,sample,feedback,selftest,summary}."""

import argparse
import json
import sys

from grading.files import COURSE, BadInput, problem_sets


def exercises(args):
    from grading.exercises import generate
    from grading.files import source_of
    names = [args.problem_set] if args.problem_set else problem_sets()
    for name in names:
        source_of(name)
    for name in names:
        print(f"wrote {generate(name).relative_to(COURSE)}")
    return 0


def grade(args):
    from grading.run import grade
    return show(grade(args.problem_set, args.root, args.student), args)


def sample(args):
    from grading import sample
    from grading.lock import alone
    from grading.run import grade_class
    args.problem_set, root = sample.NAME, sample.prepared(args.root)
    with alone(root):
        sample.make(root)
        return show(grade_class(sample.NAME, root), args)


def feedback(args):
    from grading.run import feedback
    print(f"wrote {feedback(args.problem_set, args.root)} pages below {args.root}/feedback")
    return 0


def summary(args):
    from grading.summary import summary
    print(summary())
    return 0


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


def selftest(args):
    from grading.files import source_of
    from grading.selftest.run import printed, selftest
    names = [args.problem_set] if args.problem_set else problem_sets()
    for name in names:
        source_of(name)
    rows, faults = selftest(names, args.students)
    print(json.dumps({"students": args.students, "sets": rows, "faults": faults}) if args.json
          else printed(rows, faults, args.students))
    return 1 if faults else 0


PROGRAMS = {
    # name: (function, what it does, arguments, an example)
    "exercises": (exercises, "make the students' notebooks from solutions/", ("set?",),
                  "python -m grading exercises ps1"),
    "grade":     (grade, "grade what was handed in", ("set", "root", "student", "json"),
                  "python -m grading grade ps1 --root my-course"),
    "sample":    (sample, "make a class of sample hand-ins and grade it", ("sample", "json"),
                  "python -m grading sample"),
    "feedback":  (feedback, "write the feedback pages again", ("set", "root"),
                  "python -m grading feedback ps1 --root my-course"),
    "selftest":  (selftest, "test the checks with wrong programs, mutants and right answers",
                  ("set?", "students", "json"), "python -m grading selftest ps1 --students 100"),
    "summary":   (summary, "say where the site, the model and the grades are", (),
                  "python -m grading summary"),
}

def positive(text):
    """Return the text as a whole number, at least 1."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, got {text!r}")
    return int(text)


ARGUMENTS = {
    "set":     (["problem_set"], {"help": "its name, such as ps1"}),
    "set?":    (["problem_set"], {"nargs": "?", "help": "its name, such as ps1; all without it"}),
    "root":    (["--root"], {"default": ".", "metavar": "DIR",
                             "help": "the course's folder, with submitted/ in it (default: here)"}),
    "sample":  (["--root"], {"default": str(COURSE / "build" / "sample"), "metavar": "DIR",
                             "help": "where to make it; what stands there is deleted "
                                     "(default: build/sample)"}),
    "student": (["--student"], {"metavar": "NAME", "help": "grade this student alone"}),
    "students": (["--students"], {"type": positive, "default": 100, "metavar": "N",
                                  "help": "on the numbers of how many made-up students (100)"}),
    "json":    (["--json"], {"action": "store_true", "help": "print one JSON object"}),
}


def parser():
    top = argparse.ArgumentParser(prog="python -m grading", description="Exercises and grades.",
                                  epilog="Example: python -m grading sample")
    programs = top.add_subparsers(required=True, metavar="program")
    for name, (function, about, arguments, example) in PROGRAMS.items():
        one = programs.add_parser(name, help=about, description=about.capitalize() + ".",
                                  epilog=f"Example: {example}")
        one.set_defaults(function=function)
        for argument in arguments:
            flags, settings = ARGUMENTS[argument]
            one.add_argument(*flags, **settings)
    return top


def main(arguments=None):
    args = parser().parse_args(arguments)
    try:
        return args.function(args)
    except BadInput as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:      # a read-only course, a file where a folder should be, a full disk
        place = f" {problem.filename}" if problem.filename else ""
        print(f"Cannot use{place}: {problem.strerror or problem}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The grades so far stand; the same command starts over.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
