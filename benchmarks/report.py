"""The results as text."""

from benchmarks import machine

ABSENT = "not installed"


def table(head, rows):
    """Return rows of strings as lines of text under a head, the first column to the left, others right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join("  ".join([line[0].ljust(widths[0]),
                                *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]).rstrip()
                     for line in lines)


def shown(value, form="{:,.0f}"):
    """Return a number as text, nothing for None."""
    return "" if value is None else form.format(value)


def throughput(sizes):
    """Return the table of names a second."""
    rows = []
    for size in sizes:
        for row in size["rows"]:
            rate = shown(row["names_per_s"]) or ABSENT
            rows.append([f"B={size['B']}, D_h={size['D_h']}: {row['peer']}", row["dtype"], row["clock"], rate,
                         shown(row["characters_per_s"]), shown(row["ours_is_faster"], "{:.2f}"),
                         shown(row["of_peak"], "{:.0%}")])
    head = ["size and peer", "dtype", "clock", "names/s", "characters/s", "ours / peer", "of GEMM peak"]
    peaks = ", ".join(f"{size['peak_gflops']:.0f}" for size in sizes)
    return f"{table(head, rows)}\n\nGEMM peak in these rounds, float32, one thread, Gflop/s: {peaks}"


def accumulation(rows):
    """Return the table of the two bookkeepings."""
    return table(["each loss on its own against their sum", "one by one, s", "accumulated, s", "ratio",
                  "(T+1)/2", "gradients apart by"],
                 [[f"T={r['T']}, D_h={r['D_h']}", f"{r['one_by_one_s']:.3g}", f"{r['accumulated_s']:.3g}",
                   f"{r['ratio']:.1f}", f"{r['predicted']:.1f}", f"{r['apart']:.0e}"] for r in rows])


def scaling(grid):
    """Return the table of time per character."""
    return table(["time per character over", "T", "D_h", "B", "us"],
                 [[what, str(r["T"]), str(r["D_h"]), str(r["B"]), f"{r['us_per_character']:.2f}"]
                  for what, rows in grid.items() for r in rows])


def memory(rows):
    """Return the table of bytes."""
    return table(["memory in MB", "buffers", "at the peak", "N (4 D_h + 2 V + 1) 4"],
                 [[f"B={r['B']}, T={r['T']}, D_h={r['D_h']}",
                   *(f"{r[key] / 1e6:.2f}" for key in ("buffers", "peak", "bound"))] for r in rows])


def threads(rows):
    """Return the table of one BLAS thread against two."""
    return table(["BLAS threads, NumPy only, wall", "one: names/s", "two: names/s", "two take"],
                 [[f"B={r['B']}, D_h={r['D_h']}", shown(r["one_thread"]), shown(r["two_threads"]),
                   f"{r['two_take']:.2f} times as long"] for r in rows])


def targets(rows):
    """Return the table of what was set out for."""
    return table(["targets, on a quiet core", "at least", "reached", ""],
                 [[r["what"], f"{r['least']:,g}", shown(r["reached"], "{:,.2f}") or "not measured",
                   {True: "met", False: "NOT met", None: ""}[r["met"]]] for r in rows])


def everything(results):
    """Return the whole report."""
    s = results["sampling"]
    return "\n\n".join([
        machine.line(results["machine"]),
        "Forward, backpropagation through time and update on names: medians of {rounds} interleaved rounds, "
        "one thread,\nbatches packed or padded before the clock starts. The clock is processor time; "
        "JAX is timed on the wall, fastest round.".format(**results["settings"]),
        throughput(results["sizes"]),
        accumulation(results["accumulate"]),
        scaling(results["scaling"]),
        memory(results["memory"]),
        threads(results["threads"]),
        f"sampling: {s['names_per_s']:,.0f} names/s, {s['n']:,} at a time, D_h={s['D_h']}, "
        f"mean length {s['mean_length']:.1f}",
        targets(results["targets"]),
    ])
