"""List the pairs of submissions that are worth a look, by what their syntax trees share."""

import json

EXAMPLE = "python -m grading similarity ps1 --root my-course"
ARGUMENTS = ("set", "root", "json")


def run(args):
    from grading.similarity import pairs, submissions_of, told
    submissions, stub, unread = submissions_of(args.root, args.problem_set)
    found = pairs(submissions, stub)
    print(json.dumps({"pairs": [pair._asdict() for pair in found], "unread": unread}) if args.json
          else told(found, unread))
    return 0
