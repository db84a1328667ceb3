"""Facts about every page of the built site."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import whole_site
from reading import elements, ids, plain

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


def is_elsewhere(address):
    return bool(urlsplit(address).netloc) or urlsplit(address).scheme in ("http", "https")


def test_the_pages_of_the_course_are_there(pages):
    assert {"index.html", "notation.html", "model.html", "bibliography.html", "search.html"} <= set(pages)


def test_the_landing_page_links_every_page_of_the_course(pages):
    linked = {attrs.get("href") for _, attrs in elements(pages["index.html"].split("<article")[1], "a")}
    assert {"notation.html", "model.html", "performance.html"} <= linked


def test_no_page_loads_anything_from_another_host(pages):
    for page, text in pages.items():
        for tag, attrs in elements(text, *LOADED):
            address = attrs.get(LOADED[tag]) or ""
            assert not is_elsewhere(address), f"{page}: <{tag}> loads {address}"
        for style in re.findall(r"<style.*?</style>", text, re.S):
            assert "http" not in style and "@import" not in style, page


def test_no_stylesheet_loads_anything_from_another_host(site):
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        for address in re.findall(r"""(?:url\(|@import)\s*['"]?([^'")\s]+)""", text):
            assert not is_elsewhere(address), f"{sheet.name}: {address}"


def test_everything_a_page_loads_is_in_the_site(site, pages):
    for page, text in pages.items():
        for tag, attrs in elements(text, *LOADED):
            address = urlsplit(attrs.get(LOADED[tag]) or "")
            if address.path and not address.scheme:
                assert (site / unquote(address.path)).exists(), f"{page}: {address.path}"


def test_every_link_within_the_site_leads_somewhere(site, pages):
    anchors = {page: set(ids(text)) for page, text in pages.items()}
    for page, text in pages.items():
        for _, attrs in elements(text, "a"):
            link = urlsplit(attrs.get("href") or "")
            if link.scheme or link.netloc:
                continue
            target = unquote(link.path) or page
            assert (site / target).exists(), f"{page}: {target} is not in the site"
            if link.fragment and target in anchors and not link.fragment.startswith(":~:"):
                assert unquote(link.fragment) in anchors[target], f"{page}: no {link.fragment} in {target}"


def test_no_id_stands_twice_on_a_page(pages):
    for page, text in pages.items():
        found = ids(text)
        assert len(found) == len(set(found)), f"{page}: {[i for i in found if found.count(i) > 1]}"


def test_no_reference_is_left_open(pages):
    left_open = re.compile(r"\?\?|\{(?:eq|ref|numref|doc|cite[:a-z]*|glue[:a-z]*)\}|\[\?\]")
    for page, text in pages.items():
        assert not left_open.search(plain(text)), page


def test_every_image_has_a_text_alternative(pages):
    drawn = 0
    for page, text in pages.items():
        for _, attrs in elements(text, "img"):
            assert "alt" in attrs, f"{page}: {attrs['src']}"
        for figure in re.findall(r'<div class="drawing">(<svg[^>]*>)', text):
            [(_, attrs)] = elements(figure, "svg")
            assert attrs["role"] == "img" and len(attrs["aria-label"]) > 60, page
            drawn += 1
    assert drawn >= 3


def test_every_page_names_both_licenses_and_an_icon(pages):
    for page, text in pages.items():
        assert "CC BY 4.0" in text and "BSD 3-Clause" in text, page
        assert any(attrs.get("rel") == "icon" for _, attrs in elements(text, "link")), page


def test_no_page_shows_an_error_or_a_path_of_this_machine(pages):
    for page, text in pages.items():
        assert "Traceback" not in text and str(ROOT) not in text, page


def test_mathjax_ships_what_it_loads_later(site):
    mathjax = site / "_static" / "mathjax"
    assert len(list(mathjax.glob("output/chtml/fonts/woff-v2/*.woff"))) >= 20
    for name in ("bbox", "cancel", "color", "boldsymbol"):
        assert (mathjax / "input/tex/extensions" / f"{name}.js").exists()
    assert sum(f.stat().st_size for f in mathjax.rglob("*") if f.is_file()) < 2_500_000


def test_no_page_is_heavier_than_600_kilobytes_without_what_pages_share(site, pages):
    sizes = {page: (site / page).stat().st_size for page in pages}
    assert {page: size for page, size in sizes.items() if size > 600_000} == {}


def test_the_zip_holds_the_whole_site_without_the_link_to_itself(site, pages):
    with ZipFile(site / whole_site.NAME) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    kept = {name for name in files if not name.startswith(whole_site.SERVED)}
    assert {name.split("/", 1)[1] for name in packed} == kept - {whole_site.NAME, ".buildinfo"}
    assert {name.split("/", 1)[0] for name in packed} == {whole_site.ROOM}
    for page, text in pages.items():
        assert f'href="{whole_site.NAME}"' in text, page
        assert whole_site.NAME.encode() not in packed[f"{whole_site.ROOM}/{page}"], page
        assert packed[f"{whole_site.ROOM}/{page}"].count(b"</a>") == text.count("</a>") - 1


def test_equal_sites_make_equal_zips(tmp_path):
    (tmp_path / "index.html").write_text("<p>text</p>")
    whole_site.pack(tmp_path)
    first = (tmp_path / whole_site.NAME).read_bytes()
    (tmp_path / "index.html").write_text("<p>text</p>")
    whole_site.pack(tmp_path)
    assert (tmp_path / whole_site.NAME).read_bytes() == first
