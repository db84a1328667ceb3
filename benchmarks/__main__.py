"""The program: python -m benchmarks."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from benchmarks import accumulate, check, machine, report, sampling, scaling, targets, throughput, work
from rnn_ref import data


class Plan(NamedTuple):
    """How much is measured."""

    sizes: tuple = work.SIZES
    rounds: int = 15
    seconds: float = 0.06           # that a task fills in each round, at least
    limit: int | None = None        # names a pass
    lengths: tuple = accumulate.LENGTHS
    grid: dict = scaling.GRID
    memory: tuple = scaling.MEMORY
    threads: tuple = ((32, 100), (256, 512))
    sampling: tuple = (256, 2000, 3)    # D_h, names, epochs of training before


QUICK = Plan(sizes=((1, 50), (32, 100)), rounds=3, seconds=0.005, limit=32, lengths=(10, 30),
             grid=scaling.QUICK, memory=((4, 10, 25),), threads=((32, 50),), sampling=(32, 100, 1))


def run(names, plan, tick):
    """Return the results of the plan as one dictionary, calling tick with the name of each part done."""
    clock = plan.rounds, plan.seconds

    def done(what, result):
        tick(what)
        return result
    results = {
        "machine": machine.describe(),
        "settings": {"rounds": plan.rounds, "seconds": plan.seconds, "names": len(names),
                     "symbols": len(data.alphabet_of(names))},
        "sizes": [done(f"B={size[0]}, D_h={size[1]}", throughput.measure(names, size, *clock, plan.limit))
                  for size in plan.sizes],
        "accumulate": [done(f"T={T}", accumulate.measure(T, min(plan.rounds, 5), plan.seconds))
                       for T in plan.lengths],
        "scaling": done("scaling", scaling.measure(plan.grid, *clock)),
        "memory": [scaling.memory(*size) for size in plan.memory],
        "threads": [done("threads", scaling.two_threads(names, size, *clock, plan.limit))
                    for size in plan.threads],
        "sampling": done("sampling", sampling.measure(names, *plan.sampling, *clock)),
    }
    return results | {"targets": targets.reached(results)}


def parts(plan):
    """Return how often run will tick."""
    return len(plan.sizes) + len(plan.lengths) + len(plan.threads) + 2


def write(path, results):
    """Write the results as JSON, beside the place first; BadInput says why it cannot be done."""
    path = Path(path)
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(json.dumps(results, indent=1) + "\n")
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise data.BadInput(f"{path}: cannot write the results: {error.strerror}") from None


def rounded(value):
    """Return the results with four significant digits: more would be noise."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def size(text):
    """Return (B, D_h) from text such as 32x100, as an argparse type."""
    B, D_h = map(int, text.split("x"))
    if min(B, D_h) < 1:
        raise ValueError
    return B, D_h


def positive(text):
    """Return a whole number from 1, as an argparse type."""
    if int(text) < 1:
        raise ValueError
    return int(text)


def parser():
    """Return the command line's parser."""
    top = argparse.ArgumentParser(
        prog="python -m benchmarks", description=sys.modules["benchmarks"].__doc__,
        epilog="examples: python -m benchmarks --json results.json; python -m benchmarks --quick; "
               "python -m benchmarks --names my_names.txt --rounds 15 --sizes 32x100 256x512")
    top.add_argument("--json", metavar="FILE", help="write the results to FILE as well")
    top.add_argument("--quick", action="store_true", help="seconds, small sizes: shows that it runs, no more")
    top.add_argument("--names", default=data.DINOSAURS, metavar="FILE",
                     help="UTF-8 names, one a line (the bundled dinosaurs)")
    top.add_argument("--rounds", type=positive, metavar="N", help=f"interleaved rounds ({Plan().rounds})")
    top.add_argument("--sizes", type=size, nargs="+", metavar="BxD_h", help="such as 32x100 (seven)")
    return top


def main(argv=None):
    """Measure, print, write; bad input gets one sentence on standard error and exit code 2."""
    options = parser().parse_args(argv)
    plan = QUICK if options.quick else Plan()
    given = {"rounds": options.rounds, "sizes": options.sizes}
    plan = plan._replace(**{key: value for key, value in given.items() if value})
    try:
        if options.json and not Path(options.json).parent.is_dir():    # before the work, not after it
            raise data.BadInput(f"{options.json}: cannot write the results: its folder does not exist")
        names = data.read_names(options.names)
        with tqdm(total=parts(plan), desc="benchmarks", disable=None, leave=False) as bar:
            results = run(names, plan, lambda what: (bar.set_postfix_str(what), bar.update()))
        print(report.everything(results))
        if options.json:
            write(options.json, rounded(results))
    except (data.BadInput, check.Differs) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("benchmarks: interrupted; nothing was written", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
