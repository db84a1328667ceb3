"""Take a learning platform's download into submitted/, through nbgrader's zip_collect.

    root/submitted/<student>/<ps>/<ps>.ipynb     where each notebook comes to stand

Nothing that stands there is lost: a notebook with other bytes is replaced only when asked to.
"""

import logging
import os
from pathlib import Path
from typing import NamedTuple

from nbgrader.apps.zipcollectapp import ZipCollectApp

from grading.archives import entries
from grading.assignment import workspace_in
from grading.files import BadInput, source_of, write_bytes
from grading.folders import check_name, shown
from grading.gradebook import api
from grading.lms import LastAttempts, Students, last_attempts
from grading.lock import alone
from grading.reading import read_bytes


class Collected(NamedTuple):
    """What came of a download: students by what happened to their notebook, and sentences on the rest."""

    new: list
    same: list
    replaced: list
    kept: list
    notes: list


def collect(name, download, root, replace=False):
    """Collect one problem set out of a download, and return what was Collected."""
    source_of(name)
    download, root = Path(download), Path(root).resolve()
    last, strange = last_attempts(entries(download), name)
    if not last:
        raise BadInput(f"{download} has no {name}.ipynb of a student in it: expected names of Canvas or "
                       f"Moodle, or <student>/{name}.ipynb.")
    root.mkdir(parents=True, exist_ok=True)
    notes = [f"{shown(path)} is no {name}.ipynb of a student, so it is not collected." for path in strange]
    late = sum(entry.late for entry in last.values())
    if late:
        notes.append(f"{late} of them are marked late. The platform's file names do not say by how much.")
    with alone(root), workspace_in(root) as workspace:
        staged, refused = stage(name, download, root, workspace)
        return move_in(name, staged, root, replace, notes + refused)


def stage(name, download, root, workspace):
    """Let nbgrader collect into the workspace; return {student: notebook there} and what was refused."""
    inside = workspace.relative_to(root)
    course = api(root, submitted_directory=str(inside / "submitted"))
    course.coursedir.assignment_id = name
    app = ZipCollectApp(parent=course, downloaded_directory=str(inside),
                        collect_directory_structure="{downloaded}/{collect_step}",
                        extractor_plugin=LastAttempts, collector_plugin=Students)
    app.log.setLevel(logging.CRITICAL)
    app.coursedir = course.coursedir
    app.init_plugins()
    app.extractor_plugin_inst.extract(download, workspace / "extracted")
    app.process_extracted_files()
    staged = sorted(workspace.glob(f"submitted/*/{name}/{name}.ipynb"))
    return {path.parent.parent.name: path for path in staged}, app.extractor_plugin_inst.refused


def move_in(name, staged, root, replace, notes):
    """Move the staged notebooks to their places, and return what was Collected."""
    collected = Collected([], [], [], [], notes)
    for student, path in staged.items():
        place, data = root / "submitted" / student / name / f"{name}.ipynb", path.read_bytes()
        try:
            check_name(student)
            before = read_bytes(place) if os.path.lexists(place) else None
        except BadInput as problem:
            notes.append(f"{shown(place.relative_to(root))} {problem}.")
            continue
        if before is None or (before != data and replace):
            write_bytes(place, data)
        happened = collected.new if before is None else collected.same if before == data else \
            collected.replaced if replace else collected.kept
        happened.append(student)
    return collected


def told(collected, name):
    """Return what was collected as a few sentences."""
    new, same, replaced = (len(some) for some in collected[:3])
    lines = [f"{new} new, {same} already there, {replaced} replaced."]
    if collected.kept:
        lines.append(f"{len(collected.kept)} differ from the {name}.ipynb that is there and were left alone: "
                     f"{', '.join(map(shown, collected.kept))}. `--replace` takes the new ones.")
    return "\n".join([*lines, *collected.notes])
