"""The programs of this package: python -m grading PROGRAM; each is a module in grading/commands."""

import sys

from grading.commands import parser
from grading.files import BadInput


def main(arguments=None):
    """Run the program that the arguments name, and return its exit code."""
    args = parser().parse_args(arguments)
    try:
        return args.run(args)
    except BadInput as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:      # a read-only course, a file where a folder should be, a full disk
        place = f" {problem.filename}" if problem.filename else ""
        print(f"Cannot use{place}: {problem.strerror or problem}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The grades so far stand; the same command goes on from there.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
