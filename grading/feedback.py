"""Write one feedback page for each student: ours for a whole class, or nbgrader's generate_feedback.

    root/autograded/<student>/<ps>/<ps>.ipynb     read: what was handed in, with the checks' reports
    root/gradebook.db                             read: points, comments and penalties
    root/feedback/<student>/<ps>/<ps>.html        written, whole or not at all
"""

from pathlib import Path

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook
from tqdm import tqdm

from grading import late
from grading.feedback_marks import marks_of, penalties_of
from grading.feedback_page import page, read_notebook
from grading.files import BadInput, source_of, write_file
from grading.gradebook import existing, opened
from grading.lock import alone


def feedback(name, root, student=None, db=None):
    """Write the pages of a problem set, or of one student in it, and return how many there are."""
    source_of(name)
    root = Path(root).resolve()
    students = graded_students(root, name, student)
    with alone(root):
        return write_pages(existing(root, db), name, root, students)


def graded_students(root, name, student=None):
    """Return the names of those who have a graded notebook of a set, or one of them; BadInput without any."""
    students = [student] if student is not None else sorted(
        path.parent.parent.name for path in root.glob(f"autograded/*/{name}/{name}.ipynb"))
    missing = [who for who in students if not notebook_of(root, name, who).is_file()]
    if missing or not students:
        raise BadInput(f"{root / 'autograded'} has no graded {name}{f' of {student!r}' if missing else ''}: "
                       f"run `python -m grading grade {name}` first.")
    return students


def notebook_of(root, name, student):
    return root / "autograded" / student / name / f"{name}.ipynb"


def write_pages(course, name, root, students):
    """Write the pages of some students, whose notebooks are there, and return how many they are."""
    with opened(course) as gradebook:
        late.apply(gradebook, name)
        marks, penalties = marks_of(gradebook, name), penalties_of(gradebook, name)
    for student in tqdm(students, disable=None, desc=f"feedback {name}", unit="page"):
        notebook = read_notebook(notebook_of(root, name, student))
        write_file(root / "feedback" / student / name / f"{name}.html",
                   page(name, student, notebook, marks.get(student, {}), penalties.get(student, 0)))
    return len(students)


class Page(Exporter):
    """The same page where nbgrader asks for it."""

    file_extension, output_mimetype = ".html", "text/html"

    def from_notebook_node(self, nb, resources=None, **settings):
        nb, resources = super().from_notebook_node(nb, resources, **settings)
        about = resources["nbgrader"]
        name, student = about["assignment"], about["student"]
        with Gradebook(about["db_url"]) as gradebook:
            marks = marks_of(gradebook, name, student).get(student, {})
            penalty = penalties_of(gradebook, name, student).get(student, 0)
        return page(name, student, nb, marks, penalty), resources
