"""Time this grader beside stock nbgrader."""

import json

from grading.commands.arguments import natural, positive

EXAMPLE = "python -m grading bench ps1 --students 200"
ARGUMENTS = ((["problem_set"], {"nargs": "?", "default": "ps1", "help": "its name (default: ps1)"}),
             (["--students"], {"type": positive, "default": 16, "metavar": "N",
                               "help": "of the made-up class (default: 16)"}),
             (["--rounds"], {"type": positive, "default": 4, "metavar": "N",
                             "help": "in each, stock grades its share and ours all (default: 4)"}),
             (["--jobs"], {"type": positive, "default": 0, "metavar": "N",
                           "help": "processes of this grader (default: one on each core)"}),
             (["--stock"], {"type": natural, "default": 16, "metavar": "N",
                            "help": "how many of them stock grades: it takes a second each (default: 16)"}),
             "json")


def run(args):
    from grading.bench import bench
    from grading.files import source_of
    source_of(args.problem_set)
    found = bench(args.problem_set, args.students, min(args.rounds, args.students), args.jobs,
                  min(args.stock, args.students))
    print(table(found))
    if args.json:
        print(json.dumps(found))
    return 0 if found["true"] == found["students"] else 1


def table(found):
    """Return what was measured as lines."""
    lines = [f"{found['set']}, a class of {found['students']}, {found['rounds']} rounds, "
             f"{found['jobs']} processes", f"{'':16}{'a second':>10}{'ms each':>10}{'peak MB':>10}"]
    rows = [("stock nbgrader", "stock"), ("this grader", "ours")]
    lines += [f"{words:16}{found[f'{key}_per_s']:10.2f}{found[f'{key}_ms']:10.1f}{found[f'{key}_mb']:10.0f}"
              for words, key in rows if f"{key}_ms" in found]
    lines.append(f"{'floor, one core':16}{1000 / found['floor_ms']:10.2f}{found['floor_ms']:10.1f}")
    if "ratio" in found:
        lines.append(f"This grader grades {found['ratio']:.1f} submissions in the time of one of stock's.")
    return "\n".join([*lines, f"Of one submission's {found['cpu_ms']:.1f} ms of processor, "
                      f"{found['writer_ms']:.1f} are the one writer's. The first run took "
                      f"{found['first_s']:.1f} s, workers' start included.",
                      f"Grades equal to the known truth: {found['true']} of {found['students']}.",
                      f"Isolation: {', '.join(found['layers'])}."])
