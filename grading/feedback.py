"""What a feedback page needs to know beside the points: who still waits, which checks hid, what is empty.

nbgrader writes the pages with the template in grading/templates/feedback.
"""

from nbgrader.preprocessors import GetGrades

from grading.execute import FORGED
from grading.marks import HIDDEN

UNCHANGED = "No response."      # nbgrader's comment on a cell that is as it was given out


class Grades(GetGrades):
    """nbgrader's grades of each cell, with flags for the template."""

    def preprocess(self, nb, resources):
        nb, resources = super().preprocess(nb, resources)
        resources["nbgrader"]["forged"] = FORGED
        return nb, resources

    def _get_score(self, cell, resources):
        super()._get_score(cell, resources)
        mark = cell.metadata.nbgrader
        grade = self.gradebook.find_grade(mark.grade_id, self.notebook_id, self.assignment_id,
                                          self.student_id)
        mark["waiting"] = grade.manual_score is None and grade.auto_score is None
        mark["hidden"] = mark.grade_id.endswith(HIDDEN)

    def _get_comment(self, cell, resources):
        super()._get_comment(cell, resources)
        mark = cell.metadata.nbgrader
        comment = self.gradebook.find_comment(mark.grade_id, self.notebook_id, self.assignment_id,
                                              self.student_id)
        mark["empty"] = comment.auto_comment == UNCHANGED
        mark["comment"] = comment.manual_comment
