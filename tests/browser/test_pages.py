"""What a reader does on a page: follow links, search, change colors, use the keyboard, print, go offline."""

from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from tour import TYPESET

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PAPER = {"width": 794, "height": 1123}    # A4


class Visit:
    """An open page and everything that went wrong while it loaded."""

    def __init__(self, context, url):
        self.page, self.problems = context.new_page(), []
        self.page.on("console", self.console)
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("request", lambda request: self.request(request.url, urlsplit(url).netloc))
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        self.page.on("response", self.response)
        self.page.goto(url)
        self.page.wait_for_function(TYPESET)
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def console(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def request(self, url, own_host):
        if urlsplit(url).scheme != "data" and urlsplit(url).netloc != own_host:
            self.problems.append(f"other host: {url}")

    def response(self, response):
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")


@pytest.fixture
def context(chromium):
    context = chromium.new_context(viewport=WIDE)
    yield context
    context.close()


def test_a_link_to_an_equation_leads_to_it(context, address):
    page = Visit(context, address + "model.html#eq-3.1").page
    assert 0 <= page.locator("[id='eq-3.1']").bounding_box()["y"] < WIDE["height"]
    assert page.locator("[id='eq-3.1'] .equation-id").inner_text() == "eq-3.1"


def test_the_reader_can_change_the_color_scheme(context, address):
    page = Visit(context, address + "model.html").page
    seen = set()
    for _ in range(3):
        page.locator("button.theme-switch-button:visible").click()
        seen.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(seen) == 2


def test_a_figure_follows_the_color_scheme(chromium, address):
    strokes = set()
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme)
        box = Visit(context, address + "model.html").page.locator(".drawing rect.box").first
        strokes.add(box.evaluate("box => getComputedStyle(box).stroke"))
        context.close()
    assert len(strokes) == 2


@pytest.mark.parametrize("query, label", [
    ("eq-1.1", "eq-1.1"), ("EQ-2.1", "eq-2.1"), ("eq-sigmoid-prime", "eq-sigmoid-prime"),
    ("sigmoid prime", "eq-sigmoid-prime"), ("softmax shift", "eq-softmax-shift")])
def test_search_leads_to_the_equation_with_the_id_first(query, label, context, address):
    visit = Visit(context, f"{address}search.html?q={query.replace(' ', '+')}")
    visit.page.wait_for_selector("#search-results li a")
    first = visit.page.locator("#search-results li a").first
    assert first.get_attribute("href") == f"model.html#{label}" and first.inner_text() == label
    assert visit.problems == []


def test_without_javascript_the_page_shows_its_text_and_says_why_formulas_are_tex(chromium, address):
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "model.html")
    assert "Formulas are typeset by JavaScript" in page.locator("article").inner_text()
    assert page.locator("[id='eq-1.1'] .equation-id").is_visible()
    context.close()


def test_search_finds_an_equation_s_words(context, address):
    visit = Visit(context, address + "search.html?q=logits")
    visit.page.wait_for_selector("#search-results li a")
    found = [link.get_attribute("href") for link in visit.page.locator("#search-results li a").all()]
    assert any(address.startswith("model.html") for address in found) and visit.problems == []


@pytest.mark.parametrize("name", ["index", "model", "performance", "bibliography"])
def test_the_site_opens_from_a_folder_without_a_server(name, context, site):
    visit = Visit(context, (site / f"{name}.html").as_uri())
    assert visit.problems == []
    if name == "model":
        assert visit.page.locator("mjx-container").count() > 80
        assert visit.page.evaluate("[...document.fonts].some(f => f.family.startsWith('MJX') "
                                   "&& f.status == 'loaded')")


def test_search_works_without_a_server(context, site):
    visit = Visit(context, (site / "search.html").as_uri() + "?q=eq-1.1")
    visit.page.wait_for_selector("#search-results li a")
    assert visit.page.locator("#search-results li a").first.inner_text() == "eq-1.1"
    assert visit.problems == []


def test_the_unpacked_zip_is_the_site(context, site, tmp_path):
    with ZipFile(site / "backpropagation-through-time.zip") as archive:
        archive.extractall(tmp_path)
    visit = Visit(context, (tmp_path / "backpropagation-through-time" / "model.html").as_uri())
    assert visit.problems == []
    assert visit.page.locator("mjx-container").count() > 80
    visit.page.locator("a.right-next").click()
    assert visit.page.title().startswith("The calculus") and visit.problems == []


def test_the_first_page_is_readable_before_any_script_has_run(chromium, address):
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    text = page.locator("article").inner_text()
    assert "Backpropagation Through Time" in text and "one symbol at a time" in text
    for part in ("article h1", "article .lead", "article .drawing svg", "nav.bd-links a >> nth=0"):
        assert page.locator(part).first.is_visible(), part
    context.close()


FOCUS = """() => {
    const box = document.activeElement, style = getComputedStyle(box);
    return {name: box.tagName + "." + box.className, text: box.textContent.trim().slice(0, 40),
            ring: style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2,
            seen: box.getBoundingClientRect().width > 0};
}"""


def test_the_first_stop_of_the_keyboard_skips_to_the_text(context, address):
    page = Visit(context, address + "model.html").page
    page.keyboard.press("Tab")
    stop = page.evaluate(FOCUS)
    assert stop["text"] == "Skip to main content" and stop["ring"]
    page.wait_for_function("document.querySelector('#pst-skip-link a').getBoundingClientRect().y >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_of_the_keyboard_is_to_be_seen_and_none_is_a_trap(scheme, chromium, address):
    context = chromium.new_context(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    page = Visit(context, address + "claim_1.html").page
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement == document.body"):
            break    # past the last stop
        stops.append(page.evaluate(FOCUS))
    assert page.evaluate("document.activeElement == document.body"), "the keyboard never leaves the page"
    assert [stop for stop in stops if not (stop["ring"] and stop["seen"])] == []
    assert any("MJX-CONTAINER" in stop["name"] for stop in stops)    # a formula that scrolls on the phone
    context.close()


def test_who_asks_for_less_motion_gets_none(chromium, address):
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    page = Visit(context, address + "model.html").page
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(box => {
        const style = getComputedStyle(box);
        return style.transitionDuration.split(", ").some(t => t != "0s") || style.animationName != "none"
            || style.scrollBehavior == "smooth";
    }).map(box => box.tagName + "." + box.className)""")
    assert moving == []
    context.close()


def test_paper_has_the_text_alone_in_light_colors(chromium, address):
    context = chromium.new_context(viewport=PAPER, color_scheme="dark")
    page = Visit(context, address + "model.html").page
    page.emulate_media(media="print", color_scheme="dark")
    for part in ("#pst-primary-sidebar", ".bd-header-article", ".prev-next-footer", "button.copybtn"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator("h1:visible").all_inner_texts() == ["The model"]
    dark = "el => getComputedStyle(el).%s.match(/[0-9]+/g).slice(0, 3).every(part => part < 100)"
    assert page.locator("article p").first.evaluate(dark % "color")
    assert page.locator(".drawing text").first.evaluate(dark % "fill")
    assert page.locator("div.highlight pre span").first.evaluate(dark % "color")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
