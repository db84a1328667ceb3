"""Names drawn a second, from a model that has learned how long names are."""

from benchmarks.clock import rounds, seconds_of
from rnn_ref import data
from rnn_ref.sample import sample
from rnn_ref.threads import one_blas_thread
from rnn_ref.train import DEFAULT, train


def measure(names, D_h, n, epochs, how_many, seconds):
    """Return the dictionary of one run: names drawn a second, n at a time, and their mean length."""
    alphabet, split = data.alphabet_of(names), data.split_names(names)
    model = train(split, alphabet, recipe=DEFAULT._replace(D_h=D_h, epochs=epochs)).model
    drawn = []

    def task():
        with one_blas_thread():
            drawn[:] = sample(model.params, alphabet, n, activation=model.activation)
    spent = rounds({"sampling": task}, how_many, seconds)["sampling"]
    return {"D_h": D_h, "n": n, "names_per_s": n / seconds_of(spent),
            "mean_length": sum(map(len, drawn)) / n}
