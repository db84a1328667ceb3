"""Two outputs of one cell, from two machines: equal text, and numbers that are equal but for rounding."""

import re

NUMBER = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")
RELATIVE = 1e-3    # what another BLAS and another exp may change of a printed number
TINY = 1e-6        # what is rounding on one machine is other rounding on the next


def parts(text):
    """Return the words between the numbers, without their spaces, and the numbers."""
    return [" ".join(word.split()) for word in NUMBER.split(text)], [float(n) for n in NUMBER.findall(text)]


def close(a, b):
    size = max(abs(a), abs(b))
    return abs(a - b) <= RELATIVE * size or size < TINY


def same(built, live):
    """Return whether two outputs say the same."""
    (words, numbers), (others, found) = parts(built), parts(live)
    return words == others and len(numbers) == len(found) and all(map(close, numbers, found))
