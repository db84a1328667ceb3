"""The commands: `python -m book.equations list | tex | check | mutants | gaps [PAGE or ID ...]`."""

import argparse
import sys

from book.equations import entries, mutants, trace
from book.equations.check import failures
from book.equations.display import of_entry
from book.equations.functions import Wrong

VERBS = {
    "list": "say what every registered equation says",
    "tex": "print the block to paste into a page",
    "check": "verify both sides and the page; exit code 1 where one fails",
    "mutants": "put every slip into every right side; exit code 1 where the check does not see one",
    "gaps": "say which id is missing on a page, in the code or in an exercise; exit code 1 where one is",
}


def chosen(found, names):
    """Return the entries that the names, pages or ids, stand for; all where there are none."""
    for name in names:
        if not any(name in (entry.id, entry.page) for entry in found.values()):
            raise Wrong(f"{name}: neither a registered equation nor a page with some")
    return [entry for entry in found.values() if not names or {entry.id, entry.page} & set(names)]


def check(picked):
    """Print what does not hold; return how many equations fail."""
    wrong = 0
    for entry in picked:
        sentences = [*failures(entry), *trace.page_differs(entry)]
        wrong += bool(sentences)
        print("\n".join(sentences) + "\n" if sentences else "", end="")
    print(f"{len(picked) - wrong} of {len(picked)} equations hold, as printed")
    return wrong


def try_slips(picked):
    """Print every slip that the check does not see; return how many there are."""
    counts, excused, unseen = zip(*map(mutants.verdict, picked), strict=True)
    for sentences in unseen:
        print("\n".join(sentences) + "\n" if sentences else "", end="")
    refused = sum(counts) - sum(excused) - sum(map(len, unseen))
    print(f"{len(picked)} equations, {sum(counts)} mutants: {refused} refused, {sum(excused)} say the same "
          f"as the original and are excused, {sum(map(len, unseen))} unseen")
    return sum(map(len, unseen))


def find_gaps(picked):
    """Print what is missing of the picked equations; return how many sentences that takes."""
    ids = {entry.id for entry in picked}
    everything = ids == set(entries.read())
    sentences = [gap for gap in trace.gaps() if everything or gap.partition(":")[0] in ids]
    print("\n".join(sentences) or f"{len(picked)} equations: no gap")
    return len(sentences)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m book.equations", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, text in VERBS.items():
        command = verbs.add_parser(verb, help=text, description=text)
        command.add_argument("names", nargs="*", metavar="page-or-id", help="all, where there are none")
        command.add_argument("--registry", default=entries.FOLDER, help="a folder with other entries")
    options = parser.parse_args(arguments)
    try:
        found = entries.read(options.registry)
        if not found:
            raise Wrong(f"{options.registry}: no file of this folder has an entry")
        picked = chosen(found, options.names)
        if options.verb in (verbs := {"check": check, "mutants": try_slips, "gaps": find_gaps}):
            return 1 if verbs[options.verb](picked) else 0
        for entry in picked:
            print(f"{entry.id:22} {entry.page:14} {entry.says}" if options.verb == "list"
                  else f"$$\n{of_entry(entry)}\n$$ ({entry.id})\n")
    except Wrong as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
