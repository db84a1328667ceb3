"""A trained model and its file."""

from typing import NamedTuple

from rnn_ref.activations import activation_named
from rnn_ref.data import END
from rnn_ref.files import BadInput, load_arrays, save_arrays
from rnn_ref.params import Params, checked_params

VERSION = 1


class Model(NamedTuple):
    """Everything needed to sample again in another process."""

    params: Params
    alphabet: str      # symbol i is alphabet[i]; symbol 0 ends a name
    activation: str


def save_model(model, path):
    """Write the model to path, which must end in .npz; a file that was there stays until it is replaced.

    Errors: BadInput names the path and the reason.
    """
    arrays = dict(zip(Params._fields, model.params, strict=True))
    save_arrays(path, "model", VERSION, arrays | {"alphabet": model.alphabet, "activation": model.activation})


def load_model(path):
    """Return the Model in a file that save_model wrote.

    Errors: BadInput names the file and says whether it is missing, cut short, of another version, or
    what in it does not fit together.
    """
    stored = load_arrays(path, "model", VERSION, [*Params._fields, "alphabet", "activation"])
    try:
        params = checked_params([stored[name] for name in Params._fields])
        check_fit(params, stored["alphabet"])
        activation_named(str(stored["activation"]))
    except ValueError as error:
        raise BadInput(f"{path}: the model file does not fit together: {error}") from None
    return Model(params, str(stored["alphabet"]), str(stored["activation"]))


def check_fit(params, alphabet):
    """Raise ValueError where the parameters are not real or the stored alphabet does not fit them."""
    for name, p in zip(Params._fields, params, strict=True):
        if p.dtype.kind != "f":
            raise ValueError(f"{name}: expected real numbers, got {p.dtype}")
    if alphabet.shape or alphabet.dtype.kind != "U":
        raise ValueError(f"alphabet: expected a text, got shape {alphabet.shape} of {alphabet.dtype}")
    symbols = str(alphabet)
    if not params.d == params.V == len(symbols):
        raise ValueError(f"alphabet: expected {params.V} symbols, got {len(symbols)}")
    lone = any("\ud800" <= symbol <= "\udfff" for symbol in symbols)    # half a character: cannot be printed
    if symbols[0] != END or len(set(symbols)) < len(symbols) or lone:
        raise ValueError(f"alphabet: expected different characters, {END!r} first, got {symbols!r}")
