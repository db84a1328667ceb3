"""The full notebook in the browser: opens a set, runs its first check, asks no other host."""

from urllib.parse import urlsplit


def test_the_notebook_opens_and_runs_its_first_check(chromium, address):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page, problems, host = context.new_page(), [], urlsplit(address).netloc
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    context.on("request", lambda request: urlsplit(request.url).scheme not in ("data", "blob")
               and urlsplit(request.url).netloc != host and problems.append(request.url))
    page.goto(address + "sets/ps1.html")
    page.locator(".set-lite").first.click()
    cells = page.locator(".jp-CodeCell")
    cells.first.wait_for(timeout=60_000)
    for number in range(3):
        cells.nth(number).click()
        page.keyboard.press("Shift+Enter")
    page.get_by_text("sigmoid: visible checks, 0 of 4 points").wait_for(timeout=120_000)
    assert problems == []
    context.close()


def test_the_notebook_needs_no_file_from_elsewhere_and_carries_no_maps(site):
    lite = site / "lite"
    assert not list(lite.rglob("*.map"))
    assert "https://" not in (lite / "static" / "wheels" / "pyodide-lock.json").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in lite.rglob("*") if file.is_file()) < 25_000_000
