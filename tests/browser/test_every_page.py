"""Every page: no other host, no errors, formulas typeset and spoken, any width, no finding of axe."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from tour import WIDTHS, tour


@pytest.fixture(scope="module")
def everything(site, pages):
    """Return the names of all pages, the problem sets' among them."""
    return [*pages, *(page.relative_to(site).as_posix() for page in sorted(site.glob("sets/*.html")))]


@pytest.fixture(scope="module")
def facts(launch, address, everything):
    """Return {page: what the tour has noted there}; in a thread, because this one may have its own loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, tour(launch, address, everything)).result()


def noted(facts, *keys):
    """Return {page: note} of the pages that have something to note under the keys."""
    found = {}
    for page, note in facts.items():
        for key in keys:
            note = note[key]
        if note:
            found[page] = note
    return found


def test_every_page_loads_clean_from_a_sub_path_and_asks_no_other_host(facts, everything):
    assert set(facts) == set(everything) and "sets/ps1.html" in facts
    assert noted(facts, "problems") == {}


@pytest.mark.parametrize("run", ["axe light", "axe dark", "axe phone"])
def test_axe_finds_nothing(run, facts):
    assert noted(facts, run) == {}


def test_every_page_takes_the_reader_s_color_scheme(facts):
    assert {note["light"] for note in facts.values()} == {"light"}    # and dark, which the tour waits for


def test_every_formula_is_typeset_without_an_error_and_has_mathml_for_screen_readers(facts):
    assert noted(facts, "broken") == {}
    for page, note in facts.items():
        assert note["typeset"] == note["spoken"] >= note["formulas"], page
    assert facts["model.html"]["typeset"] > 80


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window(width, facts):
    assert {page: note[width]["over"] for page, note in facts.items() if note[width]["over"] > 0} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_number_stands_over_its_formula_and_no_title_is_cut(width, facts):
    assert noted(facts, width, "covered") == {}
    assert noted(facts, width, "titles") == {}


def test_no_formula_and_no_figure_is_cut_on_a_wide_screen(facts):
    assert noted(facts, "wide", "drawn") == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_reaches_all_that_scrolls(width, facts):
    assert noted(facts, width, "unreachable") == {}


def test_the_tour_meets_what_scrolls(facts):
    """The test above is not empty: on a phone some formulas and lines of code do scroll."""
    assert facts["model.html"]["phone"]["drawn"] and facts["model.html"]["phone"]["code"]
