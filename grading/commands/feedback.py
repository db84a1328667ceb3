"""Write a feedback page for each student."""

EXAMPLE = "python -m grading feedback ps1 --root my-course"
ARGUMENTS = ("set", "root", "student", "db")


def run(args):
    from grading.feedback import feedback
    pages = feedback(args.problem_set, args.root, args.student, args.db)
    print(f"wrote {pages} page{'s' * (pages != 1)} below {args.root}/feedback")
    return 0
