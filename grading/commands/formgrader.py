"""Open nbgrader's formgrader, to grade by hand in a browser."""

from grading.commands.arguments import positive

EXAMPLE = "python -m grading formgrader --root my-course"
ARGUMENTS = ("root", "db", (["--port"], {"type": positive, "default": 8888, "metavar": "N",
                                   "help": "the port it listens on, on this machine alone (8888)"}))


def run(args):
    from grading.formgrader import serve
    return serve(args.root, args.port, args.db)
