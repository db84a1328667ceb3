"""nbgrader, in process: its configuration, its steps, and its gradebook at the course root."""

import logging
import os
import re
import sys
import warnings
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from grading.files import COURSE, BadInput

# nbgrader adds submissions in an order that SQLAlchemy warns of at each one.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")


def api(root, **directories):
    """Return nbgrader's API on the course at root, with directories other than the configured."""
    put_on_path()
    config = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    config.CourseDirectory.root = str(Path(root).resolve())
    config.CourseDirectory.merge(directories)
    config.NbGraderAPI.log_level = logging.ERROR     # what went wrong comes back as data
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)       # a machine without nbgrader's exchange is no news
    try:
        return NbGraderAPI(config=config)
    finally:
        logging.disable(before)


def existing(root):
    """Return nbgrader's API on the course at root; BadInput where no gradebook is there yet."""
    if not (Path(root) / "gradebook.db").is_file():
        raise BadInput(f"{Path(root).resolve()} has no gradebook.db: run `python -m grading grade` there "
                       "first.")
    return api(root)


def put_on_path():
    """Put this environment's programs first on PATH: nbgrader starts a bare `alembic`."""
    here = str(Path(sys.executable).parent)
    if here not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ["PATH"]


def generate_assignment(name, course, database=True):
    """Make the release of root/source/<name>; without database no gradebook is touched."""
    if not database:
        course.update_config(Config(SaveCells={"enabled": False},
                                    GenerateAssignment={"no_database": True}))
    result = course.generate_assignment(name)
    if not result["success"]:
        raise BadInput(f"nbgrader could not make {name}: {why(result)}")


def interrupted(result):
    """Return whether a step ended because someone pressed Ctrl-C: nbgrader swallows that too."""
    return result.get("error", "").rstrip().endswith("KeyboardInterrupt")


def why(result):
    """Return what went wrong in a step of nbgrader, in one line.

    The last line is often nbgrader's own summary; the exception behind it says more.
    """
    lines = (result.get("log", "") + "\n" + result.get("error", "")).splitlines()
    raised = [line.strip() for line in lines if re.match(r"\S*(Error|Exception)\b", line.strip())]
    other = [line for line in raised if "NbGraderException" not in line]
    return (other or raised or ["no reason given"])[-1][:200]
