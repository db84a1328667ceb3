"""The commands: `python -m book.equations list | tex ID | check [PAGE or ID ...]`."""

import argparse
import sys

from book.equations import entries, trace
from book.equations.check import failures
from book.equations.entries import abbreviations
from book.equations.functions import Wrong
from book.equations.tex import of_entry


def chosen(found, names):
    """Return the entries that the names, pages or ids, stand for; all where there are none."""
    for name in names:
        if not any(name in (entry.id, entry.page) for entry in found.values()):
            raise Wrong(f"{name}: neither a registered equation nor a page with some")
    return [entry for entry in found.values() if not names or {entry.id, entry.page} & set(names)]


def check(found, names):
    """Print what does not hold; return how many equations fail."""
    picked, wrong = chosen(found, names), 0
    for entry in picked:
        sentences = [*failures(entry), *trace.page_differs(entry)]
        wrong += bool(sentences)
        for sentence in sentences:
            print(sentence)
    print(f"{len(picked) - wrong} of {len(picked)} equations hold, as printed")
    return wrong


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m book.equations", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, text, names in (("list", "every registered equation and what it says", "*"),
                              ("tex", "the block to paste into a page", "+"),
                              ("check", "both sides, and the TeX on the page; exit code 1 where one fails", "*")):
        verbs.add_parser(verb, help=text).add_argument("names", nargs=names, metavar="page-or-id")
    options = parser.parse_args(arguments)
    try:
        found = entries.read()
        if options.verb == "check":
            return 1 if check(found, options.names) else 0
        for entry in chosen(found, options.names):
            print(f"{entry.id:22} {entry.page:14} {entry.says}" if options.verb == "list"
                  else f"$$\n{of_entry(entry, abbreviations(entry))}\n$$ ({entry.id})")
    except Wrong as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
