"""The program: python -m rnn_ref {train,sample,check,bench}."""

import argparse
import json
import sys
from pathlib import Path

from tqdm import tqdm

from rnn_ref import data, quality
from rnn_ref.checkpoint import fingerprint, load_run, save_run
from rnn_ref.files import BadInput, checked_place
from rnn_ref.gradcheck import check_all
from rnn_ref.model import load_model, save_model
from rnn_ref.recipes import DEFAULT, RECIPES
from rnn_ref.sample import new_names, sample
from rnn_ref.train import Diverged, train


def main(argv=None):
    """Run one command; bad input gets one sentence on standard error and exit code 2."""
    options = parser().parse_args(argv)
    try:
        return options.run(options)
    except BadInput as error:
        print(f"rnn_ref: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt as stopped:
        print(f"rnn_ref: interrupted{stopped.args[0] if stopped.args else ''}", file=sys.stderr)
        return 130


def run_train(options):
    """Train on the names, print the held-out loss and ten new names, save the model."""
    names = data.read_names(options.names)
    checked_place(options.out)    # before the work, not after it
    alphabet, split = data.alphabet_of(names), data.split_names(names, options.split)
    changes = {"activation": options.activation, "epochs": options.epochs}
    recipe = RECIPES[options.recipe]._replace(**{name: v for name, v in changes.items() if v is not None})
    result = train_or_go_on(split, alphabet, recipe, options)
    save_model(result.model, options.out)
    new = new_names(result.model, names, seed=options.seed)
    if options.json:
        print(json.dumps({"val_nll": round(result.val_nll, 4), "seconds": round(result.seconds, 2),
                          "names": new, "training": len(split.training), "held_out": len(split.held_out),
                          "model": str(options.out)}))
        return 0
    print(f"{len(split.training):,} names to learn from, {len(split.held_out)} held out, "
          f"{len(alphabet)} symbols")
    print(f"held-out loss: {result.val_nll:.3f} nats per character after {result.seconds:.1f} s")
    print("new names:     " + ", ".join(new[:5]) + ",\n               " + ", ".join(new[5:]))
    print(f"model:         {options.out}")
    return 0


def train_or_go_on(split, alphabet, recipe, options):
    """Return the Result of training, which leaves a checkpoint beside the model until it is done."""
    checkpoint = Path(options.out).with_suffix(".checkpoint.npz")
    mark = fingerprint(split, alphabet, recipe, options.seed)
    run = load_run(checkpoint, mark, recipe, len(alphabet), options.seed) if options.resume else None
    saved = None
    # The bar is drawn on a terminal only; elsewhere it would fill a log.
    with tqdm(total=recipe.epochs, initial=run.epoch if run else 0, desc="training", unit="epoch",
              disable=None, leave=False) as bar:
        def on_epoch(run):
            nonlocal saved
            save_run(run, checkpoint, mark)
            saved = run.epoch
            bar.update()

        try:
            result = train(split, alphabet, recipe=recipe, seed=options.seed, run=run, on_epoch=on_epoch)
        except Diverged as error:
            raise BadInput(f"{error}{left(checkpoint, saved)}") from None
        except KeyboardInterrupt:
            raise KeyboardInterrupt(left(checkpoint, saved)) from None
    checkpoint.unlink(missing_ok=True)
    return result


def left(checkpoint, epoch):
    """Return what to say of the checkpoint that an unfinished run leaves, if any."""
    return f"; {checkpoint} holds the run after epoch {epoch}: go on with --resume" if epoch else ""


def run_sample(options):
    """Print names drawn from a saved model, one a line."""
    model = load_model(options.model)
    names = sample(model.params, model.alphabet, options.n, activation=model.activation,
                   seed=options.seed, temperature=options.temperature)
    print(json.dumps({"names": names}) if options.json else "\n".join(names))
    return 0


def run_check(options):
    """Print how far every gradient is from the complex step; exit code 1 where one is too far."""
    rows = check_all(seed=options.seed)
    worst = max(error for _, _, error in rows)
    if options.json:
        print(json.dumps({"worst": worst, "errors": {f"{f} {name}": error for f, name, error in rows}}))
    else:
        for activation, name, error in rows:
            print(f"{activation:8} {name:4} {error:.1e}")
        print(f"worst    {worst:.1e}, norm-relative, against the complex step; the limit is 1e-12")
    return 0 if worst <= 1e-12 else 1


def run_quality(options):
    """Print the held-out loss of each recipe, of an n-gram model and of their mixture, over splits."""
    names = data.read_names(options.names)
    with tqdm(desc="quality", unit="run", disable=None, leave=False) as bar:
        rows = quality.measure(names, options.recipe or ["default", "best"], range(options.splits),
                               on_run=bar.update)
    print(json.dumps(rows) if options.json else quality.table(rows))
    return 0


def number(kind, low, name):
    """Return an argparse type: a number of that kind, not below low (above it for floats)."""
    def convert(text):
        value = kind(text)
        if not (value > low if kind is float else value >= low) or value == float("inf"):
            raise ValueError
        return value
    convert.__name__ = name    # argparse puts it into its message
    return convert


def parser():
    """Return the command line's parser; every command shows an example."""
    top = argparse.ArgumentParser(prog="python -m rnn_ref", description="Train and use the character model.")
    commands = top.add_subparsers(required=True, metavar="{train,sample,check,bench}")
    seed = number(int, 0, "whole number from 0")
    count = number(int, 1, "whole number from 1")

    def command(name, run, example, commands=commands):
        sub = commands.add_parser(name, help=run.__doc__, description=run.__doc__,
                                  epilog=f"example: python -m rnn_ref {example}")
        sub.set_defaults(run=run)
        sub.add_argument("--seed", type=seed, default=0, help="of the random numbers (0)")
        sub.add_argument("--json", action="store_true", help="print one JSON object in the last line")
        return sub

    sub = command("train", run_train, "train --out model.npz")
    sub.add_argument("--names", default=data.DINOSAURS, metavar="FILE",
                     help="UTF-8 names, one a line (the bundled dinosaurs)")
    sub.add_argument("--split", type=seed, default=0, help="seed of the held-out tenth (0)")
    sub.add_argument("--recipe", choices=RECIPES, default="default")
    sub.add_argument("--activation", choices=["sigmoid", "tanh"], help="instead of the recipe's")
    sub.add_argument("--epochs", type=count, help=f"instead of the recipe's ({DEFAULT.epochs} by default)")
    sub.add_argument("--resume", action="store_true", help="go on from the checkpoint of an unfinished run")
    sub.add_argument("--out", default="model.npz", metavar="FILE", help="where the model goes (model.npz)")

    sub = command("sample", run_sample, "sample --model model.npz -n 20 --temperature 0.8")
    sub.add_argument("--model", default="model.npz", metavar="FILE", help="a saved model (model.npz)")
    sub.add_argument("-n", type=count, default=10, help="how many names (10)")
    sub.add_argument("--temperature", type=number(float, 0, "number above 0"), default=1.0,
                     help="below 1 safer, above 1 wilder (1)")

    command("check", run_check, "check --json")

    bench = commands.add_parser("bench", help="Measure.").add_subparsers(required=True, metavar="{quality}")
    sub = command("quality", run_quality, "bench quality --recipe best --splits 5", bench)
    sub.add_argument("--names", default=data.DINOSAURS, metavar="FILE", help="(the bundled dinosaurs)")
    sub.add_argument("--recipe", action="append", choices=RECIPES, help="may be repeated (default and best)")
    sub.add_argument("--splits", type=count, default=5, help="how many, from split 0 on (5)")
    return top


if __name__ == "__main__":
    sys.exit(main())
