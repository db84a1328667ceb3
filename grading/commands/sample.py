"""Make a class of sample hand-ins, grade it, and write the feedback."""

from grading.commands.grade import show

EXAMPLE = "python -m grading sample"
ARGUMENTS = ("sample", "json")


def run(args):
    from grading import sample
    from grading.feedback import write_pages
    from grading.gradebook import api
    from grading.lock import alone
    from grading.run import grade_class
    args.problem_set, root = sample.NAME, sample.prepared(args.root)
    with alone(root, wait=True):
        sample.make(root)
        result = grade_class(sample.NAME, root)
        written = {path.parent.parent.name for path in root.glob(f"autograded/*/{sample.NAME}/*.ipynb")}
        write_pages(api(root), sample.NAME, root, sorted(written))
        return show(result, args)
