"""A server of the test's own, which serves a folder under a sub-path."""

import functools
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "/some/course/"


class UnderPrefix(SimpleHTTPRequestHandler):
    """Serve a folder below PREFIX and nothing above it, as a project page on a shared host does."""

    def translate_path(self, path):
        below = path.removeprefix(PREFIX) if path.startswith(PREFIX) else "nothing-here"
        return super().translate_path("/" + below)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """A server that says nothing of a browser that has hung up."""

    def handle_error(self, request, client_address):
        pass


@contextmanager
def served(folder, port=0):
    """Serve a folder; the value is its address, with a slash at the end. Afterwards nobody answers there."""
    server = Server(("127.0.0.1", port), functools.partial(UnderPrefix, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    server.shutdown()
    server.server_close()
