"""The pages of the part "Explore" in a browser: the numbers that they show, and a way through by keyboard.

What axe, narrow windows, other hosts and the console say of each page, test_every_page.py asks as well; here
it is asked again after the page has been used.
"""

import json

import numpy as np
import pytest
from explore import names
from test_pages import Visit
from tour import AXE, COLORS, JUDGE, RULES, SIZES

from rnn_ref import forward, gammas, init_params, sequence_gradients

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 740}
WAIT = 120_000    # milliseconds, for Python on a busy machine
PAGES = ("network", "flow", "names", "bugs")


@pytest.fixture
def context(chromium):
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def visit(context, address):
    """Return a function that opens a page; at the end nothing may have gone wrong on any."""
    visits = []

    def open_page(name):
        visits.append(Visit(context, f"{address}explore_{name}.html"))
        visits[-1].page.wait_for_selector(".explore button, .explore input")
        return visits[-1].page
    yield open_page
    assert [visit.problems for visit in visits] == [[] for _ in visits]


def as_numbers(text):
    return np.array([float(part) for part in text.replace("−", "-").strip("()").split(", ")])


def press(page, key, times=1):
    for _ in range(times):
        page.keyboard.press(key)


######## the unrolled network

def test_the_network_shows_the_numbers_of_rnn_ref(visit):
    page = visit("network")
    page.locator("input[value=hello]").check()
    page.locator("input[value=tanh]").check()
    page.get_by_label("Moment").focus()
    press(page, "End")
    assert page.locator(".explore-title").inner_text() == "Backward, step 1 of 6"
    params, symbols = init_params(3, 5, seed=0), "\nehlo"
    x, y = ([symbols.index(letter) for letter in word] for word in ("\nhello", "hello\n"))
    _, gradients, dh_0 = sequence_gradients(params, x, y, activation="tanh")
    total = [as_numbers(text) for text in page.locator(".explore .number.total").all_text_contents()]
    assert np.ravel(total) == pytest.approx(gradients.W_h.ravel(), abs=6e-3)
    row = page.locator(".explore-equation.of-dh_0 .explore-numbers")
    assert as_numbers(row.inner_text()) == pytest.approx(dh_0, abs=6e-5)


def test_the_keyboard_walks_the_network_and_lights_the_equation(visit):
    page = visit("network")
    page.get_by_label("Moment").focus()
    press(page, "ArrowRight", 4)
    assert page.locator(".explore-sentence").inner_text().startswith("The network reads n and should say a.")
    assert page.locator(".explore-sentence").get_attribute("aria-live") == "polite"
    press(page, "Tab")
    told = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(told).startswith("z of step 1 is")
    press(page, "ArrowUp")
    press(page, "ArrowRight", 2)
    assert page.evaluate(told).startswith("h of step 3 is") and page.evaluate(told).endswith("by eq-1.2")
    lit = page.locator(".explore-equation.lit")
    assert lit.count() == 1 and lit.locator("a").inner_text() == "eq-1.2"
    assert lit.locator("a").get_attribute("href") == "model.html#eq-1.2"
    assert page.locator(".value.lit[data-of=h]").get_attribute("data-step") == "3"
    press(page, "ArrowDown", 4)
    assert page.evaluate(told).startswith("delta of step 3 is")
    assert page.locator(".explore-equation.lit a").inner_text() == "eq-delta"


def test_what_has_not_happened_yet_is_not_shown(visit):
    page = visit("network")
    seen = ".value[data-of=h][data-step='2'] .number"
    assert not page.locator(seen).first.is_visible()
    for _ in range(2):
        page.get_by_role("button", name="Next ▶").click()
    assert page.locator(seen).first.is_visible()
    page.get_by_role("button", name="◀ Back").click()
    assert not page.locator(seen).first.is_visible()
    assert page.locator(".explore-numbers").first.inner_text() == "(1.0000, −0.5000)"


######## gradient flow

def test_the_flow_shows_the_sizes_of_rnn_ref(visit):
    page = visit("flow")
    page.locator("input[value=tanh]").check()
    page.get_by_label("Scale of").focus()
    press(page, "ArrowRight", 4)
    assert page.get_by_label("Scale of").get_attribute("aria-valuetext") == "× 2"
    x, y = np.random.default_rng(0).integers(0, 6, (2, 24))
    params = init_params(50, 6, seed=0)
    gamma = gammas(params._replace(W_h=2 * params.W_h), x, y, activation="tanh")
    for t, k in ((12, 0), (7, 7), (9, 2)):
        told = page.locator(f".cell[data-t='{t}'][data-k='{k}']").get_attribute("aria-label")
        size = told.split("size ")[1]
        assert written(size.split(",")[0]) == pytest.approx(np.linalg.norm(gamma[t - 1, k]), rel=6e-3)
    column = page.locator(".cell[data-t=sum][data-k='3']").get_attribute("aria-label").split("size ")[1]
    assert written(column) == pytest.approx(np.linalg.norm(gamma[:12, 3].sum(axis=0)), rel=6e-3)
    assert "explodes" in page.locator(".explore-sentence").inner_text()


