"""The chapter on sequences says what is true: its answers, counts and probabilities, worked out again."""

import math
import random
import re
from collections import Counter
from fractions import Fraction
from xml.etree import ElementTree

import figures_sequences
import pytest
from reading import plain

from grading.files import COURSE, source_of
from rnn_ref.data import read_names

WORDS = ["he", "hell", "hello", "held", "help", "her", "hero", "heron"]


@pytest.fixture(scope="module")
def lines(pages):
    return plain(pages["sequences.html"]).splitlines()


def conditionals(language, word):
    """Return p(symbol | beginning) for every symbol of a word and the END after it, from P(word)."""
    text = f"{word}."
    def begins(start):
        return sum(p for other, p in language.items() if f"{other}.".startswith(start))
    return [begins(text[:t + 1]) / begins(text[:t]) for t in range(len(text))]


def test_input_and_output_have_one_length_and_the_sizes_differ(lines):
    table = [re.fullmatch(r"t = (\d) +reads (\w) +should say (\w)", line) for line in lines]
    found = [match.groups() for match in table if match]
    assert "".join(x for _, x, _ in found) == "hell" and "".join(y for _, _, y in found) == "ello"
    [sizes] = [re.match(r"T = (\d) time steps, V = (\d) symbols: (.*)", line) for line in lines
               if line.startswith("T = ")]
    assert int(sizes[1]) == len("hello") + 1 and int(sizes[2]) == len(set("hello")) + 1
    assert sizes[1] != sizes[2]


def test_with_the_state_all_answers_are_right_and_without_it_one_is_wrong(lines):
    answers = [line.split() for line in lines if re.fullmatch(r"(\w |END ?)+END", line)]
    right, forgetful = answers
    assert right == [*"hello", "END"]
    assert [t for t in range(6) if forgetful[t] != right[t]] == [4]    # t = 5, the second l
    assert "hello" in lines


def test_no_probabilities_after_one_letter_lose_less_than_two_log_two(lines):
    found = [re.fullmatch(r"p = ([\d.]+), q = ([\d.]+):  loss ([\d.]+)", line) for line in lines]
    found = [[float(n) for n in match.groups()] for match in found if match]
    assert len(found) == 5
    for p, q, loss in found:
        assert loss == pytest.approx(-math.log(p) - math.log(q), abs=5e-5)
        assert loss >= 2 * math.log(2) - 5e-5
    assert min(loss for *_, loss in found) == pytest.approx(2 * math.log(2), abs=5e-5)


def test_the_windows_are_counted_right(lines):
    found = [re.fullmatch(r"width (\d): +([\d,]+) possible, +([\d,]+) seen, +(\d+)% of them once", line)
             for line in lines]
    found = [[int(n.replace(",", "")) for n in match.groups()] for match in found if match]
    assert [row[0] for row in found] == [1, 2, 3, 4, 5, 6]
    _, possible, seen, once = found[3]
    assert seen < possible / 50 and once > 50    # width 4, as the text says
    for width, possible, seen, once in found:
        texts = [f"{'.' * width}{name}" for name in read_names()]
        times = Counter(text[t:t + width] for text in texts for t in range(len(text) - width + 1))
        assert possible == 27 ** width and seen == len(times)
        assert once == round(100 * sum(n == 1 for n in times.values()) / seen)


def test_the_factors_of_hello_are_one_half_three_times(lines):
    found = [re.fullmatch(r"p\( . \| '\w*' +\) = ([\d.]+)", line) for line in lines]
    found = [float(match[1]) for match in found if match]
    exact = conditionals(dict.fromkeys(WORDS, Fraction(1, 8)), "hello")
    assert found == [float(p) for p in exact] and math.prod(exact) == Fraction(1, 8)
    assert "begins with hell: 0.25   is hell: 0.125" in lines and "sum over all words: 1.0" in lines
    assert f"sum: {3 * math.log(2):.4f}, log 8: {math.log(8):.4f}" in lines


def test_a_word_s_probability_is_the_product_in_any_language():
    draw = random.Random(1)
    weights = {word: draw.random() for word in WORDS}
    language = {word: weight / sum(weights.values()) for word, weight in weights.items()}
    for word, p in language.items():
        assert math.prod(conditionals(language, word)) == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize("width", [1, 2, 5])
def test_a_window_meets_one_question_with_two_answers(width):
    words = [f"{first}{'a' * width}{first}" for first in "bc"]
    windows = {word[-width - 1:-1] for word in words}
    assert len(windows) == 1 and len({word[-1] for word in words}) == 2


@pytest.mark.parametrize("T", [2, 3])
def test_unrolled_there_is_one_use_of_F_for_each_step_and_one_state_more(T):
    svg = ElementTree.fromstring(figures_sequences.rolled_and_unrolled(T))
    units = [part for part in svg.iter("rect") if part.get("class") == "box unit"]
    texts = ["".join(part.itertext()) for part in svg.iter("text")]
    assert len(units) == 1 + T and texts.count("F") == 1 + T
    assert [text for text in texts if re.fullmatch(r"h\(\d\)", text)] == [f"h({t})" for t in range(T + 1)]


def test_the_exercise_on_tied_weights_has_the_number_that_the_page_gives():
    page = (COURSE / "book" / "sequences.md").read_text(encoding="utf-8")
    number = re.search(r"Exercise (\d+) of problem set 1 asks what tied\s+weights save", page)[1]
    assert f"## {number}. In words: why one set of weights?" in source_of("ps1").read_text(encoding="utf-8")
