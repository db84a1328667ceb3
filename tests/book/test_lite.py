"""The environment of the notebook in the browser: made once, and a sentence where it cannot be."""

import pytest

from book.lite import environment


def test_what_is_made_is_made_once_and_again_after_a_change_or_a_failure(tmp_path):
    made = []

    def make(folder):
        made.append(folder)
        if len(made) == 2:
            raise environment.Failure("no")

    folder = environment.once(tmp_path / "room", "first", make)
    environment.once(folder, "first", make)
    assert len(made) == 1
    with pytest.raises(environment.Failure):
        environment.once(folder, "second", make)
    environment.once(folder, "second", make)
    assert len(made) == 3


def test_without_the_packages_it_is_one_sentence_and_nothing_counts_as_made(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setattr(environment, "WHEELS", tmp_path / "wheels")
    with pytest.raises(environment.Failure, match=r"^The notebook of the site, [^\n]*connect to the network"):
        environment.wheels()
    assert not (tmp_path / "wheels" / ".made-from").exists()
