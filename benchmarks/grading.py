"""What grading a class costs, for classes of several sizes: python -m benchmarks.grading --json FILE."""

import argparse
import sys

from benchmarks import machine
from benchmarks.__main__ import rounded, write
from grading.bench import bench
from rnn_ref.data import BadInput

NAME = "ps1"
SIZES = ((20, 3, 9), (200, 2, 6), (2000, 1, 0))     # students, rounds, and how many of them stock grades


PLAN = 100_000


def section(results):
    """Return what the page for instructors says of the results: a table, and a plan on paper."""
    classes = results["classes"]
    lines = ["| students | processor time of one | of it the writer's | memory at most | in the time of "
             "one of stock's |", "|" + "---|" * 5]
    lines += [f"| {one['students']:,} | {one['cpu_ms']:.0f} ms | {one['writer_ms']:.1f} ms | "
              f"{one['ours_mb']:.0f} MB | {ratio(one)} |" for one in classes]
    return "\n".join([*lines, "", *plan(classes[-1])])


def ratio(one):
    return f"{one['ratio']:.0f}" if "ratio" in one else "not measured"


def plan(one):
    """Return the lines of a plan for PLAN submissions, from what a class cost for each."""
    worker, writer = one["cpu_ms"] - one["writer_ms"], one["writer_ms"]
    alone, two = PLAN * writer / 60_000, PLAN * one["cpu_ms"] / 2 / 3_600_000
    most = worker / writer + 1
    return [f"- The workers need {worker:.0f} ms each, together {PLAN * worker / 3_600_000:.1f} hours of one "
            "core.",
            f"- The one writer needs {writer:.1f} ms each, together {alone:.0f} minutes. So more than about "
            f"{most:.0f} cores\n  make it no faster.",
            f"- Two cores take about {two:.1f} hours, {most:.0f} cores about {alone:.0f} minutes.",
            f"- The graded notebooks and the gradebook take {one['disk_kb']:.0f} kilobytes each, together "
            f"{PLAN * one['disk_kb'] / 1e6:.1f} GB."]


def measure(sizes=SIZES):
    """Return {"machine": ..., "classes": [what grading.bench measured of each size]}."""
    return {"machine": {key: machine.describe()[key] for key in ("processor", "cores", "python", "numpy")},
            "classes": [bench(NAME, students, rounds, stock=stock) for students, rounds, stock in sizes]}


def main(argv=None):
    """Measure and write; exit code 1 where a grade is not the true one."""
    top = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__.split(":")[0])
    top.add_argument("--json", required=True, metavar="FILE", help="where the results go")
    top.add_argument("--sizes", type=int, nargs="+", metavar="N", help="of the classes (20, 200 and 2000)")
    options = top.parse_args(argv)
    sizes = [size for size in SIZES if size[0] in (options.sizes or [one for one, *_ in SIZES])]
    try:
        results = measure(sizes)
        write(options.json, rounded(results))
    except BadInput as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    print(section(rounded(results)))
    for one in results["classes"]:
        print(f"{one['true']} of {one['students']} grades are the true ones.")
    return 0 if all(one["true"] == one["students"] for one in results["classes"]) else 1


if __name__ == "__main__":
    sys.exit(main())
