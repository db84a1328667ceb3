"""The printed table: it fits the terminal, and every loss is told once."""

import pytest

from grading.records import WAITS, Loss, Record
from grading.table import number, table

SCORES = {"sigmoid_prime": (10, 10), "softmax": (12, 17), "why-tied": (0, 10)}
RECORD = Record("one-function-wrong", SCORES, [
    Loss("softmax", 3, "logits of size 1e4", "yhat has NaN in it"),
    Loss("softmax", 2, "yhat on your own logits", "yhat differs"),
    Loss("why-tied", 10, "", WAITS),
], ["why-tied"])
ABSENT = Record("missing-file", {name: (0, most) for name, (_, most) in SCORES.items()}, [
    Loss(name, most, "", "no ps1.ipynb was handed in") for name, (_, most) in SCORES.items()], [])


def printed(monkeypatch, columns, records):
    monkeypatch.setenv("COLUMNS", str(columns))
    return table(records)


@pytest.mark.parametrize("columns", [44, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(monkeypatch, columns):
    text = printed(monkeypatch, columns, [RECORD, ABSENT])
    assert max(map(len, text.splitlines())) <= columns


def test_names_head_the_columns_where_there_is_room_and_numbers_where_not(monkeypatch):
    assert "1 sigmoid_prime, 2 softmax, 3 why-tied" in printed(monkeypatch, 40, [RECORD])
    wide = printed(monkeypatch, 120, [RECORD])
    assert "1 sigmoid_prime" not in wide and "prime" in wide.splitlines()[1]


def test_a_row_has_the_points_and_the_total(monkeypatch):
    row = next(line for line in printed(monkeypatch, 120, [RECORD]).splitlines()
               if line.startswith("one-function-wrong"))
    assert row.split() == ["one-function-wrong", "10", "12", "waits", "22"]


def test_each_loss_is_told(monkeypatch):
    text = printed(monkeypatch, 200, [RECORD])
    assert ("  softmax -5: logits of size 1e4: yhat has NaN in it. "
            "Also missed: yhat on your own logits.") in text
    assert "  why-tied: waits for a manual grade." in text


def test_one_reason_for_everything_is_told_once(monkeypatch):
    text = printed(monkeypatch, 120, [ABSENT])
    assert "  everything -37: no ps1.ipynb was handed in." in text
    assert text.count("was handed in") == 1


def test_who_has_no_points_stands_in_the_table_with_the_reason(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    text = table([RECORD], {"cut": "cut.ipynb is empty."}, {"dies": "dies.ipynb: Kernel died"})
    assert next(line.split() for line in text.splitlines() if line.startswith("cut ")) == \
        ["cut", "-", "-", "-", "refused"]
    assert "cut\n  refused: cut.ipynb is empty.\n" in text and "dies\n  failed: dies.ipynb" in text
    assert table([], {"cut": "is empty."}).startswith("Nothing was graded.\n\ncut\n  refused:")


def test_a_long_name_leaves_room_for_the_points(monkeypatch):
    text = printed(monkeypatch, 80, [RECORD._replace(student="x" * 200)])
    grid = text.split("\n\n")[0]
    assert max(map(len, grid.splitlines())) <= 80 and "xxx...  " in grid and "x" * 200 in text


def test_an_empty_class_gets_a_sentence():
    assert table([]) == "Nothing was graded."


@pytest.mark.parametrize("points, text", [(7.0, "7"), (2.5, "2.5"), (0.0, "0"), (10, "10")])
def test_points_are_short(points, text):
    assert number(points) == text


@pytest.mark.parametrize("checks", [1, 2])
def test_a_reason_that_is_a_sentence_gets_no_second_full_stop(monkeypatch, checks):
    losses = [Loss("softmax", 3, "logits of size 1e4", "yhat has NaN in it. See eq-softmax-shift."),
              Loss("softmax", 2, "yhat on your own logits", "yhat differs")][:checks]
    text = printed(monkeypatch, 200, [RECORD._replace(losses=losses)])
    assert "See eq-softmax-shift." in text and ".." not in text