def written(text):
    """Return the number that "1.64 · 10⁻⁸" or "0.823" stands for."""
    digits, _, power = text.partition(" · 10")
    return float(digits) * 10 ** int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")) or 0)


def test_the_arrow_keys_walk_the_map_and_the_table_has_the_last_row(visit):
    page = visit("flow")
    page.get_by_label("Steps T").focus()
    press(page, "End")
    press(page, "Tab", 3)    # past the field and the button that ask Python
    press(page, "ArrowLeft", 3)
    press(page, "ArrowUp", 2)
    assert page.locator(".explore-readout").inner_text().startswith("γ of loss 22 at step 21: size")
    assert page.locator(".explore-equation.lit a").inner_text() == "eq-gamma-product"
    page.locator("summary").press("Enter")
    rows = page.locator("tbody tr")
    assert rows.count() == 25 and rows.last.locator("td").first.is_visible()
    size = page.locator(".cell[data-t='24'][data-k='0']").get_attribute("aria-label")
    assert f"size {rows.last.locator('td').first.inner_text()}," in size


######## find the bug

def test_a_puzzle_is_solved_by_keyboard_and_the_score_stays(visit):
    page = visit("bugs")
    for number in range(2):
        page.locator(".explore-guess").first.focus()
        right = page.evaluate("[...document.querySelectorAll('.explore-guess')].findIndex("
                              "guess => guess.dataset.right === 'yes')")
        press(page, str(right + 1 if number == 0 else (right + 1) % 4 + 1))
        verdict = page.locator(".explore-verdict").inner_text()
        assert verdict == "Right." if number == 0 else verdict.startswith("Not this one. It is: ")
        page.wait_for_selector(".explore-why mjx-container")
        assert page.locator(".explore-why a").get_attribute("href").count(".html#eq-") == 1
        press(page, "n")
    assert page.locator(".explore-tally").inner_text().startswith("1 of ")
    page.reload()
    page.wait_for_selector(".explore-guess")
    assert "1 of 2 guesses right, 0 in a row, 1 at best." in page.locator(".explore-tally").inner_text()
    page.get_by_role("button", name="Start over").click()
    assert page.locator(".explore-tally").inner_text().startswith("0 of ")


def test_every_puzzle_of_a_set_comes_before_one_comes_again(visit):
    page = visit("bugs")
    page.locator("input[value=ps2]").check()
    of_set = [puzzle for puzzle in page.evaluate("exploreData.puzzles") if puzzle["set"] == "ps2"]
    seen = page.evaluate("""count => {
        const seen = [];
        for (let i = 0; i < count; i++) {
            document.querySelector(".explore-guess[data-right=yes]").click();
            seen.push(document.querySelector(".explore-tally").textContent);
            [...document.querySelectorAll("button")].find(b => b.textContent === "Next puzzle").click();
        }
        return seen;
    }""", len(of_set))
    assert seen[-1].startswith(f"{len(of_set)} of ")


######## with Python in the page

def test_python_in_the_page_gives_what_rnn_ref_gives_here(visit):
    page = visit("network")
    page.get_by_label("Your own word").fill("rex")
    page.get_by_label("Seed of the weights").fill("3")
    page.keyboard.press("Enter")
    wait_for(page, ".explore-asking", "Computed here, by rnn_ref.")
    page.get_by_label("Moment").press("Home")
    page.get_by_label("Moment").press("ArrowRight")
    trace = forward(init_params(3, 4, seed=3), [0, 2, 1, 3])
    for name, row in (("h", trace.h[1]), ("yhat", trace.yhat[0])):
        shown = page.locator(f".explore-equation.of-{name} .explore-numbers").inner_text()
        assert as_numbers(shown) == pytest.approx(row, abs=6e-5)

    page = visit("flow")
    page.get_by_label("Another network: seed").fill("5")
    page.keyboard.press("Enter")
    wait_for(page, ".explore-asking", "Computed here, by rnn_ref.")
    x, y = np.random.default_rng(5).integers(0, 6, (2, 24))
    size = page.locator(".cell[data-t='12'][data-k='4']").get_attribute("aria-label").split("size ")[1]
    gamma = gammas(init_params(50, 6, seed=5), x, y)[11, 4]
    assert written(size.split(",")[0]) == pytest.approx(np.linalg.norm(gamma), rel=6e-3)


