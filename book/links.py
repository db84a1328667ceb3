"""List the links that leave the site, and check them: `python book/links.py`, `python book/links.py --live`.

The list is build/external-links.txt: address, then the pages it stands on. Every address must be well formed.
With --live each is asked for, as a weekly job does; a server that answers only people counts as there.
"""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[1]
SITE = ROOT / "book" / "_build" / "html"
LIST = ROOT / "build" / "external-links.txt"
LINK = re.compile(r'<a\b[^>]*?\bhref="((?!#)[^"]*)"')
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.I)
ONLY_PEOPLE = {401, 403, 405, 406, 418, 429, 999}    # there, but not for a program


def collect(site):
    """Return {address: its pages} of all links with a scheme."""
    found = {}
    for page in sorted(site.glob("*.html")):
        for address in LINK.findall(page.read_text(encoding="utf-8")):
            if urlsplit(unescape(address)).scheme:
                found.setdefault(unescape(address), set()).add(page.name)
    return found


def wrong_with(address):
    """Return what is wrong with the form of an address, or None."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        return "expected https"
    if not HOST.fullmatch(parts.hostname or ""):
        return f"no host is called {parts.hostname!r}"
    if re.search(r"[\s\"<>\\^`{|}]", address) or re.search(r"%(?![0-9A-Fa-f]{2})", address):
        return "a character that an address must not have"
    return "a full stop at its end" if address.endswith((".", ",")) else None


def asked(address):
    """Return the address to ask for: a DOI is looked up where programs may."""
    doi = re.fullmatch(r"https://(?:dx\.)?doi\.org/(.+)", address)
    return f"https://doi.org/api/handles/{quote(doi[1], safe='/')}" if doi else address


def dead(address):
    """Return why nothing answers at an address, or None."""
    request = Request(asked(address), headers={"User-Agent": "Mozilla/5.0 (link check of a course)"})
    try:
        with urlopen(request, timeout=30):
            return None
    except HTTPError as error:
        return None if error.code in ONLY_PEOPLE else f"answers {error.code}"
    except (URLError, OSError, ValueError) as error:
        return str(getattr(error, "reason", error))


def main(arguments):
    if wrong := [argument for argument in arguments if argument != "--live"]:
        print(f"{wrong[0]!r} is no argument: expected --live or nothing.", file=sys.stderr)
        return 2
    found = collect(SITE)
    if not found:
        print("No link leaves the site: build it first, with `make site`.", file=sys.stderr)
        return 2
    LIST.parent.mkdir(exist_ok=True)
    LIST.write_text("".join(f"{address}  {' '.join(sorted(on))}\n" for address, on in sorted(found.items())))
    check = dead if "--live" in arguments else wrong_with
    with ThreadPoolExecutor(8) as pool:
        problems = {address: why for address, why in zip(found, pool.map(check, found), strict=True) if why}
    for address, why in sorted(problems.items()):
        print(f"{address} on {', '.join(sorted(found[address]))}: {why}", file=sys.stderr)
    print(f"{len(found)} links leave the site, {len(problems)} of them wrong: {LIST.relative_to(ROOT)}")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
