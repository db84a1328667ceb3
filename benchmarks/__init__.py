"""Speed, side by side: the reference, its peers and the processor's own limit, in one run.

`python -m benchmarks --help` says how. The peers compute the same gradients, checked before the clock runs.
"""
