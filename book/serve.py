"""Serve the built site on this machine: `python book/serve.py 8000`."""

import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).parent / "_build" / "html"


def port_from(text):
    """Return the port that a text names; exit with one sentence where it names none."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        refuse(f"{text!r} is no port", "a number from 1 to 65535")
    return int(text)


def refuse(what, expected):
    """Say in one sentence what is wrong and how to go on, and exit."""
    print(f"{what}: name {expected}, as in `make serve PORT=8001`.", file=sys.stderr)
    raise SystemExit(2)


def main(text):
    port = port_from(text)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port),
                                     functools.partial(SimpleHTTPRequestHandler, directory=str(SITE)))
    except OSError as error:
        refuse(f"Port {port} cannot be opened ({error.strerror})", "another one")
    print(f"The site is on http://127.0.0.1:{port} until you press Ctrl+C.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main(*sys.argv[1:] or ["8000"])
