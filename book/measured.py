"""The benchmark's results, read for the page "Performance": tables, and the numbers of its sentences."""

import json
from pathlib import Path

from IPython.display import Markdown

DATA = Path(__file__).parent / "data"
RESULTS = json.loads((DATA / "performance.json").read_text(encoding="utf-8"))
QUALITY = json.loads((DATA / "quality.json").read_text(encoding="utf-8"))
KINDS = ("buffers", "peak", "bound")    # of memory


def row(B, D_h, peer="ours"):
    """Return the line of one peer at one size."""
    [found] = [row for size in RESULTS["sizes"] if (size["B"], size["D_h"]) == (B, D_h)
               for row in size["rows"] if row["peer"] == peer]
    return found


def peers():
    """Return the names of all peers but ours, in the order of the table."""
    return list(dict.fromkeys(row["peer"] for size in RESULTS["sizes"] for row in size["rows"]))[1:]


def faster(peer):
    """Return by what ours is faster than the peer at each size where it ran, smallest first."""
    return sorted(row["ours_is_faster"] for size in RESULTS["sizes"] for row in size["rows"]
                  if row["peer"] == peer and row["ours_is_faster"])


def speeds():
    """Return the table of sizes: names a second, and by what factor every peer is slower."""
    lines = []
    for size in RESULTS["sizes"]:
        rows = {row["peer"]: row for row in size["rows"]}
        factors = [rows.get(peer, {}).get("ours_is_faster") for peer in peers()]
        lines.append([str(size["B"]), str(size["D_h"]), f"{rows['ours']['names_per_s']:,.0f}",
                      *("–" if f is None else f"{f:.1f}" for f in factors)])
    short = [peer.replace(" nn.RNN", "").replace(" lax.scan", "") for peer in peers()]
    return table(["$B$", "$D_h$", "ours, names/s", *short], lines)


def shares():
    """Return the table of the share of the GEMM peak that each float32 peer reaches."""
    names = ["ours", *(p for p in peers() if row(32, 100, p)["of_peak"])]
    sizes = [(size["B"], size["D_h"]) for size in RESULTS["sizes"]]
    return table(["$B$", "$D_h$", *names], [
        [str(B), str(D_h), *(f"{row(B, D_h, peer)['of_peak']:.0%}" for peer in names)] for B, D_h in sizes])


def mean_loss(model):
    """Return the mean held-out loss of a model over the splits, in nats per character."""
    [losses] = [row["losses"] for row in QUALITY if row["model"] == model]
    return sum(losses) / len(losses)


def quality():
    """Return the table of held-out losses over the splits."""
    return table(["model", "mean loss", "lowest", "highest", "median seconds"], [
        [row["model"], f"{mean_loss(row['model']):.3f}", f"{min(row['losses']):.3f}",
         f"{max(row['losses']):.3f}", f"{sorted(row['seconds'])[len(row['seconds']) // 2]:.1f}"]
        for row in QUALITY])


def accumulation():
    """Return the table of the two bookkeepings."""
    return table(["$T$", "one by one", "accumulated", "ratio", "$(T+1)/2$", "gradients differ by"], [
        [str(r["T"]), duration(r["one_by_one_s"]), duration(r["accumulated_s"]), f"{r['ratio']:.1f}",
         f"{r['predicted']:.1f}", f"{r['apart']:.0e}"] for r in RESULTS["accumulate"]])


def scaling(what, label):
    """Return the table of the time per character while one size varies."""
    rows = RESULTS["scaling"][what]
    return table([label, *(str(r[what]) for r in rows)],
                 [["µs per character", *(f"{r['us_per_character']:.2f}" for r in rows)]])


def memory():
    """Return the table of bytes."""
    return table(["$B$", "$T$", "$D_h$", "buffers, MB", "whole pass, MB", "bound, MB"], [
        [*(str(r[k]) for k in ("B", "T", "D_h")), *(f"{r[k] / 1e6:.1f}" for k in KINDS)]
        for r in RESULTS["memory"]])


def threads():
    """Return the table of one BLAS thread against two."""
    return table(["$B$", "$D_h$", "one thread, names/s", "two threads, names/s"], [
        [str(r["B"]), str(r["D_h"]), f"{r['one_thread']:,.0f}", f"{r['two_threads']:,.0f}"]
        for r in RESULTS["threads"]])


def targets():
    """Return the table of targets."""
    return table(["target", "at least", "reached", "met"], [
        [r["what"].replace("D_h", r"D\_h"), f"{r['least']:,g}", f"{r['reached']:,.2f}",
         "yes" if r["met"] else "**no**"] for r in RESULTS["targets"]])


def machine():
    """Return the machine of the run as one sentence."""
    m = RESULTS["machine"]
    versions = [f"{label} {m[key]}" for key, label in
                (("numpy", "NumPy"), ("numba", "numba"), ("torch", "PyTorch"), ("jax", "JAX"))]
    return Markdown(f"*Measured on:* {m['processor']}, {m['cores']} cores, Python {m['python']}, "
                    f"{', '.join(versions)}; NumPy's BLAS is {m['blas']}.")


def duration(seconds):
    """Return seconds with a unit that suits them."""
    return f"{seconds * 1e3:.2g} ms" if seconds < 0.0995 else f"{seconds:.2g} s"


def table(head, rows, texts=0):
    """Return rows of strings as a Markdown table: the first columns are texts, numbers stand to the right."""
    lines = [head, [":--"] * texts + ["--:"] * (len(head) - texts), *rows]
    return Markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))
