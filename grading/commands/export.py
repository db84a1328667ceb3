"""Write the grades as CSV: plain, or as Canvas or Moodle imports them."""

import sys

EXAMPLE = "python -m grading export ps1 --format canvas --to grades.csv --root my-course"
ARGUMENTS = ("set", "root", "db",
             (["--format"], {"dest": "style", "choices": ("plain", "canvas", "moodle"), "default": "plain",
                             "help": "plain has the points of each function (default: plain)"}),
             (["--title"], {"metavar": "NAME", "help": "what the platform calls the assignment "
                                                       "(default: the set's name)"}),
             (["--to"], {"metavar": "FILE", "help": "where to write (default: the terminal)"}))


def run(args):
    from grading.export import export
    from grading.files import source_of, write_file
    from grading.gradebook import existing, opened
    source_of(args.problem_set)
    with opened(existing(args.root, args.db)) as gradebook:
        text, waiting = export(gradebook, args.problem_set, args.title or args.problem_set, args.style)
    if args.to:
        write_file(args.to, text)
        print(f"wrote {args.to}")
    else:
        print(text, end="")
    if waiting:
        print(f"{waiting} of them still wait{'s' * (waiting == 1)} for points by hand, which count as 0 "
              "here.", file=sys.stderr)
    return 0
