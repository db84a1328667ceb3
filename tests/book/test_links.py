"""Links that leave the site: all of them are collected, and each has the form of an address."""

import links
import pytest


def test_every_external_address_is_well_formed_and_listed(site, tmp_path, monkeypatch):
    monkeypatch.setattr(links, "LIST", links.ROOT / "build" / "external-links.txt")
    found = links.collect(site)
    assert "https://creativecommons.org/licenses/by/4.0/" in found
    assert len(found["https://creativecommons.org/licenses/by/4.0/"]) == len(list(site.glob("*.html")))
    assert {address: why for address in found if (why := links.wrong_with(address))} == {}


@pytest.mark.parametrize("address", [
    "http://example.org/", "ftp://example.org/", "https://example/", "https:///page", "https://exa mple.org/",
    "https://example.org/a b", "https://example.org/%zz", "https://example.org/a.", "https://-a.org/"])
def test_a_malformed_address_is_named(address):
    assert links.wrong_with(address)


@pytest.mark.parametrize("address", [
    "https://doi.org/10.1109/5.58337", "https://example.org/a_(b)?c=d&e=%20#f", "https://xn--bcher-kva.example/"])
def test_a_well_formed_address_passes(address):
    assert links.wrong_with(address) is None


def test_a_doi_is_asked_where_programs_may():
    assert links.asked("https://doi.org/10.1162/neco.1997") == "https://doi.org/api/handles/10.1162/neco.1997"
    assert links.asked("https://example.org/") == "https://example.org/"


def test_an_address_that_does_not_answer_is_dead(monkeypatch):
    def refuse(request, timeout):
        raise links.HTTPError(request.full_url, refuse.code, "", {}, None)
    monkeypatch.setattr(links, "urlopen", refuse)
    refuse.code = 404
    assert links.dead("https://example.org/") == "answers 404"
    refuse.code = 403
    assert links.dead("https://example.org/") is None


def test_the_program_says_what_is_wrong_and_exits_with_1(tmp_path, monkeypatch, capsys):
    page = tmp_path / "a.html"
    page.write_text('<a href="https://example.org/">a</a><a href="http://old">b</a>')
    monkeypatch.setattr(links, "SITE", tmp_path)
    monkeypatch.setattr(links, "ROOT", tmp_path)
    monkeypatch.setattr(links, "LIST", tmp_path / "build" / "list.txt")
    assert links.main([]) == 1
    assert "http://old on a.html: expected https" in capsys.readouterr().err
    listed = (tmp_path / "build" / "list.txt").read_text().splitlines()
    assert listed == ["http://old  a.html", "https://example.org/  a.html"]


def test_an_unknown_argument_is_named(capsys):
    assert links.main(["--lve"]) == 2
    assert capsys.readouterr().err == "'--lve' is no argument: expected --live or nothing.\n"
