"""The stored numbers of other programs, read for the page "The same numbers elsewhere"."""

import json
from pathlib import Path

import numpy as np
from measured import table

from rnn_ref import Params, loss_and_gradients, relative_error

STORED = json.loads((Path(__file__).parent / "data" / "frameworks.json").read_text(encoding="utf-8"))
SAME = {"bias_hh_l0": "b_1"}    # PyTorch's second bias has the gradient of the first


def stored(name):
    """Return the stored example of that name."""
    [found] = [example for example in STORED["examples"] if example["name"] == name]
    return found


def inputs(name):
    """Return (params, xs, ys, h_0) of an example as arrays."""
    example = stored(name)
    params = Params(**{field: np.array(values) for field, values in example["params"].items()})
    return params, *([np.array(s) for s in example[key]] for key in ("xs", "ys")), np.array(example["h_0"])


def ours(name, activation, reduction):
    """Return {name: array} of J and its gradients, computed now by rnn_ref."""
    params, xs, ys, h_0 = inputs(name)
    options = {"activation": activation, "h_0": h_0, "reduction": reduction}
    J, gradients, dh_0 = loss_and_gradients(params, xs, ys, **options)
    return gradients._asdict() | {"h_0": dh_0, "J": J}


def theirs(result):
    """Return {name: array} of a stored result."""
    return {key: np.array(value) for key, value in result.items() if not isinstance(value, str)}


def errors(name, result):
    """Return {name: relative error} of a stored result against rnn_ref."""
    expected = ours(name, result["activation"], result["reduction"])
    return {key: relative_error(value, expected[SAME.get(key, key)]) for key, value in theirs(result).items()}


def agreement():
    """Return the table of the largest relative error of every way, for each example and activation."""
    columns = [(name, activation) for name in ("by hand", "generic") for activation in ("tanh", "sigmoid")]
    found = {(name, result["activation"], result["by"]): f"{max(errors(name, result).values()):.0e}"
             for name, _ in columns for result in stored(name)["results"]}
    ways = {result["by"]: result["reduction"] for result in stored("generic")["results"]}
    return table(["computed by", "J is a", *(f"{name}, {activation}" for name, activation in columns)], [
        [by, reduction, *(found.get((*column, by), "–") for column in columns)]
        for by, reduction in ways.items()], texts=2)


def one_number(activation="tanh"):
    """Return the table of one entry of dW_h of the example by hand, to every digit."""
    rows = [["rnn_ref", ours("by hand", activation, "sum")["W_h"][1, 0]]]
    rows += [[result["by"], result["W_h"][1][0]] for result in stored("by hand")["results"]
             if (result["activation"], result["reduction"]) == (activation, "sum")]
    head = ["computed by", r"$\mathrm d J / \mathrm d W_{h,21}$"]
    return table(head, [[by, repr(float(value))] for by, value in rows], texts=1)
