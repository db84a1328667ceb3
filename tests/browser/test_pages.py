"""Every page in a real browser: nothing from other hosts, no errors, mathematics typeset, any width."""

from urllib.parse import urlsplit

import pytest

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ZOOMED, NARROW = {"width": 640, "height": 450}, {"width": 320, "height": 700}    # 1280 x 900 at 200 %
VIEWS = {"light": (WIDE, "light"), "dark": (WIDE, "dark"), "zoomed": (ZOOMED, "light"),
         "phone": (PHONE, "light"), "phone-dark": (PHONE, "dark"), "narrow-phone": (NARROW, "light")}
TYPESET = "() => !window.MathJax || MathJax.startup.promise.then(() => true)"


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
    assert "model.html" in visit.page.locator("#search-results li a").first.get_attribute("href")
    assert visit.problems == []


def test_the_site_opens_from_a_folder_without_a_server(context, site, pages):
    for name in pages:
        visit = Visit(context, (site / name).as_uri())
        assert visit.problems == [], f"{name}: {visit.problems}"
        if name == "model.html":
            assert visit.page.locator("mjx-container").count() > 80
            assert visit.page.evaluate("[...document.fonts].some(f => f.family.startsWith('MJX') "
                                       "&& f.status == 'loaded')")
        visit.page.close()
