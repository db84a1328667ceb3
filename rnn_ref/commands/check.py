"""Print how far every gradient is from the complex step; exit code 1 where one is too far."""

import json

from rnn_ref.gradcheck import check_all

EXAMPLE = "check --json"
LIMIT = 1e-12    # norm-relative, in double precision


def add_arguments(parser):
    pass    # nothing beyond what every command has


def run(options):
    """Print the errors and compare the worst with the limit."""
    rows = check_all(seed=options.seed)
    worst = max(error for _, _, error in rows)
    if options.json:
        print(json.dumps({"worst": worst, "errors": {f"{f} {name}": error for f, name, error in rows}}))
    else:
        for activation, name, error in rows:
            print(f"{activation:8} {name:4} {error:.1e}")
        print(f"worst    {worst:.1e}, norm-relative, against the complex step; the limit is {LIMIT:g}")
    return 0 if worst <= LIMIT else 1
