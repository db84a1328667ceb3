"""Where nbgrader finds and puts things; `python -m grading` reads this file too."""

from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute

from grading.boxed import Boxed
from grading.export import Plain
from grading.files import COURSE
from grading.late import LatePolicy
from grading.lms import LastAttempts, Students

c = get_config()  # noqa: F821  nbgrader defines it

c.CourseDirectory.course_id = "bptt"
c.CourseDirectory.source_directory = "source"           # made from solutions/, with the answers
c.CourseDirectory.release_directory = "exercises"       # what students get
c.CourseDirectory.submitted_directory = "submitted"     # what they hand in
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"

c.ClearSolutions.text_stub = "*Your answer here.*"
# One line, so that a stub's traceback names the line that is missing.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError  # your code here"}

# Students' code runs in a box and the checks outside it, instead of both in one kernel.
c.Autograde.autograde_preprocessors = [
    Boxed if step is Execute else step for step in Autograde.autograde_preprocessors.default()]

# nbgrader zip_collect reads the names of Canvas and Moodle; late work loses what grading/course.toml says.
c.ZipCollectApp.extractor_plugin = LastAttempts
c.ZipCollectApp.collector_plugin = Students
c.AssignLatePenalties.plugin_class = LatePolicy
c.ExportApp.plugin_class = Plain

# nbgrader's own feedback page loads scripts from other hosts and shows hidden checks.
c.GenerateFeedback.exporter_class = "grading.feedback.Page"
c.GenerateFeedback.preprocessors = []

# The formgrader shows what students wrote: no HTML of theirs, plain text of their outputs, no other host.
c.HTMLExporter.template_file = str(COURSE / "grading" / "templates" / "formgrader.html.j2")
c.HTMLExporter.filters = {"markdown2html": "grading.feedback_markdown.rendered"}
c.HTMLExporter.sanitize_html = True
c.NbConvertBase.display_data_priority = ["text/plain"]
