"""Order-the-proof tasks: lines in disorder, among them some that do not hold, to be put in their order.

An answer is a list, a tuple or a string of letters: the lines of the proof, first to last.
"""

from typing import NamedTuple

import numpy as np

from grading.checks.call import Unfit
from grading.checks.compare import Difference
from grading.checks.instances import Case
from grading.checks.looks import Found, failed, received
from grading.checks.plain import bare, is_one_of, kind


class Proof(NamedTuple):
    """The letters of the valid lines in their order, and for each other letter why its line does not hold."""

    order: str
    flaws: dict


def whole(rng):
    """One instance: a proof has no numbers."""
    return [Case("the whole proof", ())]


def as_order(value, names, like):
    """Return the letters of an answer as one array of their codes; Unfit says what it is instead."""
    own = bare(value)
    letters = list(own) if is_one_of((list, tuple, str), own) else []
    if not letters or not all(type(x) is str for x in letters):
        raise Unfit(f'expected letters, such as ["A", "B"], got {kind(value)}')
    letters = "".join(letters).replace(",", "").replace(" ", "").upper()
    if not letters.isalpha() or not letters.isascii():
        raise Unfit('expected letters, such as ["A", "B"], and nothing else')
    return [np.array([ord(letter) for letter in letters])]


def answer(task, candidate):
    """Return the letters of an answer, or what is Found in their place."""
    outcome = received(task, candidate, (), None)
    if outcome.trouble:
        return "", failed(outcome)
    return "".join(map(chr, outcome.value[0])), Found(None, outcome.printed)


def lettered(task, candidate, case, others):
    """The answer is a list, a tuple or a string of letters."""
    return answer(task, candidate)[1]


def sound(proof):
    """Return a look that passes where every line of the answer holds."""
    def look(task, candidate, case, others):
        letters, found = answer(task, candidate)
        for letter in letters:
            if letter not in proof.order:
                why = proof.flaws.get(letter, "There is no such line.")
                return found._replace(difference=Difference(f"line {letter} does not hold", mistake=why))
        return found
    return look


def complete(proof):
    """Return a look that passes where no line of the proof is missing, and none stands twice."""
    def look(task, candidate, case, others):
        letters, found = answer(task, candidate)
        if found.difference:
            return found
        twice = [letter for letter in proof.order if letters.count(letter) > 1]
        missing = sum(letter not in letters for letter in proof.order)
        sentence = f"line {twice[0]} stands twice" if twice else \
            f"{missing} of {len(proof.order)} lines are missing" if missing else ""
        return found._replace(difference=Difference(sentence)) if sentence else found
    return look


def ordered(proof):
    """Return a look that passes where the answer is the proof; or says where it parts."""
    def look(task, candidate, case, others):
        letters, found = answer(task, candidate)
        if found.difference or letters == proof.order:
            return found
        right = next((i for i, (a, b) in enumerate(zip(letters, proof.order, strict=False)) if a != b),
                     min(len(letters), len(proof.order)))
        sentence = f"the first {right} lines are in order, the next one is not" if right else \
            "the first line is not the first step"
        return found._replace(difference=Difference(sentence))
    return look
