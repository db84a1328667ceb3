"""A notebook as the formgrader shows it to who grades by hand, without its server."""

from collections import Counter
from functools import cache

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.handlers import template_path
from traitlets.config import PyFileConfigLoader

from grading.files import COURSE
from grading.selftest.security.pages import active


@cache
def exporter():
    """Return the exporter as the formgrader sets it up."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(COURSE)).load_config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [template_path]
    return HTMLExporter(config=config)


def page(path, student, name):
    """Return the page of one student's notebook."""
    resources = {"assignment_id": name, "notebook_id": name, "submission_id": "1", "index": 0, "total": 1,
                 "base_url": "", "student": student, "first_name": student, "last_name": student,
                 "notebook_path": f"autograded/{student}/{name}/{name}.ipynb"}
    return exporter().from_filename(str(path), resources=resources)[0]


def additions(root, student, name, untouched):
    """Return what one student's page has that runs or fetches, beyond the page of an untouched notebook."""
    found, usual = (active(page(root / "autograded" / who / name / f"{name}.ipynb", who, name))
                    for who in (student, untouched))
    return list((Counter(what.replace(student, untouched) for what in found) - Counter(usual)).elements())
