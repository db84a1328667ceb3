"""PyTorch's own recurrent layer, on one thread, with its batches packed or padded.

Its second bias is a constant zero, which spares it a gradient: the network has one bias.
"""

import torch
from torch.nn.functional import cross_entropy, one_hot
from torch.nn.utils.rnn import pack_sequence

from benchmarks.work import Running, rectangle
from rnn_ref.params import Params


def network(params):
    """Return nn.RNN and nn.Linear that start with these parameters."""
    rnn, read_out = torch.nn.RNN(params.d, params.D_h), torch.nn.Linear(params.D_h, params.V)
    rnn.bias_hh_l0.requires_grad_(False).zero_()
    with torch.no_grad():
        for tensor, p in zip(tensors(rnn, read_out), params, strict=True):
            tensor.copy_(torch.from_numpy(p))
    return rnn, read_out


def tensors(rnn, read_out):
    """Return PyTorch's tensors in the order of Params."""
    return rnn.weight_hh_l0, rnn.weight_ih_l0, rnn.bias_ih_l0, read_out.weight, read_out.bias


def running(work, prepare, loss):
    """Return Running: loss(rnn, read_out, *batch) for each prepared batch, backward, a gradient step."""
    torch.set_num_threads(1)
    rnn, read_out = network(work.params)
    batches = [prepare(xs, ys, work.params.d) for xs, ys in work.batches]
    moved = tensors(rnn, read_out)

    def train():
        total = 0.0
        for batch in batches:
            J = loss(rnn, read_out, *batch)
            gradients = torch.autograd.grad(J, moved)
            with torch.no_grad():    # written out, which is faster than torch.optim.SGD
                for tensor, g in zip(moved, gradients, strict=True):
                    tensor.sub_(g, alpha=work.rate)
            total += J.item()
        return total
    return Running(train, lambda: Params(*(p.detach().numpy().copy() for p in moved)))


def pack_batch(xs, ys, d):
    inputs = [one_hot(torch.from_numpy(x), d).float() for x in xs]
    return (pack_sequence(inputs, enforce_sorted=False),
            pack_sequence([torch.from_numpy(y) for y in ys], enforce_sorted=False).data)


def packed_loss(rnn, read_out, inputs, targets):
    states, _ = rnn(inputs)
    return cross_entropy(read_out(states.data), targets, reduction="sum")


def packed(work):
    """nn.RNN on packed sequences."""
    return running(work, pack_batch, packed_loss)


def pad_batch(xs, ys, d):
    x, y, _ = rectangle(xs, ys, filler=-100)
    return one_hot(torch.from_numpy(x), d).float(), torch.from_numpy(y).reshape(-1)


def padded_loss(rnn, read_out, inputs, targets):
    states, _ = rnn(inputs)
    theta = read_out(states).reshape(len(targets), -1)
    return cross_entropy(theta, targets, reduction="sum", ignore_index=-100)


def padded(work):
    """nn.RNN on rectangles, with the padding left out of the loss."""
    return running(work, pad_batch, padded_loss)
