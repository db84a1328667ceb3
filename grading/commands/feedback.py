"""Write a feedback page for each student."""

EXAMPLE = "python -m grading feedback ps1 --root my-course"
ARGUMENTS = ("set", "root", "student")


def run(args):
    from grading.feedback import feedback
    print(f"wrote {feedback(args.problem_set, args.root, args.student)} pages below {args.root}/feedback")
    return 0
