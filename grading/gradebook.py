"""nbgrader, in process: its configuration, its steps, and its gradebook at the course root."""

import contextlib
import logging
import os
import re
import sys
import warnings
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from nbgrader.api import Assignment, Base
from nbgrader.apps import NbGraderAPI
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, func, inspect, make_url, select
from sqlalchemy.exc import SAWarning, SQLAlchemyError
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


def existing(root, db=None):
    """Return nbgrader's API on the course at root; BadInput where no gradebook is there yet.

    db is the address of a gradebook that is not the course's own gradebook.db.
    """
    if db:
        return api(root, db_url=db)
    if not (Path(root) / "gradebook.db").is_file():
        raise BadInput(f"{Path(root).resolve()} has no gradebook.db: run `python -m grading grade` there "
                       "first.")
    return api(root)


@contextlib.contextmanager
def opened(course):
    """Give nbgrader's Gradebook of a course; BadInput where the database cannot be reached."""
    url = course.coursedir.db_url
    try:
        prepare(url)
        book = course.gradebook
    except (SQLAlchemyError, ImportError) as problem:
        said = str(getattr(problem, "orig", None) or problem).strip().split("\n")[0]
        raise BadInput(f"The gradebook {shown_url(url)} cannot be opened: {said}. Expected an address like "
                       "postgresql+psycopg://user@host/name.") from None
    with book:
        yield book


def prepare(url):
    """Make the tables of a new gradebook, and note their version.

    nbgrader does both, in two steps: killed in between, `nbgrader db upgrade` would fail for good.
    """
    engine = create_engine(url)
    with engine.begin() as connection:
        versions = MigrationContext.configure(connection)
        tables = inspect(connection).get_table_names()
        used = "assignment" in tables and connection.scalar(select(func.count()).select_from(Assignment))
        if versions.get_current_revision() is None and not used:
            Base.metadata.create_all(connection)
            versions.stamp(ScriptDirectory(ALEMBIC_DIR), "head")
    engine.dispose()


def shown_url(url):
    """Return a database's address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return repr(url)


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
