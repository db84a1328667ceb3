"""A trained model and its file."""

from typing import NamedTuple

from rnn_ref.activations import activation_named
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
        model = Model(params, str(stored["alphabet"]), str(stored["activation"]))
        activation_named(model.activation)
        if not params.d == params.V == len(model.alphabet):
            raise ValueError(f"alphabet: expected {params.V} symbols, got {len(model.alphabet)}")
    except ValueError as error:
        raise BadInput(f"{path}: the model file does not fit together: {error}") from None
    return model
