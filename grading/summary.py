"""Where everything is that `make course` made."""

from grading.files import COURSE

PLACES = (
    ("the site",     "book/_build/html/index.html"),
    ("the exercises", "exercises/ps1/ps1.ipynb"),
    ("the model",    "build/model.npz"),
    ("the grades",   "build/sample/gradebook.db"),
    ("the feedback", "build/sample/feedback/one-function-wrong/ps1/ps1.html"),
)


def summary():
    """Return a short text that names each place, and says which are not there yet."""
    lines = []
    for what, path in PLACES:
        there = "" if (COURSE / path).exists() else "   (not there yet)"
        lines.append(f"  {what:14} {path}{there}")
    return "\n".join(["", "The course stands:", *lines, "",
                      "To open the site: make serve, then http://127.0.0.1:8000 in a browser."])
