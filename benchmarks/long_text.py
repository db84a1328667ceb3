"""What the chapter "A long text" shows: a model of one text, its windows, its temperatures, its n-gram rival.

    .venv/bin/python -m benchmarks.long_text --text pride.txt --json book/data/long_text.json
"""

import argparse
import sys
import time

import numpy as np

from benchmarks.__main__ import write
from rnn_ref import claim_2, dtheta, forward, ngram, relative_error, sequence_gradients
from rnn_ref import text as texts
from rnn_ref.activations import activation_named
from rnn_ref.data import alphabet_of
from rnn_ref.files import BadInput
from rnn_ref.params import Params
from rnn_ref.softmax import log_softmax
from rnn_ref.truncated import truncated_gradients

TEMPERATURES = (0.25, 0.5, 0.75, 1.0, 1.5)
WINDOWS = (1, 2, 3, 5, 10, 25, 50, 100)
SMALL = texts.DEFAULT._replace(D_h=128, updates=2000)    # of the comparison of windows
ORDER = 6                                                # of the n-gram model
STEPS = 1000                                             # of held-out text, where gradients are compared


def trained(parts, recipe):
    """Return the Result of one training run and its loss, averaged over each hundredth of the updates."""
    losses = []
    result = texts.train_text(*parts, recipe=recipe, on_window=lambda run, loss: losses.append(loss))
    pieces = np.array_split(losses, min(100, len(losses)))
    return result, [float(piece.mean()) for piece in pieces]


def by_temperature(model, x, y):
    """Return, for each temperature, the mean entropy and held-out loss of its probabilities, and a sample."""
    theta = forward(model.params, x, activation=model.activation).theta.astype(float)
    rows = []
    for temperature in TEMPERATURES:
        log_p = log_softmax(theta / temperature)
        rows.append({"temperature": temperature,
                     "entropy": float(-(np.exp(log_p) * log_p).sum(axis=1).mean()),
                     "loss": float(-log_p[np.arange(len(y)), y].mean()),
                     "sample": texts.sample_text(model.params, model.alphabet, 240, 1, temperature,
                                                 activation=model.activation)})
    return rows


def by_window(model, x, y):
    """Return how far the gradient of W_h, truncated at each K, lies from the whole one, and its cosine."""
    params = Params(*(p.astype(float) for p in model.params))
    whole = sequence_gradients(params, x, y, activation=model.activation)[1].W_h
    rows = []
    for K in WINDOWS:
        cut = truncated_gradients(params, x, y, K, activation=model.activation)[1].W_h
        cosine = np.vdot(cut, whole) / np.linalg.norm(cut) / np.linalg.norm(whole)
        rows.append({"K": K, "error": float(relative_error(cut, whole)), "cosine": float(cosine)})
    return rows


def gradient_reach(model, x, y, back=100):
    """Return the median over t of the norm of gamma_t^(k), as a share of that at k = t, for each t - k."""
    params, f = Params(*(p.astype(float) for p in model.params)), activation_named(model.activation)
    trace = forward(params, x, activation=model.activation)
    f_prime, shares = f.prime(trace.z), []
    for t in range(back + 1, len(y) + 1, 5):
        gamma = params.U.T @ dtheta(trace.yhat[t - 1], y[t - 1])
        norms = [np.linalg.norm(gamma)]
        for k in range(t, t - back, -1):
            gamma = claim_2(params.W_h, gamma, f_prime[k - 1])
            norms.append(np.linalg.norm(gamma))
        shares.append(np.array(norms) / norms[0])
    return np.median(shares, axis=0).tolist()


def by_training_window(parts):
    """Return the held-out loss after training with each window, the state carried on or set to zero."""
    rows = []
    for T in (1, 2, 5, 10, 25, 50):
        recipe = SMALL._replace(T=T, B=SMALL.B * SMALL.T // T)    # equally many characters an update
        carried = texts.train_text(*parts, recipe=recipe)
        reset = texts.train_text(*parts, recipe=recipe, on_window=lambda run, loss: run.h.fill(0))
        rows.append({"T": T, "carried": carried.val_nll, "reset": reset.val_nll})
    return rows


def measure(text, recipe=texts.DEFAULT):
    """Return everything the chapter shows, as one dictionary."""
    training, held_out = texts.split_text(text, recipe)
    alphabet = alphabet_of([text])
    result, losses = trained((training, held_out, alphabet), recipe)
    symbols = texts.encode_text(held_out, alphabet)
    x, y = symbols[:STEPS], symbols[1:STEPS + 1]
    began = time.perf_counter()
    rival = ngram.loss_per_character(ngram.fit([training], ORDER, alphabet), [held_out])
    return {
        "text": {"characters": len(text), "training": len(training), "held_out": len(held_out),
                 "symbols": len(alphabet)},
        "recipe": recipe._asdict(), "small": SMALL._asdict(), "steps": STEPS, "order": ORDER,
        "held_out_loss": result.val_nll, "seconds": result.seconds, "losses": losses,
        "ngram_loss": rival, "ngram_seconds": time.perf_counter() - began,
        "temperatures": by_temperature(result.model, x, y),
        "windows": by_window(result.model, x, y),
        "reach": gradient_reach(result.model, x, y),
        "training_windows": by_training_window((training, held_out, alphabet)),
    }


def main(argv=None):
    """Measure and write; bad input gets one sentence on standard error and exit code 2."""
    top = argparse.ArgumentParser(prog="python -m benchmarks.long_text", description=__doc__.splitlines()[0])
    top.add_argument("--text", required=True, metavar="FILE", help="a UTF-8 text, such as a novel")
    top.add_argument("--json", required=True, metavar="FILE", help="where the results go")
    options = top.parse_args(argv)
    try:
        results = measure(texts.read_text(options.text))
        write(options.json, results)
    except BadInput as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    print(f"held-out loss {results['held_out_loss']:.3f} nats per character, written to {options.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
