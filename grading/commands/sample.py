"""Make a class of sample hand-ins and grade it."""

from grading.commands.grade import show

EXAMPLE = "python -m grading sample"
ARGUMENTS = ("sample", "json")


def run(args):
    from grading import sample
    from grading.lock import alone
    from grading.run import grade_class
    args.problem_set, root = sample.NAME, sample.prepared(args.root)
    with alone(root):
        sample.make(root)
        return show(grade_class(sample.NAME, root), args)
