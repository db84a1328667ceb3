"""The peers: each module has functions that take a Work and return it Running, ready for the clock.

A peer keeps its own copy of the parameters, packs or pads its batches before the clock starts, and does
forward, backpropagation through time and a plain gradient step for each batch, on tanh, without dropout.
"""

from importlib import import_module
from typing import NamedTuple


class Peer(NamedTuple):
    """One row of the table."""

    name: str         # what the table shows
    module: str       # in this package
    start: str        # its function: Work -> Running
    needs: str        # the package that must be installed, or ""
    dtype: str
    clock: str        # "cpu": processor time of one thread; "wall": the clock on the wall
    largest: float    # it sits out where B * D_h is larger: it would only keep the others waiting


PEERS = (
    Peer("ours",                   "ours",   "compiled",   "",      "float32", "cpu",  float("inf")),
    Peer("ours, NumPy only",       "ours",   "numpy_only", "",      "float32", "cpu",  float("inf")),
    Peer("PyTorch packed nn.RNN",  "pytorch", "packed",    "torch", "float32", "cpu",  float("inf")),
    Peer("PyTorch padded nn.RNN",  "pytorch", "padded",    "torch", "float32", "cpu",  float("inf")),
    Peer("JAX lax.scan",           "jax_scan", "scan",     "jax",   "float32", "wall", float("inf")),
    Peer("padded NumPy",           "padded", "per_step",   "",      "float64", "cpu",  256 * 100),
    Peer("per-name loops",         "loops",  "per_name",   "",      "float64", "cpu",  32 * 100),
)
OURS = PEERS[0].name


def start(peer, work):
    """Return the peer Running on that work, or None where its package is not installed."""
    try:
        module = import_module(f"benchmarks.peers.{peer.module}")
    except ModuleNotFoundError as error:
        if error.name != peer.needs:
            raise
        return None
    return getattr(module, peer.start)(work)


def takes_part(peer, work):
    """Return whether the work is of a size that the peer is timed at."""
    return work.B * work.D_h <= peer.largest
