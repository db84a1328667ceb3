"""The command python -m rnn_ref text: learn one long text, report, save the model."""

import json

from tqdm import tqdm

from rnn_ref.data import alphabet_of
from rnn_ref.files import checked_place
from rnn_ref.model import save_model
from rnn_ref.text import DEFAULT, read_text, sample_text, split_text, train_text


def run_text(options):
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


def add(command, count, positive):
    """Add the command text; command, count and positive are rnn_ref.__main__'s own."""
    sub = command("text", run_text, "text --text novel.txt --out novel.npz")
    sub.add_argument("--text", required=True, metavar="FILE", help="a UTF-8 text to learn, such as a novel")
    sub.add_argument("--updates", type=count, default=DEFAULT.updates, help=f"({DEFAULT.updates})")
    sub.add_argument("--D_h", type=count, default=DEFAULT.D_h, help=f"hidden units ({DEFAULT.D_h})")
    sub.add_argument("--length", type=count, default=500, help="characters of the sample (500)")
    sub.add_argument("--temperature", type=positive, default=0.7, help="of the sample (0.7)")
    sub.add_argument("--out", default="text.npz", metavar="FILE", help="where the model goes (text.npz)")
