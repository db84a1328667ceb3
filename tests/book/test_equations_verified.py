"""Every registered equation holds at generic random instances, and the page prints what was verified."""

import pytest

from book.equations.check import failures
from book.equations.entries import read
from book.equations.trace import page_differs

ENTRIES = read()


@pytest.mark.parametrize("label", ENTRIES)
def test_equation(label):
    assert not list(failures(ENTRIES[label]))


@pytest.mark.parametrize("label", ENTRIES)
def test_the_page_prints_the_registered_equation(label):
    assert not list(page_differs(ENTRIES[label]))
