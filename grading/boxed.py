"""nbgrader's Execute, replaced: `nbgrader autograde` and the formgrader's button grade through the oracle."""

import atexit
import contextlib

import nbformat
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float

from grading import intake, oracle
from grading.box.parent import warm_parent
from grading.files import EXERCISES, BadInput, source_of
from grading.secret import attempt_of, course_secret, student_key

kept = contextlib.ExitStack()       # the warm box of this process, until it ends
warm = {}                           # isolation -> its parent
atexit.register(kept.close)


class Boxed(NbGraderPreprocessor):
    """Run a student's cells in a box and the checks outside it, on the student's own numbers."""

    without_isolation = Bool(False, help="Grade even where nothing shuts students' code in.").tag(config=True)
    seconds = Float(oracle.SECONDS, help="Seconds that one notebook may take.").tag(config=True)

    def preprocess(self, nb, resources):
        """Return the notebook with the outputs of its cells; its checks' are their reports and points."""
        name, student = (resources["nbgrader"][key] for key in ("notebook", "student"))
        taken = intake.take_in(nbformat.writes(nb), release_of(name)).text
        secret = course_secret(CourseDirectory(config=self.config).root)
        key = student_key(secret, student, attempt_of(taken))
        graded = self.grade(taken, name, key)
        for note in graded.notes:
            self.log.info("%s: %s", student, note)
        outputs = {oracle.claim(cell): cell for cell in nbformat.reads(graded.text, as_version=4).cells}
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = outputs.get(oracle.claim(cell), {}).get("outputs", [])
        return nb, resources

    def grade(self, taken, name, key):
        """Grade in this process's box; where that has ended, in a new one."""
        isolation = "none" if self.without_isolation else "required"
        with contextlib.suppress(BadInput):
            if isolation in warm:
                return oracle.grade_notebook(taken, name, key, warm[isolation], self.seconds)
        warm[isolation] = kept.enter_context(warm_parent(isolation=isolation))
        return oracle.grade_notebook(taken, name, key, warm[isolation], self.seconds)


def release_of(name):
    """Return the text of the notebook that students get of a problem set."""
    source_of(name)
    return (EXERCISES / name / f"{name}.ipynb").read_text(encoding="utf-8")
