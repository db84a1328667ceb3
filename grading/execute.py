"""Run a taken-in notebook: nbgrader's Execute, with the kernel's output and every grade bounded.

nbgrader gives a check cell 0 points for any word on standard error, all points where it ends in
no number, and stops at a number that is too large. Here a student's words cost nothing, and a
check cell that does not end in a number between 0 and its points gets 0 and a sentence.
"""

import subprocess

from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade

FORGED = "NoGrade"      # the name of the error that stands in for a number that cannot be
SHOWN = 40              # characters of what stood there instead


class Run(Execute):
    """nbgrader's Execute on a kernel that has no part in the grader's own output."""

    def setup_kernel(self, **kwargs):
        return super().setup_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **kwargs)

    def preprocess(self, nb, resources, km=None):
        nb, resources = super().preprocess(nb, resources, km)
        for cell in nb.cells:
            if cell.cell_type == "code" and is_grade(cell):
                cell.outputs = settled(cell.outputs, cell.metadata.nbgrader.points)
        return nb, resources


def settled(outputs, points):
    """Return a check cell's outputs: one report, no standard error, and a grade that can be."""
    said = "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stdout")
    outputs = [new_output("stream", text=said)] * bool(said) \
        + [o for o in outputs if o.output_type != "stream"]
    if any(o.output_type == "error" for o in outputs):
        return outputs
    grades = [str(o.data.get("text/plain")) for o in outputs if o.output_type == "execute_result"]
    if len(grades) == 1 and possible(grades[0], points):
        return outputs
    gave = " and ".join(" ".join(grade.split())[:SHOWN] for grade in grades) or "none"
    return [*(o for o in outputs if o.output_type != "execute_result"),
            new_output("error", ename=FORGED, evalue=f"gave {gave} of {points:g} points", traceback=[])]


def possible(grade, points):
    """Return whether a check cell's last expression is a number between 0 and its points."""
    try:
        return 0 <= float(grade) <= points      # False for NaN
    except ValueError:
        return False
