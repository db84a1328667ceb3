"""Order the proof by mouse and by keyboard; the progress page; both with axe."""

import json

import pytest
from sets import visit
from tour import AXE, JUDGE, RULES

from grading.checks import ps2

PROOF = "[data-for='proof_of_claim_2']"


@pytest.fixture
def second(chromium, address):
    with visit(chromium, address, "sets/ps2.html") as reader:
        reader.page.wait_for_selector(f"{PROOF} .proof-card")
        yield reader
        assert reader.problems == []


def card(reader, letter):
    return reader.page.locator(f"{PROOF} .proof-card[data-letter='{letter}']")


def own(reader):
    """Return the letters of the reader's proof."""
    letters = "shelf => [...shelf.children].map(card => card.dataset.letter).join('')"
    return reader.page.locator(f"{PROOF} .proof-shelf").first.evaluate(letters)


def returned(reader):
    """Return the letters that the cell's code returns."""
    text = reader.code("proof_of_claim_2")
    line = next(line for line in text.splitlines() if "return [" in line)
    return "".join(json.loads(line.split("return ")[1]))


def test_the_keyboard_orders_a_proof_and_is_told_what_it_did(second):
    for letter in ps2.CLAIM_2.order:
        card(second, letter).locator(".proof-grip").focus()
        second.page.keyboard.press("Enter")
    assert own(second) == ps2.CLAIM_2.order == returned(second)
    last = ps2.CLAIM_2.order[-1]
    second.page.keyboard.press("ArrowUp")
    assert own(second)[-2] == last
    count = len(ps2.CLAIM_2.order)
    said = second.page.locator(f"{PROOF} [role=status]").inner_text()
    assert said == f"Line {last} is now line {count - 1} of {count}."
    assert second.page.evaluate("document.activeElement.closest('.proof-card').dataset.letter") == last
    second.page.keyboard.press("ArrowDown")
    assert "3 of 3 points" in second.check("proof_of_claim_2")


def drag(reader, letter, to):
    """Drag a card onto a place by the mouse, from its grip."""
    grip = card(reader, letter).locator(".proof-grip")
    grip.scroll_into_view_if_needed()
    box, goal = grip.bounding_box(), to.bounding_box()
    reader.page.mouse.move(box["x"] + 5, box["y"] + 5)
    reader.page.mouse.down()
    reader.page.mouse.move(goal["x"] + 40, goal["y"] + 12, steps=8)
    reader.page.mouse.move(goal["x"] + 40, goal["y"] + 4, steps=2)
    reader.page.mouse.up()


def test_the_mouse_orders_a_proof(second):
    shelf = second.page.locator(f"{PROOF} .proof-shelf").first
    shelf.evaluate("shelf => shelf.scrollIntoView({block: 'start'}) || window.scrollBy(0, -120)")
    drag(second, "B", shelf)
    drag(second, "A", card(second, "B"))
    assert own(second) == "AB" == returned(second)
    drag(second, "A", second.page.locator(f"{PROOF} .proof-shelf").last)
    assert own(second) == "B" == returned(second)


def test_what_is_typed_moves_the_cards(second):
    second.write("proof_of_claim_2", 'def proof_of_claim_2():\n    return ["F", "B"]\n')
    assert own(second) == "FB"
    second.write("proof_of_claim_2", 'def proof_of_claim_2():\n    return sorted("FB")\n')
    assert own(second) == ""
    assert "is not a list of these lines" in second.page.locator(f"{PROOF} .set-note").inner_text()


def judged(page, rules=RULES):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(JUDGE, rules)


@pytest.mark.parametrize("scheme, width", [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_while_a_reader_works(scheme, width, chromium, address):
    with visit(chromium, address, "sets/ps2.html", color_scheme=scheme, reduced_motion="reduce") as reader:
        reader.page.set_viewport_size({"width": width, "height": 844})
        card(reader, "F").locator(".proof-tools button").last.click()
        reader.write("dtheta", "def dtheta(yhat, y):\n    return yhat[\n")
        reader.check("dtheta")
        reader.check("softmax_jacobian")
        assert reader.problems == []        # axe reads the style sheets once more, from another place
        assert judged(reader.page) == []
        assert reader.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        reader.page.goto(address + "sets/progress.html")
        reader.page.wait_for_selector("#set-overview table")
        assert judged(reader.page) == []
        assert reader.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_progress_page_counts_exports_erases_and_imports(second, address, tmp_path):
    second.write("dtheta", "def dtheta(yhat, y):\n    return yhat - np.eye(len(yhat))[y]\n")
    second.check("dtheta")
    second.write("claim_2", "def claim_2(W_h, gamma, f_prime):\n    later\n")
    second.page.goto(address + "sets/progress.html")
    row = second.page.locator("tr", has=second.page.get_by_text("dtheta", exact=True))
    row.wait_for()
    assert row.locator("td").all_inner_texts() == ["4 of 4", "6", "done"]
    other = second.page.locator("tr", has=second.page.get_by_text("claim_2", exact=True))
    assert other.locator("td").last.inner_text() == "not checked"
    with second.page.expect_download() as download:
        second.page.get_by_role("button", name="Export all").click()
    download.value.save_as(tmp_path / "bptt-answers.json")
    second.page.get_by_role("button", name="Erase all").click()
    second.page.locator("dialog").get_by_role("button", name="Erase all").click()
    second.page.get_by_text("has forgotten").wait_for()
    assert row.locator("td").last.inner_text() == "not begun"
    assert second.page.evaluate("Object.keys(localStorage).filter(key => key.includes('#ps')).length") == 0
    with second.page.expect_file_chooser() as chooser:
        second.page.get_by_role("button", name="Import").click()
    chooser.value.set_files(tmp_path / "bptt-answers.json")
    second.page.get_by_text("is imported").wait_for()
    assert row.locator("td").last.inner_text() == "not checked"
