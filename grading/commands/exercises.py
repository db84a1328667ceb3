"""Make the students' notebooks from solutions/."""

from grading.files import COURSE, problem_sets, source_of

EXAMPLE = "python -m grading exercises ps1"
ARGUMENTS = ("set?",)


def run(args):
    from grading.exercises import generate
    names = [args.problem_set] if args.problem_set else problem_sets()
    for name in names:
        source_of(name)
    for name in names:
        print(f"wrote {generate(name).relative_to(COURSE)}")
    return 0
