"""The errata: every printed form that can be run is wrong as the page says, and ours is right."""

import re
from pathlib import Path

import numpy as np
import pytest
from reading import equations, plain

from book import slips

ENTRIES = slips.entries()
COMPUTED = {label: entry for label, entry in ENTRIES.items() if {"form", "right", "run"} & set(entry)}
TRUE_AS_PRINTED = {"err-upper-limit", "err-swapped-jacobian"}    # only the reason is missing there
LEAST = 1e-3    # what counts as off, relative


def outcomes(entry):
    """Return the outcomes at two sizes, and for both activations where the entry does not name one."""
    return [slips.outcome(entry, world) for world in slips.worlds(entry, seeds=(0, 1))]


def is_off(entry, outcome):
    """Return whether the printed form has no value, another shape, another value, or is a false statement."""
    if slips.is_statement(entry):
        return outcome.printed is np.False_ or outcome.printed is False
    if outcome.truth is None:
        return outcome.printed < outcome.right / 2
    distance = slips.apart(outcome.printed, outcome.truth)
    return distance is None or not distance < LEAST


@pytest.mark.parametrize("label", COMPUTED)
def test_our_form_is_the_measured_quantity(label):
    entry = COMPUTED[label]
    for outcome in outcomes(entry):
        if slips.is_statement(entry):
            assert outcome.right
        elif outcome.truth is not None:
            assert slips.apart(outcome.right, outcome.truth) < slips.AGREES


@pytest.mark.parametrize("label", [label for label in COMPUTED if {"form", "run"} & set(COMPUTED[label])])
def test_the_printed_form_is_not(label):
    entry = COMPUTED[label]
    found = [is_off(entry, outcome) for outcome in outcomes(entry)]
    assert not any(found) if label in TRUE_AS_PRINTED else all(found)


def test_a_right_form_in_the_place_of_the_printed_one_would_be_noticed():
    values = {label: entry for label, entry in COMPUTED.items() if {"form", "right", "truth"} <= set(entry)}
    assert len(values) > 30
    for label, entry in values.items():
        assert not any(is_off(entry, o) for o in outcomes(entry | {"form": entry["right"]})), label


def test_most_entries_are_computed_and_few_quantities_are_their_own_proof():
    assert len(COMPUTED) > 0.7 * len(ENTRIES)
    assert not [label for label, entry in COMPUTED.items()
                if "truth" in entry and entry["right"] == entry["truth"]]


def test_where_a_shape_does_not_fit_numpy_refuses_or_gives_another_shape():
    undefined = {k: e for k, e in COMPUTED.items() if e["verdict"] == "undefined" and "form" in e}
    assert len(undefined) > 8
    for label, entry in undefined.items():
        for printed, _, truth in outcomes(entry):
            assert isinstance(printed, str) or np.shape(printed) != np.shape(truth), label


def test_every_source_and_every_kind_has_entries():
    assert {entry["source"] for entry in ENTRIES.values()} == set(slips.SOURCES)
    assert {entry["verdict"] for entry in ENTRIES.values()} == set(slips.VERDICTS)
    assert all(re.fullmatch(r"(err|holds)(-[a-z0-9]+)+", label) for label in ENTRIES)
    assert all((entry["verdict"] == "holds") == label.startswith("holds") for label, entry in ENTRIES.items())


def test_a_malformed_entry_is_named(monkeypatch, tmp_path):
    file = tmp_path / "errata.toml"
    file.write_text('["err-x"]\nsource = "post"\nverdict = "wrong"\nwhere = "here"\nwhy = "so"\nsayz = "?"\n')
    monkeypatch.setattr(slips, "FILE", Path(file))
    with pytest.raises(ValueError, match="err-x"):
        slips.entries()


def test_the_page_has_every_entry_once_with_its_numbers(pages):
    page = pages["errata.html"]
    text = plain(page)
    for label, entry in ENTRIES.items():
        assert page.count(f'id="{label}"') == 1
        assert f'href="#{label}"' in page
        box = text.split(f"{label}\n", 1)[1].split("\nerr-", 1)[0]
        assert ("Run:" in box) == (label in COMPUTED), label
        assert entry["verdict"] in box


def test_the_page_prints_what_is_computed_now(pages):
    box = plain(pages["errata.html"]).split("err-softmax-index\n", 1)[1][:600]
    percents = [float(n) for n in re.findall(r"([\d.]+) %", box)]
    entry = ENTRIES["err-softmax-index"]
    found = [slips.outcome(entry, world) for world in slips.worlds(entry)]
    wanted = [100 * slips.apart(outcome.printed, outcome.truth) for outcome in found]
    assert percents == pytest.approx(wanted, abs=0.5)


def test_every_equation_that_puts_a_slip_right_is_on_a_page(pages):
    there = {label for text in pages.values() for label in equations(text)}
    named = {equation for entry in ENTRIES.values() for equation in entry.get("equations", ())}
    assert len(named) > 20 and named <= there, sorted(named - there)


def test_the_sizes_in_the_text_are_those_of_the_instance():
    text = (Path(slips.__file__).parent / "errata.md").read_text(encoding="utf-8")
    sizes = slips.worlds({})[0].sizes
    printed = dict(re.findall(r"\$(\w+) = (\d+)\$", text))
    assert {name: int(size) for name, size in printed.items()} == sizes