def test_names_are_learned_stopped_and_learned_further(visit):
    page = visit("names")
    page.locator("input[value='32']").check()
    page.get_by_role("button", name="Train it yourself").press("Enter")
    wait_for(page, ".explore-title", "Your run: epoch 1 of 20")
    page.get_by_role("button", name="Stop", exact=True).press("Enter")
    wait_for(page, ".explore-title", "stopped")
    rows = "[...document.querySelectorAll('tbody tr')].map(row => row.textContent)"
    before = page.evaluate(rows)
    page.get_by_role("button", name="Resume").press("Enter")
    page.wait_for_function(f"document.querySelectorAll('tbody tr').length > {len(before) + 1}",
                           timeout=WAIT)
    page.get_by_role("button", name="Stop", exact=True).click()
    wait_for(page, ".explore-title", "stopped")
    assert page.evaluate(rows)[:len(before)] == before
    assert "a second" in page.locator(".explore-sentence").inner_text()

    untrained, first = names.begin(32), next(names.learn())
    losses = [[float(cell) for cell in row.locator("td").all_text_contents()]
              for row in page.locator("tbody tr").all()[:2]]
    for row, report, tolerance in ((losses[0], untrained, 6e-4), (losses[1], first, 0.03)):    # float32
        assert row == pytest.approx([report["training"], report["held_out"]], abs=tolerance)
    page.get_by_role("slider", name="Epoch").press("Home")
    drawn = page.locator(".explore-names li")
    assert drawn.all_text_contents() == untrained["names"][names.TEMPERATURES.index(1)]
    page.get_by_label("Temperature").press("Home")
    assert drawn.all_text_contents() == untrained["names"][0]
    names.run.clear()


def wait_for(page, part, text):
    page.wait_for_function("([part, text]) => document.querySelector(part).textContent.includes(text)",
                           arg=[part, text], timeout=WAIT)


######## all of them

def test_a_page_in_use_pleases_axe_fits_a_phone_and_prints_its_picture(chromium, address):
    context = chromium.new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    found = {}
    for name in PAGES:
        visit = Visit(context, f"{address}explore_{name}.html")
        page, found[name] = visit.page, visit.problems
        use(page, name)
        found[name] = list(visit.problems)
        page.evaluate(AXE.read_text(encoding="utf-8"))    # it reads the style sheets once more
        found[name] += page.evaluate(JUDGE, RULES)
        page.set_viewport_size(PHONE)
        found[name] += page.evaluate(JUDGE, SIZES)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("document.documentElement.dataset.theme == 'dark'")
        found[name] += page.evaluate(JUDGE, COLORS)
        assert not page.locator("figure svg").is_visible()
        page.emulate_media(media="print")
        assert page.locator("figure svg").is_visible() and not page.locator(".explore").is_visible()
        page.close()
    context.close()
    assert found == {name: [] for name in PAGES}


def use(page, name):
    """Bring a page into a state in which all of its parts are to be seen."""
    if name == "network":
        page.get_by_label("Moment").press("End")
    elif name == "bugs":
        page.locator(".explore-guess").first.click()
        page.wait_for_selector(".explore-why mjx-container")
    else:
        page.locator("summary").click()


def test_without_scripts_there_is_the_picture(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{address}explore_{name}.html")
        assert page.locator("figure svg").is_visible() and page.locator("figcaption").is_visible()
        assert not page.locator(".explore").is_visible()
        assert "you can move what this picture shows" in page.locator("article").inner_text()
    context.close()


def test_from_a_folder_the_pieces_work_and_say_why_python_does_not(context, site):
    visit = Visit(context, (site / "explore_network.html").as_uri())
    visit.page.get_by_role("button", name="Next ▶").click()
    assert visit.page.locator(".explore-title").inner_text() == "Forward, step 1 of 5"
    visit.page.get_by_label("Your own word").fill("rex")
    visit.page.keyboard.press("Enter")
    wait_for(visit.page, ".explore-asking", "when the site comes from a server")
    assert visit.problems == []


def test_python_is_fetched_when_it_is_asked_for_and_a_page_has_its_own_data_alone(context, address, site):
    visit, asked = Visit(context, address + "explore_bugs.html"), []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.page.reload()
    visit.page.wait_for_selector(".explore-guess")
    assert asked and not [url for url in asked if "/live/" in url or "names.data" in url]
    for name in PAGES:
        text = (site / "_static" / "explore" / f"{name}.data.js").read_text(encoding="utf-8")
        json.loads(text.removeprefix("window.exploreData = ").removesuffix(";\n"))
    assert "explore/" not in (site / "model.html").read_text(encoding="utf-8")
