"""Fetch what the site needs from elsewhere: `python -m book.assets`."""

import sys

from book.assets.gather import Missing, gather


def main():
    try:
        gather(say=lambda sentence: print(sentence, flush=True))
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
