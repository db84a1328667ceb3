"""Stock nbgrader on a made-up class, for the bench: its own Execute and kernels, a gradebook of its own."""

import contextlib
import logging

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from grading import classes
from grading.exercises import write_source
from grading.files import BadInput
from grading.gradebook import generate_assignment, put_on_path, why


def stock_course(name, root, numbers):
    """Return stock nbgrader's API on a course with those of the class; one of them is graded already."""
    put_on_path()
    classes.make(root, name, numbers)
    write_source(name, root)
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(root), "bench"
    config.Execute.extra_arguments = ["--IPKernelApp.log_level=40"]
    config.NbGraderAPI.log_level = logging.ERROR
    with quiet():
        course = NbGraderAPI(config=config)
        generate_assignment(name, course)
    grade_stock(course, name, numbers[0])
    return course


def grade_stock(course, name, number):
    with quiet():
        found = course.autograde(name, classes.student(number), force=True)
    if not found["success"]:
        raise BadInput(f"nbgrader could not grade {classes.student(number)}: {why(found)}")


@contextlib.contextmanager
def quiet():
    """Keep nbgrader's log to itself."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
