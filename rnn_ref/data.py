"""Names as sequences of symbols: reading a file, the alphabet, and the split.

A name of n letters is T = n + 1 steps. Symbol 0 ends a name and, as the first input, starts it:

    x   END  a  n  k  y           what the network reads
    y    a   n  k  y  END         what it has to say next
"""

import unicodedata
from numbers import Real
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnn_ref.checks import generator
from rnn_ref.files import BadInput, read_text

END = "\n"
LONGEST = 64    # letters; the longest bundled name has 23
DINOSAURS = Path(__file__).parent / "names" / "dinosaurs.txt"


class Split(NamedTuple):
    """Distinct names, divided into those to learn from and those held out."""

    training: list
    held_out: list


def read_names(path=DINOSAURS):
    """Return the distinct names of a UTF-8 file, one a line, lower-cased and sorted.

    Errors: BadInput names the file and the reason. Source: [Talwar2018] for the task.
    """
    lines = [line.strip().lower() for line in read_text(path, "names file").splitlines()]
    for number, line in enumerate(lines, start=1):
        if any(unicodedata.category(symbol) == "Cc" for symbol in line):
            raise BadInput(f"{path}: line {number} has a control character; expected names, one a line")
    names = set(lines) - {""}
    if len(names) < 2:
        raise BadInput(f"{path}: expected at least two names, one a line, found {len(names)}")
    longest = max(names, key=lambda name: (len(name), name))
    if len(longest) > LONGEST:
        raise BadInput(f"{path}: the name {longest[:20]!r}... has {len(longest)} characters, "
                       f"the limit is {LONGEST}")
    return sorted(names)


def alphabet_of(names):
    """Return the sorted symbols of the names with END first, as one string.

    Sorted, because a set's order changes with every process and would scramble a saved model.
    """
    return END + "".join(sorted(set("".join(names)) - {END}))


def encode(names, alphabet):
    """Return lists of inputs xs and targets ys, one pair of integer arrays (T,) a name.

    Errors: ValueError names a symbol that is not in the alphabet. Equation eq-one-hot.
    """
    whole = codes([END + name + END for name in names], alphabet)
    return [np.array(c[:-1]) for c in whole], [np.array(c[1:]) for c in whole]


def codes(texts, alphabet):
    """Return each text as a list of its symbols' places; ValueError names one that is not in the alphabet."""
    index = {symbol: i for i, symbol in enumerate(alphabet)}
    try:
        return [[index[symbol] for symbol in text] for text in texts]
    except KeyError as error:
        raise ValueError(f"names: the symbol {error.args[0]!r} is not in the alphabet") from None


def windows(names, alphabet, length):
    """Return xs and ys of the names joined by END and cut into pieces, regardless of where a name ends.

    A piece that begins or ends with END is dropped, as in the notebook this reproduces, and so is a rest
    that is too short. Shapes: lists of (length - 1,) integer arrays. Errors: BadInput where no piece is left;
    ValueError names a symbol that is not in the alphabet. Source: [Talwar2018], its notebook.
    """
    text = END.join(names)
    pieces = [text[i:i + length].strip(END) for i in range(0, len(text), length)]
    whole = codes([piece for piece in pieces if len(piece) == length], alphabet)
    if not whole:
        raise BadInput(f"names: expected at least one piece of {length} characters with a letter at both "
                       f"ends, found none in {len(text):,}; add names or take another recipe")
    return [np.array(c[:-1]) for c in whole], [np.array(c[1:]) for c in whole]


def split_names(names, seed=0, held_out=0.1):
    """Return the Split of two or more sorted distinct names by a seeded permutation, held-out ones first.

    held_out is the share to hold out, between 0 and 1; at least one name stays on either side.
    Errors: ValueError names the argument.
    """
    if len(names) < 2:
        raise ValueError(f"names: expected at least two names to split, got {len(names)}")
    if not isinstance(held_out, Real) or not 0 < held_out < 1:
        raise ValueError(f"held_out: expected a share between 0 and 1, got {held_out!r}")
    order = generator(seed).permutation(len(names))
    n = min(max(1, int(len(names) * held_out)), len(names) - 1)
    return Split([names[i] for i in order[n:]], [names[i] for i in order[:n]])
