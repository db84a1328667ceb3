"""Learn one long text, print the loss on its held-out last tenth and a sample, save the model."""

import json

from tqdm import tqdm

from rnn_ref.commands.arguments import above_zero, whole
from rnn_ref.data import alphabet_of
from rnn_ref.files import checked_place
from rnn_ref.model import save_model
from rnn_ref.text import DEFAULT, read_text, sample_text, split_text, train_text

EXAMPLE = "text --text novel.txt --out novel.npz"


def add_arguments(parser):
    parser.add_argument("--text", required=True, metavar="FILE", help="a UTF-8 text, such as a novel")
    parser.add_argument("--updates", type=whole(1), default=DEFAULT.updates, metavar="N",
                        help=f"of the weights ({DEFAULT.updates})")
    parser.add_argument("--D_h", type=whole(1), default=DEFAULT.D_h, metavar="N",
                        help=f"hidden units ({DEFAULT.D_h})")
    parser.add_argument("--length", type=whole(1), default=500, metavar="N",
                        help="characters of the sample (500)")
    parser.add_argument("--temperature", type=above_zero, default=0.7, metavar="T",
                        help="of the sample (0.7)")
    parser.add_argument("--out", default="text.npz", metavar="FILE", help="where the model goes (text.npz)")


def run(options):
    """Train on one long text, print the loss on its held-out last tenth and a sample, save the model."""
    recipe = DEFAULT._replace(D_h=options.D_h, updates=options.updates)
    text = read_text(options.text)
    training, held_out = split_text(text, recipe, options.text)
    checked_place(options.out)    # before the work, not after it
    alphabet = alphabet_of([text])
    with tqdm(total=recipe.updates, desc="training", unit="window", disable=None, leave=False) as bar:
        def on_window(run, loss):
            if run.step % 50 == 0:
                bar.set_postfix_str(f"{loss:.2f} nats", refresh=False)
            bar.update()

        result = train_text(training, held_out, alphabet, recipe=recipe, seed=options.seed,
                            on_window=on_window)
    save_model(result.model, options.out)
    sample = sample_text(result.model.params, alphabet, options.length, options.seed, options.temperature,
                         activation=result.model.activation)
    if options.json:
        print(json.dumps({"val_nll": round(result.val_nll, 4), "seconds": round(result.seconds, 2),
                          "sample": sample, "training": len(training), "held_out": len(held_out),
                          "epochs": round(recipe.updates * recipe.B * recipe.T / len(training), 2),
                          "model": str(options.out)}))
        return 0
    print(f"{len(training):,} characters to learn from, {len(held_out):,} held out, {len(alphabet)} symbols")
    print(f"held-out loss: {result.val_nll:.3f} nats per character after {result.seconds:.1f} s")
    print(f"model:         {options.out}\n\n{sample}")
    return 0
