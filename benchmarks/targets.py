"""What the reference sets out to reach on a quiet core. A target that is missed is reported, not an error."""

from typing import NamedTuple

from benchmarks.peers import OURS


class Target(NamedTuple):
    """One line of the list: which number of the results, and the least it should be."""

    what: str
    least: float
    size: tuple     # (B, D_h)
    peer: str       # whose row of the table it stands in, or "" for sampling
    column: str


PACKED = "PyTorch packed nn.RNN"
TARGETS = (
    Target("times PyTorch packed, B=32, D_h=100",     4.0,  (32, 100),  PACKED, "ours_is_faster"),
    Target("times PyTorch packed, B=1, D_h=50",       7.0,  (1, 50),    PACKED, "ours_is_faster"),
    Target("times PyTorch packed, B=256, D_h=512",    1.5,  (256, 512), PACKED, "ours_is_faster"),
    Target("of the GEMM peak, B=256, D_h=512",        0.85, (256, 512), OURS,   "of_peak"),
    Target("of the GEMM peak, B=32, D_h=100",         0.55, (32, 100),  OURS,   "of_peak"),
    Target("names/s sampled, 2,000 at once, D_h=256", 8000, (2000, 256), "",    "names_per_s"),
)


def number(target, results):
    """Return the number the target is about, or None where this run has not measured it."""
    if not target.peer:
        sampling = results["sampling"]
        return sampling[target.column] if (sampling["n"], sampling["D_h"]) == target.size else None
    rows = [row for size in results["sizes"] if (size["B"], size["D_h"]) == target.size
            for row in size["rows"] if row["peer"] == target.peer]
    return rows[0][target.column] if rows else None


def reached(results):
    """Return a dictionary a target: what, least, what was reached and whether it is met, None if unknown."""
    numbers = [(target, number(target, results)) for target in TARGETS]
    return [{"what": target.what, "least": target.least, "reached": n,
             "met": None if n is None else n >= target.least} for target, n in numbers]
