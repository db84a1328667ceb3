"""Make the PDF or the ePub of the course: `python -m book.editions {pdf,epub}`."""

import argparse
import sys
from pathlib import Path

from book.editions.build import Failure


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m book.editions", description="Make the course as one file, bptt.pdf or bptt.epub.",
        epilog="example: python -m book.editions epub")
    parser.add_argument("edition", choices=["pdf", "epub"])
    parser.add_argument("--out", type=Path, default="build", help="folder for the file and for its making")
    given = parser.parse_args(arguments)
    if given.edition == "pdf":
        from book.editions.pdf import make
    else:
        from book.editions.epub import make
    try:
        print(f"The {given.edition} is {make(given.out)}.")
    except Failure as failure:
        print(failure, file=sys.stderr)
        raise SystemExit(failure.code) from None


if __name__ == "__main__":
    main()
