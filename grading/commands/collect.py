"""Take the download of a learning platform into submitted/."""

EXAMPLE = "python -m grading collect ps1 --from submissions.zip --root my-course"
ARGUMENTS = ("set", "root",
             (["--from"], {"dest": "download", "required": True, "metavar": "ZIP",
                           "help": "the zip of Canvas or Moodle, or a folder; each last attempt counts"}),
             (["--replace"], {"action": "store_true",
                              "help": "also where another notebook of the student is there already"}))


def run(args):
    from grading.collect import collect, told
    collected = collect(args.problem_set, args.download, args.root, args.replace)
    print(told(collected, args.problem_set))
    return 0
