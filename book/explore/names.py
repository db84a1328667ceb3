"""The runs of the page "Dinosaurs, live": the character model learns names, a report after each epoch.

`learn` is a generator, so that whoever asks can stop after any epoch. The run stays where it is, and the next
`learn` goes on from there. One run is computed while the book is built, the others in the reader's browser.
"""

import time
from functools import cache

from figures import svg, word
from plots import Axis, plot

from rnn_ref import RECIPES, Model, alphabet_of, fast, loss_per_character, new_names, read_names, split_names
from rnn_ref.optimise import views
from rnn_ref.params import Params
from rnn_ref.train import one_epoch, sequences, start_run

RECIPE = RECIPES["plain"]._replace(epochs=20)
SIZES = (32, 64, 128)
TEMPERATURES = (0.25, 0.5, 0.75, 1, 1.25, 1.5, 2)
SHOWN = 8           # names a report shows at each temperature
MEASURED = 200      # training names on which the training loss is measured
run = {}            # the run of this process: what begin() has put there


def begin(D_h=64, seed=0):
    """Forget the run and start another one; return its report before the first update."""
    names = read_names()
    alphabet, recipe = alphabet_of(names), RECIPE._replace(D_h=D_h)
    split = split_names(names, seed=seed)
    padded = sequences(split.training, alphabet, recipe)
    state = start_run(recipe, len(alphabet), seed)
    run.update(state=state, recipe=recipe, alphabet=alphabet, split=split, known=set(names), padded=padded,
               work=fast.buffers(state.params, recipe.batch_size * len(padded.x), recipe.batch_size))
    return report(0)


def learn():
    """Yield a report after each further epoch of the run, to its last one."""
    while run["state"].epoch < run["recipe"].epochs:
        began = time.perf_counter()
        one_epoch(run["state"], run["padded"], run["recipe"], run["work"])
        yield report(time.perf_counter() - began)


def model():
    """Return the Model of the run so far."""
    state = run["state"]
    return Model(Params(*views(state.average, state.params)), run["alphabet"], run["recipe"].activation)


def report(seconds):
    """Return where the run is: its losses in nats per character, names it draws, and its speed."""
    state, split, now = run["state"], run["split"], model()
    symbols = int(run["padded"].lengths.sum())
    return {
        "epoch": state.epoch, "epochs": run["recipe"].epochs, "updates": state.step,
        "training": round(loss_per_character(now, split.training[:MEASURED]), 4),
        "held_out": round(loss_per_character(now, split.held_out), 4),
        "rate": round(symbols / seconds) if seconds else 0, "symbols": symbols,
        "names": [new_names(now, run["known"], SHOWN, seed=state.epoch, temperature=temperature, tries=4)
                  for temperature in TEMPERATURES],
    }


@cache
def data():
    """Return what the page shows at once: a run computed while the book is built."""
    reports = [begin(), *learn()]
    for found in reports:
        del found["rate"]    # that of another machine
    return {"run": reports, "sizes": SIZES, "temperatures": TEMPERATURES}


def picture():
    """Return the drawing that stands where no script runs: the losses, and names on the way."""
    reports = data()["run"]
    epochs = [found["epoch"] for found in reports]
    lines = [("curve", "training", epochs, [found["training"] for found in reports]),
             ("dashed", "held out", epochs, [found["held_out"] for found in reports])]
    parts = plot(50, "nats per character", lines, Axis(0, RECIPE.epochs, (0, 5, 10, 15, 20), label="epoch"),
                 Axis(1, 3.5, (1, 1.5, 2, 2.5, 3, 3.5)))
    for column, epoch in enumerate((0, 3, RECIPE.epochs)):
        x = 480 + 150 * column
        parts.append(word(x, 30, f"epoch {epoch}", "tick", "start"))
        parts += [word(x, 62 + 26 * i, name[:16], "guess", "start")
                  for i, name in enumerate(reports[epoch]["names"][TEMPERATURES.index(1)][:7])]
    return svg(930, 290, parts)
