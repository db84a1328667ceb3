"""Make the PDF or the ePub of the course: `python -m book.editions {pdf,epub}`."""

import argparse
import sys

from book.editions.build import Failure


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m book.editions", description="Make the course as one file, in the folder build.",
        epilog="example: python -m book.editions epub")
    parser.add_argument("edition", choices=["pdf", "epub"])
    edition = parser.parse_args(arguments).edition
    if edition == "pdf":
        from book.editions.pdf import make
    else:
        from book.editions.epub import make
    try:
        print(f"The {edition} is {make()}.")
    except Failure as failure:
        print(failure, file=sys.stderr)
        raise SystemExit(failure.code) from None


if __name__ == "__main__":
    main()
