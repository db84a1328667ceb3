"""The course's reference: a vanilla RNN, its backpropagation through time, and a character model.

A module for each idea; the small functions read like the equations whose ids their docstrings name.
"""

from rnn_ref.activations import sigmoid, sigmoid_prime, tanh, tanh_prime
from rnn_ref.bptt import accumulate, claim_1, claim_2, gradient_of_one_loss, local_gamma, sequence_gradients
from rnn_ref.data import alphabet_of, encode, read_names, split_names
from rnn_ref.fast import loss_and_gradients
from rnn_ref.gradcheck import complex_step, complex_step_gradients, relative_error
from rnn_ref.model import Model, load_model, save_model
from rnn_ref.params import Params, init_params
from rnn_ref.sample import new_names, sample
from rnn_ref.softmax import affine, cross_entropy, log_softmax, one_hot, softmax, softmax_jacobian
from rnn_ref.train import Recipe, loss_per_character, train
from rnn_ref.unit import Trace, forward, hidden_states, sequence_loss, unit_step

__all__ = [
    "Model", "Params", "Recipe", "Trace", "accumulate", "affine", "alphabet_of", "claim_1", "claim_2",
    "complex_step", "complex_step_gradients", "cross_entropy", "encode", "forward",
    "gradient_of_one_loss", "hidden_states", "init_params", "load_model", "local_gamma", "log_softmax",
    "loss_and_gradients", "loss_per_character", "new_names", "one_hot", "read_names", "relative_error",
    "sample", "save_model", "sequence_gradients", "sequence_loss", "sigmoid", "sigmoid_prime", "softmax",
    "softmax_jacobian", "split_names", "tanh", "tanh_prime", "train", "unit_step",
]
