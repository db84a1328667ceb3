"""What grading a class costs, for classes of several sizes: python -m benchmarks.grading --json FILE."""

import argparse
import sys

from benchmarks import machine
from benchmarks.__main__ import rounded, write
from grading.bench import bench
from rnn_ref.data import BadInput

NAME = "ps1"
SIZES = ((20, 3, 9), (200, 2, 6), (2000, 1, 0))     # students, rounds, and how many of them stock grades


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
    for one in results["classes"]:
        print(f"{one['students']:6} students: {one['cpu_ms']:.1f} ms of processor each, "
              f"{one['true']} grades are the true ones")
    return 0 if all(one["true"] == one["students"] for one in results["classes"]) else 1


if __name__ == "__main__":
    sys.exit(main())
