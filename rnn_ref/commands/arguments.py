"""What the commands' arguments have in common."""

import argparse
import math


def whole(low):
    """Return an argparse type: a whole number from low on."""
    def convert(text):
        if not text.lstrip("-").isdecimal() or int(text) < low:
            raise argparse.ArgumentTypeError(f"expected a whole number from {low} on, got {text!r}")
        return int(text)
    return convert


def above_zero(text):
    """Return the finite number above 0 that text is; an argparse type."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {text!r}")
    return value


def add_common(parser):
    """Add the arguments that every command has."""
    parser.add_argument("--seed", type=whole(0), default=0, metavar="N", help="of the random numbers (0)")
    parser.add_argument("--json", action="store_true", help="print one JSON object in the last line")
