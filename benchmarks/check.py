"""No peer is timed before its loss and its gradients equal the reference's."""

import numpy as np

from benchmarks import peers
from benchmarks.work import copied
from rnn_ref.bptt import sequence_gradients
from rnn_ref.gradcheck import relative_error

TOLERANCE = {"float32": 2e-5, "float64": 1e-6}    # parameters move in the peer's own precision


class Differs(Exception):
    """A peer that computes something else than the rest."""


def expected(work):
    """Return the loss and the gradients of the first batch, name by name in double precision."""
    xs, ys = work.batches[0]
    params = copied(work.params, np.float64)
    parts = [sequence_gradients(params, x, y, activation="tanh") for x, y in zip(xs, ys, strict=True)]
    return sum(J for J, _, _ in parts), [sum(g) for g in zip(*(g for _, g, _ in parts), strict=True)]


def errors(peer, work, reference):
    """Return the relative errors of a peer's loss and of each of its five gradients, or None.

    The gradient is read off the update that is timed: at learning rate 1, it is how far w moved.
    """
    running = peers.start(peer, work._replace(batches=work.batches[:1], rate=1.0))
    if running is None:
        return None
    J, gradients = reference
    before = copied(work.params, np.float64)
    found = running.train()
    moved = [b - a for b, a in zip(before, running.parameters(), strict=True)]
    return [relative_error(found, J), *(relative_error(m, g) for m, g in zip(moved, gradients, strict=True))]


def check(peer, work, reference):
    """Return whether the peer is installed; Differs names one that computes something else."""
    found = errors(peer, work, reference)
    if found is not None and not max(found) <= TOLERANCE[peer.dtype]:
        raise Differs(f"{peer.name} at B={work.B}, D_h={work.D_h}: its loss or a gradient differs from the "
                      f"reference's by {max(found):.1e}, at most {TOLERANCE[peer.dtype]} is rounding")
    return found is not None
