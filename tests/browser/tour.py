"""One visit to every page, in light and dark and at four widths, that notes what the tests ask about.

Loading a page and typesetting its formulas takes longest, so each page is loaded once, two pages at a time.
"""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
# zoomed: 1280 x 900 at 200 %
WIDTHS = {"wide": (1280, 900), "zoomed": (640, 450), "phone": (390, 844), "narrow": (320, 700)}
TYPESET = "() => !window.MathJax || MathJax.startup.promise.then(() => true)"

# Every rule that axe has for WCAG 2.2 A and AA, and its advice beyond them. No rule is switched off.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]    # what can differ where only colors do: in the dark
SIZES = ["target-size"]                              # and on a phone
JUDGE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.target} ${node.html.slice(0, 150)}`)))"""

COUNT = """() => ({
    formulas: document.querySelectorAll(".math").length,
    typeset: document.querySelectorAll("mjx-container").length,
    spoken: document.querySelectorAll("mjx-container mjx-assistive-mml math").length,
    broken: document.querySelectorAll("mjx-merror, [data-mjx-error]").length})"""
THEME = "() => document.documentElement.dataset.theme"

# What is wider than the window, what is cut, what scrolls out of the keyboard's reach.
MEASURE = """() => {
    const all = names => [...document.querySelectorAll(names)].filter(box => box.clientWidth > 0);
    const cut = names => all(names).filter(box => box.scrollWidth > box.clientWidth + 1);
    const text = box => box.textContent.trim().slice(0, 80);
    const scrolls = box => ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
    const covered = all(".equation[id]").filter(equation => {
        const [number, formula] = [".equation-id", "mjx-container"].map(
            part => equation.querySelector(part).getBoundingClientRect());
        return number.left < formula.right - 1 && number.top < formula.bottom - 1
            && formula.left < number.right - 1 && formula.top < number.bottom - 1;
    });
    return {
        over: document.documentElement.scrollWidth - window.innerWidth,
        titles: cut(".prev-next-title, .prev-next-area").map(text),
        drawn: cut("mjx-container[display], div.math, .drawing").map(text),
        code: cut("pre").map(text),
        covered: covered.map(equation => equation.id),
        unreachable: cut("article *, article").filter(box => scrolls(box) && box.tabIndex < 0
            && !box.querySelector("a, button, [tabindex='0']")).map(text)};
}"""


class Page:
    """A loaded page and everything that went wrong on it."""

    def __init__(self, tab, host):
        self.tab, self.host, self.problems = tab, host, []
        tab.on("console", self.console)
        tab.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        tab.on("request", self.request)
        tab.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        tab.on("response", self.response)

    def console(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def request(self, request):
        if urlsplit(request.url).scheme != "data" and urlsplit(request.url).netloc != self.host:
            self.problems.append(f"other host: {request.url}")

    def response(self, response):
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")


async def look(context, url):
    """Return what one page shows, as a dictionary."""
    tab = await context.new_page()
    page = Page(tab, urlsplit(url).netloc)
    await tab.goto(url)
    await tab.wait_for_function(TYPESET)
    await tab.evaluate("document.fonts.ready.then(() => true)")
    facts = {"problems": list(page.problems), **await tab.evaluate(COUNT), "light": await tab.evaluate(THEME)}
    await tab.evaluate(AXE.read_text(encoding="utf-8"))    # it reads the style sheets once more: no problem
    facts["axe light"] = await tab.evaluate(JUDGE, RULES)
    for name, (width, height) in WIDTHS.items():
        await tab.set_viewport_size({"width": width, "height": height})
        await tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        facts[name] = await tab.evaluate(MEASURE)
    facts["axe phone"] = await tab.evaluate(JUDGE, SIZES)
    await tab.set_viewport_size(dict(zip(("width", "height"), WIDTHS["wide"], strict=True)))
    await tab.emulate_media(color_scheme="dark")
    await tab.wait_for_function("document.documentElement.dataset.theme == 'dark'")
    facts["axe dark"] = await tab.evaluate(JUDGE, COLORS)
    await tab.close()
    return facts


async def tour(launch, address, names):
    """Return {page: facts} of all pages, in one browser with two windows."""
    from playwright.async_api import async_playwright
    facts, waiting = {}, list(names)

    async def walk(context):
        while waiting:
            name = waiting.pop()
            facts[name] = await look(context, address + name)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch)
        width, height = WIDTHS["wide"]
        view = {"viewport": {"width": width, "height": height}, "color_scheme": "light"}
        contexts = [await browser.new_context(**view, reduced_motion="reduce") for _ in range(2)]
        await asyncio.gather(*map(walk, contexts))
        await browser.close()
    return facts
