"""The course's reference: a vanilla RNN, its backpropagation through time, and a character model.

A module for each idea; the small functions read like the equations whose ids their docstrings name.
"""

from rnn_ref.activations import sigmoid, sigmoid_prime, tanh, tanh_prime
from rnn_ref.bptt import accumulate, input_gradients, sequence_gradients
from rnn_ref.data import alphabet_of, encode, read_names, split_names
from rnn_ref.dummies import (
    claim_1,
    claim_2,
    gammas,
    gradient_of_one_loss,
    gradients_of_one_loss,
    gradients_one_by_one,
    local_gamma,
)
from rnn_ref.fast import loss_and_gradients
from rnn_ref.gradcheck import central_differences, complex_step, complex_step_gradients, relative_error
from rnn_ref.model import Model, load_model, save_model
from rnn_ref.params import Params, init_params
from rnn_ref.recipes import RECIPES, Recipe
from rnn_ref.rtrl import bookkeepings, rtrl_gradients
from rnn_ref.sample import new_names, sample
from rnn_ref.softmax import affine, cross_entropy, dtheta, log_softmax, one_hot, softmax, softmax_jacobian
from rnn_ref.train import loss_per_character, train
from rnn_ref.truncated import truncated_gradients, window_gradients
from rnn_ref.unit import Trace, forward, hidden_states, sequence_loss, unit_step

__all__ = [
    "RECIPES", "Model", "Params", "Recipe", "Trace", "accumulate", "affine", "alphabet_of", "bookkeepings",
    "central_differences", "claim_1", "claim_2", "complex_step", "complex_step_gradients",
    "cross_entropy", "dtheta", "encode", "forward", "gammas", "gradient_of_one_loss",
    "gradients_of_one_loss", "gradients_one_by_one", "hidden_states", "init_params", "input_gradients",
    "load_model", "local_gamma", "log_softmax", "loss_and_gradients", "loss_per_character", "new_names",
    "one_hot", "read_names", "relative_error", "rtrl_gradients", "sample", "save_model",
    "sequence_gradients", "sequence_loss", "sigmoid", "sigmoid_prime", "softmax", "softmax_jacobian",
    "split_names", "tanh", "tanh_prime", "train", "truncated_gradients", "unit_step", "window_gradients",
]
