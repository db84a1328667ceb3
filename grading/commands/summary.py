"""Say where the site, the model and the grades are."""

EXAMPLE = "python -m grading summary"
ARGUMENTS = ()


def run(args):
    from grading.summary import summary
    print(summary())
    return 0
