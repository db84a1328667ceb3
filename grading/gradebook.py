"""nbgrader, in process: its configuration, its steps, and its gradebook at the course root."""

import contextlib
import logging
import os
import sys
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from grading.files import COURSE, BadInput

INTAKE = "build/intake"     # under the root: the copies that nbgrader grades instead of submitted/


def api(root, **directories):
    """Return nbgrader's API on the course at root, with directories other than the configured."""
    put_on_path()
    config = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    config.CourseDirectory.root = str(Path(root).resolve())
    config.CourseDirectory.merge(directories)
    config.NbGraderAPI.log_level = logging.CRITICAL     # what went wrong comes back as data
    return NbGraderAPI(config=config)


def put_on_path():
    """Put this environment's programs first on PATH: nbgrader starts a bare `alembic`."""
    here = str(Path(sys.executable).parent)
    if here not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ["PATH"]


def generate_assignment(name, root, database=True):
    """Run nbgrader's generate_assignment on root/source; without database no gradebook is touched.

    With the database the release goes to build/release, so that exercises/ stays as it is.
    """
    course = api(root, **({"release_directory": "build/release"} if database else {}))
    if not database:
        course.update_config(Config(SaveCells={"enabled": False},
                                    GenerateAssignment={"no_database": True}))
    finish(course.generate_assignment(name), f"nbgrader could not make {name}")


def finish(result, sentence):
    """Raise BadInput with the last line of nbgrader's error where a step did not succeed."""
    if not result["success"]:
        raise BadInput(f"{sentence}: {last_line(result)}")


def last_line(result):
    return result.get("error", "").strip().splitlines()[-1]
