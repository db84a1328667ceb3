"""Show how a class did on each check: pass rate, diagnoses, discrimination, time."""

import json

EXAMPLE = "python -m grading items ps1 --root my-course"
ARGUMENTS = ("set", "root", "db", "json")


def run(args):
    from grading.items import items
    found, students = items(args.problem_set, args.root, args.db)
    if args.json:
        print(json.dumps({"problem_set": args.problem_set, "students": students,
                          "items": [item._asdict() for item in found]}))
    else:
        print(f"wrote {args.root}/items/{args.problem_set}.html and .csv: {len(found)} checks and questions, "
              f"{students} students")
    return 0
