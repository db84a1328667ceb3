"""Print the held-out loss of recipes, of an n-gram model and of their mixture, over several splits."""

import json

from tqdm import tqdm

from rnn_ref import data, quality
from rnn_ref.commands.arguments import whole
from rnn_ref.recipes import RECIPES

EXAMPLE = "bench quality --recipe best --splits 5"


def add_arguments(parser):
    parser.add_argument("--names", default=data.DINOSAURS, metavar="FILE",
                        help="UTF-8 names, one a line (the bundled dinosaurs)")
    parser.add_argument("--recipe", action="append", choices=RECIPES,
                        help="which to measure; may be repeated (default and best)")
    parser.add_argument("--splits", type=whole(1), default=5, metavar="N", help="how many, from 0 on (5)")


def run(options):
    """Print the table."""
    names, recipes = data.read_names(options.names), options.recipe or ["default", "best"]
    with tqdm(desc="measuring", total=options.splits * (len(recipes) + 2), unit="run", disable=None,
              leave=False) as bar:
        rows = quality.measure(names, recipes, range(options.splits), seed=options.seed, on_run=bar.update)
    print(json.dumps(rows) if options.json else quality.table(rows))
    return 0
