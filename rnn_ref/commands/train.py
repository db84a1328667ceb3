"""Train on names, print the held-out loss and ten new names, save the model."""

import json
import sys
import textwrap
from pathlib import Path

from tqdm import tqdm

from rnn_ref import data
from rnn_ref.checkpoint import fingerprint, load_run, save_run
from rnn_ref.commands.arguments import whole
from rnn_ref.files import BadInput, checked_place
from rnn_ref.model import save_model
from rnn_ref.recipes import DEFAULT, RECIPES
from rnn_ref.sample import new_names
from rnn_ref.train import Diverged, train

EXAMPLE = "train --out model.npz"


def add_arguments(parser):
    parser.add_argument("--names", default=data.DINOSAURS, metavar="FILE",
                        help="UTF-8 names, one a line (the bundled dinosaurs)")
    parser.add_argument("--split", type=whole(0), default=0, metavar="N",
                        help="which tenth is held out: the seed of the split (0)")
    parser.add_argument("--recipe", choices=RECIPES, default="default",
                        help="how to train: the course's own (default), without regularization (plain), its "
                             "best and slower one (best), or as in two older texts (coursera, seed)")
    parser.add_argument("--activation", choices=["sigmoid", "tanh"], help="instead of the recipe's")
    parser.add_argument("--epochs", type=whole(1), metavar="N",
                        help=f"instead of the recipe's ({DEFAULT.epochs} in the default one)")
    parser.add_argument("--resume", action="store_true", help="go on where an unfinished run stopped")
    parser.add_argument("--out", default="model.npz", metavar="FILE", help="where the model goes (model.npz)")


def run(options):
    """Train on the names, print the held-out loss and ten new names, save the model."""
    names = data.read_names(options.names)
    checked_place(options.out)    # before the work, not after it
    alphabet, split = data.alphabet_of(names), data.split_names(names, options.split)
    changes = {"activation": options.activation, "epochs": options.epochs}
    recipe = RECIPES[options.recipe]._replace(**{name: v for name, v in changes.items() if v is not None})
    checkpoint = Path(options.out).with_suffix(".checkpoint.npz")
    result = train_or_go_on(split, alphabet, recipe, checkpoint, options)
    save_model(result.model, options.out)
    checkpoint.unlink(missing_ok=True)    # not before the model is safe
    new = new_names(result.model, names, seed=options.seed)
    if options.json:
        print(json.dumps({"val_nll": round(result.val_nll, 4), "seconds": round(result.seconds, 2),
                          "names": new, "training": len(split.training), "held_out": len(split.held_out),
                          "model": str(options.out)}))
        return 0
    print(f"{len(split.training):,} names to learn from, {len(split.held_out)} held out, "
          f"{len(alphabet)} symbols")
    print(f"held-out loss: {result.val_nll:.3f} nats per character after {result.seconds:.1f} s")
    print(textwrap.fill(", ".join(new) or "none in 800 draws", 84, initial_indent="new names:     ",
                        subsequent_indent=" " * 15))
    print(f"model:         {options.out}")
    return 0


def train_or_go_on(split, alphabet, recipe, checkpoint, options):
    """Return the Result of training, which leaves a checkpoint where it stops early."""
    mark, saved = fingerprint(split, alphabet, recipe, options.seed), None
    run = unfinished(checkpoint, mark, recipe, len(alphabet), options)
    # The bar is drawn on a terminal only; elsewhere it would fill a log.
    with tqdm(total=recipe.epochs, initial=run.epoch if run else 0, desc="training", unit="epoch",
              disable=None, leave=False) as bar:
        def on_epoch(run):
            nonlocal saved
            save_run(run, checkpoint, mark)
            saved = run.epoch
            bar.update()

        try:
            return train(split, alphabet, recipe=recipe, seed=options.seed, run=run, on_epoch=on_epoch)
        except Diverged as error:
            raise BadInput(f"{error}{left(checkpoint, saved)}") from None
        except KeyboardInterrupt:
            raise KeyboardInterrupt(left(checkpoint, saved)) from None


def unfinished(checkpoint, mark, recipe, V, options):
    """Return the Run to go on with, None for a new one; a checkpoint nobody asks for is moved aside."""
    if options.resume:
        if not checkpoint.exists():
            raise BadInput(f"{checkpoint}: there is no such checkpoint; train without --resume")
        return load_run(checkpoint, mark, recipe, V, options.seed)
    if checkpoint.exists():
        aside = checkpoint.with_suffix(".old.npz")
        checkpoint.replace(aside)
        print(f"rnn_ref: {checkpoint} holds an unfinished run and was kept as {aside}", file=sys.stderr)
    return None


def left(checkpoint, epoch):
    """Return what to say of the checkpoint that an unfinished run leaves, if any."""
    return f"; {checkpoint} holds the run after epoch {epoch}: go on with --resume" if epoch else ""
