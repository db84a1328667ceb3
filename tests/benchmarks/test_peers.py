"""Every peer that is installed computes what the reference does; one that does not is an error."""

import numpy as np
import pytest

from benchmarks import check, peers
from benchmarks.work import characters, make_work, names_of, rectangle
from rnn_ref import relative_error
from rnn_ref.data import BadInput, read_names
from rnn_ref.gradcheck import complex_step_gradients
from rnn_ref.unit import sequence_loss


@pytest.fixture(scope="module")
def names():
    return read_names()


@pytest.fixture(scope="module", params=[(1, 5), (4, 7)], ids=str)
def work(request, names):
    return make_work(names, *request.param, how_many=8)


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
def test_a_peer_has_the_loss_and_the_gradients_of_the_reference(peer, work):
    if peer.needs:
        pytest.importorskip(peer.needs)
    errors = check.errors(peer, work, check.expected(work))
    assert len(errors) == 6
    assert max(errors) < check.TOLERANCE[peer.dtype]


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
def test_a_peer_trains_on_every_batch(peer, work):
    if peer.needs:
        pytest.importorskip(peer.needs)
    losses = [peers.start(peer, work._replace(rate=0.01)).train() for _ in range(2)]
    assert losses[0] == losses[1]    # each start has parameters of its own
    running = peers.start(peer, work._replace(rate=0.01))
    untrained = sum(sequence_loss(work.params, x, y, activation="tanh")
                    for batch in work.batches for x, y in zip(*batch, strict=True))
    first, *_, last = [running.train() for _ in range(10)]
    assert first < untrained
    assert last < 0.9 * first


def test_the_reference_gradients_are_those_of_the_complex_step(work):
    J, gradients = check.expected(work)
    params = [p.astype(float) for p in work.params]

    def loss(p):
        return sum(sequence_loss(p, x, y, activation="tanh") for x, y in zip(*work.batches[0], strict=True))
    assert relative_error(J, loss(work.params._make(params))) < 1e-14
    measured = complex_step_gradients(loss, work.params._make(params))
    assert max(relative_error(g, m) for g, m in zip(gradients, measured, strict=True)) < 1e-12


def test_a_peer_that_computes_something_else_is_named(work):
    J, gradients = check.expected(work)
    gradients[3] = gradients[3] * 1.001
    with pytest.raises(check.Differs, match=rf"^ours at B={work.B}, D_h={work.D_h}: its loss or a gradient"):
        check.check(peers.PEERS[0], work, (J, gradients))


def test_a_peer_whose_package_is_missing_does_not_start(work):
    peer = peers.PEERS[0]._replace(module="no_such_module", needs="benchmarks.peers.no_such_module")
    assert peers.start(peer, work) is None
    with pytest.raises(ModuleNotFoundError):
        peers.start(peer._replace(needs="torch"), work)


def test_the_slow_peers_sit_the_large_sizes_out(names):
    large = make_work(names, 32, 256, how_many=32)
    out = [peer.name for peer in peers.PEERS if not peers.takes_part(peer, large)]
    assert out == ["per-name loops"]


def test_a_work_has_whole_batches_and_counts_end_symbols(names):
    work = make_work(names, 4, 5, how_many=10)
    assert names_of(work) == 8
    spelled = {len(name) + 1 for name in names}
    pairs = [pair for batch in work.batches for pair in zip(*batch, strict=True)]
    assert all(len(x) == len(y) and len(x) in spelled and y[-1] == x[0] == 0 for x, y in pairs)
    assert characters(work) == sum(len(y) for _, y in pairs)
    with pytest.raises(BadInput, match="has 2 names, a batch of 4 needs more"):
        make_work(names[:2], 4, 5)


def test_a_rectangle_marks_what_is_real():
    xs, ys = [np.array([1, 2, 3]), np.array([4])], [np.array([2, 3, 0]), np.array([5])]
    x, y, real = rectangle(xs, ys, filler=-1)
    assert x.tolist() == [[1, 4], [2, 0], [3, 0]]
    assert y.tolist() == [[2, 5], [3, -1], [0, -1]]
    assert real.tolist() == [[True, True], [True, False], [True, False]]
