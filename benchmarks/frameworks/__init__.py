"""The gradients of small examples from PyTorch and from JAX, for the page that compares them with ours.

A way to compute them takes (params, xs, ys, h_0, activation) and returns a dictionary of J and its gradients:

    xs, ys   lists of (T,) integer arrays of unequal lengths
    h_0      (B, D_h), one first state a sequence

`python -m benchmarks.frameworks --json book/data/frameworks.json` stores them with the inputs.
"""
