"""The gradients from PyTorch: its layer on packed sequences, its layer on a padded batch, and a loop."""

import torch
from torch.nn.functional import cross_entropy, one_hot
from torch.nn.utils.rnn import pack_sequence, pad_sequence


def tensor(array):
    return torch.tensor(array, requires_grad=array.dtype.kind == "f")


def layers(params, **options):
    """Return nn.RNN and nn.Linear in double precision, with these parameters and a second bias of zero."""
    rnn = torch.nn.RNN(params.d, params.D_h, dtype=torch.float64, **options)
    read_out = torch.nn.Linear(params.D_h, params.V, dtype=torch.float64)
    ours = {rnn.weight_hh_l0: params.W_h, rnn.weight_ih_l0: params.W_x, rnn.bias_ih_l0: params.b_1,
            read_out.weight: params.U, read_out.bias: params.b_2}
    with torch.no_grad():
        rnn.bias_hh_l0.zero_()
        for theirs, array in ours.items():
            theirs.copy_(torch.tensor(array))
    return rnn, read_out


def gradients(rnn, read_out, h_0):
    """Return the gradients under our names, after backward. The second bias has the gradient of the first."""
    return {"W_h": rnn.weight_hh_l0.grad, "W_x": rnn.weight_ih_l0.grad, "b_1": rnn.bias_ih_l0.grad,
            "U": read_out.weight.grad, "b_2": read_out.bias.grad, "h_0": h_0.grad,
            "bias_hh_l0": rnn.bias_hh_l0.grad}


def by_packed_layer(params, xs, ys, h_0, activation):
    rnn, read_out = layers(params, nonlinearity=activation)    # "tanh" or "relu", no "sigmoid"
    h_0 = tensor(h_0)                                          # (B, D_h)
    X = pack_sequence([one_hot(tensor(x), params.d).double() for x in xs], enforce_sorted=False)
    y = pack_sequence([tensor(y) for y in ys], enforce_sorted=False)
    states, _ = rnn(X, h_0[None])                              # the first axis of h_0 counts layers
    J = cross_entropy(read_out(states.data), y.data, reduction="sum")
    J.backward()
    return {"J": J} | gradients(rnn, read_out, h_0)


def by_padded_layer(params, xs, ys, h_0, activation):
    rnn, read_out = layers(params, nonlinearity=activation, batch_first=True)
    h_0 = tensor(h_0)
    X = pad_sequence([one_hot(tensor(x), params.d).double() for x in xs], batch_first=True)    # (B, T, d)
    y = pad_sequence([tensor(y) for y in ys], batch_first=True, padding_value=-100)            # (B, T)
    states, _ = rnn(X, h_0[None])                              # h_0 stays (1, B, D_h) all the same
    theta = read_out(states)                                   # (B, T, V)
    J = cross_entropy(theta.flatten(0, 1), y.flatten())        # a mean, over all y that are not -100
    J.backward()
    return {"J": J} | gradients(rnn, read_out, h_0)


def by_loop(params, xs, ys, h_0, activation):
    p, h_0, f = type(params)(*map(tensor, params)), tensor(h_0), getattr(torch, activation)
    J = 0
    for x, y, h in zip(xs, ys, h_0, strict=True):
        for x_t, y_t in zip(x, y, strict=True):
            h = f(p.W_h @ h + p.W_x[:, x_t] + p.b_1)
            J = J + cross_entropy(p.U @ h + p.b_2, tensor(y_t))
    J.backward()
    return {"J": J, "h_0": h_0.grad} | {name: array.grad for name, array in p._asdict().items()}
