"""The arrays of one forward and backward pass, by name, and the tables of their shapes for "Shape table"."""

import tomllib
from pathlib import Path

import numpy as np
from IPython.display import Markdown

from rnn_ref.activations import activation_named
from rnn_ref.batches import pack, pad
from rnn_ref.bptt import accumulate, input_gradients, sequence_gradients
from rnn_ref.dummies import gammas
from rnn_ref.fast import batch_gradients, buffers
from rnn_ref.params import init_params
from rnn_ref.rtrl import immediate_derivatives, total_derivatives
from rnn_ref.softmax import cross_entropy, dtheta, one_hot, softmax_jacobian
from rnn_ref.unit import forward

TABLES = tomllib.loads(Path(__file__).with_name("shapes.toml").read_text(encoding="utf-8"))
SIZES = {"D_h": 4, "d": 5, "V": 3, "T": 7, "B": 2}
LENGTHS = [6, 7]    # of the batch; the sequence that stands for all is its longest


def arrays(activation="tanh"):
    """Return {name: array} of everything that the tables name, from runs of rnn_ref."""
    draw = np.random.default_rng(0)
    params = init_params(SIZES["D_h"], SIZES["V"], SIZES["d"], seed=0)
    xs, ys = ([draw.integers(0, size, T) for T in LENGTHS] for size in (params.d, params.V))
    h_0 = draw.uniform(-0.5, 0.5, (len(xs), params.D_h))
    return (one_sequence(params, xs[-1], ys[-1], h_0[-1], activation)
            | one_batch(params, xs, ys, h_0, activation) | params._asdict()
            | {"np": np, "softmax_jacobian": softmax_jacobian, "t": 3, "k": 2})


def one_sequence(params, x, y, h_0, activation):
    """Return the arrays of a single sequence."""
    z, h, theta, yhat = forward(params, x, activation=activation, h_0=h_0)
    X, Y, f_prime = one_hot(x, params.d), one_hot(y, params.V), activation_named(activation).prime(z)
    options = {"activation": activation, "h_0": h_0}
    J, gradients, dh_0 = sequence_gradients(params, x, y, **options)
    gamma, g = gammas(params, x, y, **options), dtheta(yhat, y)
    return {
        "x": x, "y": y, "X": X, "Y": Y, "z": z, "h": h, "theta": theta, "yhat": yhat, "f_prime": f_prime,
        "losses": np.array([cross_entropy(*row) for row in zip(yhat, y, strict=True)]), "J": J, "dtheta": g,
        "gamma": gamma, "delta": gamma.sum(axis=0), "dz": accumulate(params.W_h, params.U, g, f_prime),
        "gradients": gradients, "dh_0": dh_0, "dX": input_gradients(params, x, y, **options),
        "immediate": list(immediate_derivatives(f_prime, h, X)),
        "total": list(total_derivatives(params.W_h, f_prime, h, X)),
    }


def one_batch(params, xs, ys, h_0, activation):
    """Return the arrays of a packed batch."""
    padded = pad(xs, ys)
    batch = pack(padded, np.arange(len(xs)))
    work = buffers(params, len(batch.x), len(xs))
    rows = h_0[batch.order]
    _, gradients, dh_0 = batch_gradients(params, batch, activation=activation, h_0=rows, work=work)
    return {"padded": padded, "batch": batch, "work": work, "h_0": rows, "batch_gradients": gradients,
            "batch_dh_0": dh_0}


def sizes():
    """Return the value of every letter in a shape."""
    return SIZES | {"N": sum(LENGTHS), "n": SIZES["D_h"] + SIZES["d"] + 2}


def value(shape):
    """Return a shape such as "T + 1, D_h" as a tuple of numbers."""
    return tuple(eval(part, {}, sizes()) for part in shape.split(",") if part.strip())


def table(name):
    """Return one of the tables as Markdown: what an array is, its shape in letters and numbers, the code."""
    found = arrays()
    lines = ["| what | shape | here | code |", "|---|---|---|---|"]
    for symbol, code, shape, about in TABLES[name]["rows"]:
        what = f"${symbol}$, {about}" if symbol else about
        here = str(np.shape(eval(code, {}, found))).replace(" ", "\N{NO-BREAK SPACE}")
        lines.append(f"| {what} | {tex(shape)} | {here} | `{code}` |")
    return Markdown("\n".join(lines))


def tex(shape):
    """Return a shape as LaTeX: $D_h \\times d$, or "number" where there is none."""
    words = shape.replace(" * ", r"\,").replace(", ", r" \times ")
    return f"${words}$" if shape else "number"
