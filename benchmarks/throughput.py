"""Names a second: every peer at every size, and the share of the processor's limit that it reaches."""

from statistics import median

from benchmarks import check, peers
from benchmarks.clock import gemm_operations, gemm_task, ratio, rounds, seconds_of
from benchmarks.work import characters, make_work, names_of

PEAK = "GEMM peak"


def measure(names, size, how_many, seconds, limit=None):
    """Return one size's dictionary for the table: what ran, how fast, and by how much ours is faster."""
    work = make_work(names, *size, limit)
    reference = check.expected(work)
    partners = [peer for peer in peers.PEERS if peers.takes_part(peer, work)]
    installed = [peer for peer in partners if check.check(peer, work, reference)]
    task, operations = gemm_task()
    tasks = {peer.name: peers.start(peer, work).train for peer in installed}
    # The limit next to ours, because their ratio is the one that a busy moment would spoil.
    spent = rounds({peers.OURS: tasks[peers.OURS], PEAK: task, **tasks}, how_many, seconds)
    peaks = [operations / s.cpu for s in spent[PEAK]]
    return {
        "B": work.B, "D_h": work.D_h, "names": names_of(work), "characters": characters(work),
        "peak_gflops": median(peaks) / 1e9,
        "rows": [row(peer, work, spent, peaks) for peer in partners],
    }


def row(peer, work, spent, peaks):
    """Return one peer's line of the table; numbers are None where it is not installed."""
    line = {"peer": peer.name, "dtype": peer.dtype, "clock": peer.clock, "names_per_s": None,
            "characters_per_s": None, "ours_is_faster": None, "of_peak": None}
    if peer.name not in spent:
        return line
    mine, ours = spent[peer.name], spent[peers.OURS]
    seconds = seconds_of(mine, peer.clock)
    return line | {
        "names_per_s": names_of(work) / seconds,
        "characters_per_s": characters(work) / seconds,
        "ours_is_faster": ratio(mine, ours, peer.clock),
        "of_peak": of_peak(work, mine, peaks) if peer.dtype == "float32" and peer.clock == "cpu" else None,
    }


def of_peak(work, spent, peaks):
    """Return the share of the GEMM peak: the seconds its operations need at least, over those spent."""
    operations = gemm_operations(characters(work), names_of(work), work.D_h, work.params.V)
    return median(operations / peak / s.cpu for s, peak in zip(spent, peaks, strict=True))
