"""Fetch what the site needs from elsewhere, `python -m book.assets`, or weigh the built site, `… size`."""

import sys

from book.assets.gather import Missing, gather
from book.assets.size import sentence


def main(what="gather"):
    if what == "size":
        said, fits = sentence()
        print(said, file=sys.stdout if fits else sys.stderr)
        return 0 if fits else 1
    try:
        gather(say=lambda said: print(said, flush=True))
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
