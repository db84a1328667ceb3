"""Print names drawn from a saved model, one a line."""

import json
from pathlib import Path

from rnn_ref.commands.arguments import above_zero, whole
from rnn_ref.files import BadInput
from rnn_ref.model import load_model
from rnn_ref.sample import sample

EXAMPLE = "sample --model model.npz -n 20 --temperature 0.8"


def add_arguments(parser):
    parser.add_argument("--model", default="model.npz", metavar="FILE", help="a saved model (model.npz)")
    parser.add_argument("-n", type=whole(1), default=10, metavar="N", help="how many names (10)")
    parser.add_argument("--temperature", type=above_zero, default=1.0, metavar="T",
                        help="below 1 safer, above 1 wilder (1)")


def run(options):
    """Print the names; BadInput says what is wrong with the model file."""
    if not Path(options.model).exists():
        raise BadInput(f"{options.model}: there is no such model file; train one first, or name one "
                       "with --model")
    model = load_model(options.model)
    names = sample(model.params, model.alphabet, options.n, activation=model.activation,
                   seed=options.seed, temperature=options.temperature)
    print(json.dumps({"names": names}) if options.json else "\n".join(names))
    return 0
