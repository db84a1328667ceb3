"""From what the oracle found to what goes into the gradebook, and the seal that says so in the notebook.

A seal is written after its grades are in the gradebook. Where the fingerprint in it is that of a
submission, and its scores are those of the gradebook, the submission need not be graded again.
"""

import json

UNCHANGED = "No response."      # nbgrader's comment on a cell that is as it was given out


def sealed(text, points, stubs, fingerprint, seconds):
    """Return (text, scores, comments) of a notebook that the oracle graded.

    points: {grade id of a check: points}; stubs: {grade id of a student's cell: source as given out}.
    The scores have None where someone has to grade by hand; the comments are nbgrader's, or None.
    """
    notebook = json.loads(text)
    marked = [cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    scores, comments = dict(points), {}
    for cell in marked:
        mark = cell["metadata"]["nbgrader"]
        if mark["solution"]:
            same = "".join(cell["source"]) == stubs[mark["grade_id"]]
            comments[mark["grade_id"]] = UNCHANGED if same else None
            if mark["grade"]:
                scores[mark["grade_id"]] = 0 if same else None
    notebook["metadata"].setdefault("bptt", {})["graded"] = {
        "fingerprint": fingerprint, "scores": scores, "seconds": round(seconds, 3)}
    return json.dumps(notebook, ensure_ascii=False) + "\n", scores, comments


def seal_of(path):
    """Return (fingerprint, scores) of the seal in a graded notebook; (None, None) where there is none."""
    try:
        seal = json.loads(path.read_text(encoding="utf-8"))["metadata"]["bptt"]["graded"]
        return seal["fingerprint"], seal["scores"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None, None
