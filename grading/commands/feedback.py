"""Write the feedback pages again."""

EXAMPLE = "python -m grading feedback ps1 --root my-course"
ARGUMENTS = ("set", "root")


def run(args):
    from grading.run import feedback
    print(f"wrote {feedback(args.problem_set, args.root)} pages below {args.root}/feedback")
    return 0
