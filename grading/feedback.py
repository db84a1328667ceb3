"""What a feedback page needs to know beside the points: who still waits, and which checks hid.

nbgrader writes the pages with the template in grading/templates/feedback.
"""

from nbgrader.preprocessors import GetGrades

from grading.marks import HIDDEN


class Grades(GetGrades):
    """nbgrader's grades of each cell, with two flags for the template."""

    def _get_score(self, cell, resources):
        super()._get_score(cell, resources)
        mark = cell.metadata.nbgrader
        grade = self.gradebook.find_grade(mark.grade_id, self.notebook_id, self.assignment_id,
                                          self.student_id)
        mark["waiting"] = grade.manual_score is None and grade.auto_score is None
        mark["hidden"] = mark.grade_id.endswith(HIDDEN)
