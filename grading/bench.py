"""Time the grading of one made-up class with stock nbgrader and with this grader, in turns, in one run.

Stock is nbgrader's own autograde with its Execute and kernels, in process, on a gradebook of its own. Both
grade the same notebooks. Before the clock starts both have graded once, so neither pays for its start.
"""

import contextlib
import csv
import io
import statistics
import tempfile
import time
from pathlib import Path

import psutil
from tqdm import tqdm

from grading import classes
from grading.box.parent import warm_parent
from grading.box.remote import Box
from grading.dispatch import workers
from grading.export import export
from grading.files import BadInput
from grading.gradebook import existing, opened
from grading.marks import CHECK, HIDDEN, table_of
from grading.memory import Peak, family
from grading.options import Options
from grading.run import grade
from grading.secret import course_secret
from grading.stock import grade_stock, stock_course


def bench(name, students, rounds, jobs=0, stock=16):
    """Return what was measured, as a dictionary of plain values; see `measured` for its names.

    stock: how many of the class stock nbgrader grades, spread over it.
    """
    jobs = jobs or psutil.cpu_count()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours = Path(folder, "ours")
        classes.make(ours, name, range(students))
        began = time.perf_counter()
        result = grade_ours(name, ours, jobs)
        first = time.perf_counter() - began
        numbers = range(0, students, -(-students // stock)) if stock else []
        course = stock_course(name, Path(folder, "stock"), numbers) if stock else None
        shares = [numbers[turn::rounds] for turn in range(rounds)]
        turns = [turn(name, ours, jobs, course, share) for share in tqdm(shares, "rounds", disable=None)]
        with workers(jobs):     # they end with this
            pass
        return {"set": name, "students": students, "rounds": rounds, "jobs": jobs, "layers": result.layers,
                "first_s": first, "true": true_grades(name, ours), **measured(turns, students),
                "disk_kb": disk(ours, ("autograded", "gradebook.db")) / students / 1000,
                "floor_ms": floor(name, students)}


def turn(name, ours, jobs, course, share):
    """Grade a share of the class with stock and all of it with ours; return the seconds and peaks of both."""
    found = {}
    if course and share:
        with Peak(others=family()[1:]) as peak:     # our workers wait for their turn
            seconds = timed(lambda: [grade_stock(course, name, number) for number in share])
        found["stock"] = seconds / len(share)
        found["stock_mb"] = peak.megabytes
    with Peak() as peak:
        found["ours"] = timed(lambda: grade_ours(name, ours, jobs))
    return found | {"ours_mb": peak.megabytes, "cpu": peak.seconds, "writer": peak.own_seconds}


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measured(turns, students):
    """Return the medians over the turns; ms are of one submission, _mb the peak with all children."""
    def middle(key, scale=1.0):
        return statistics.median(one[key] for one in turns if key in one) * scale
    found = {"ours_per_s": students / middle("ours"), "ours_ms": middle("ours", 1000 / students),
             "ours_mb": max(one["ours_mb"] for one in turns), "cpu_ms": middle("cpu", 1000 / students),
             "writer_ms": middle("writer", 1000 / students)}
    if "stock" in turns[0]:
        ratios = [one["stock"] * students / one["ours"] for one in turns if "stock" in one]
        found |= {"stock_per_s": 1 / middle("stock"), "stock_ms": middle("stock", 1000),
                  "stock_mb": max(one["stock_mb"] for one in turns if "stock" in one),
                  "ratio": statistics.median(ratios)}
    return found


######## both graders, and the floor

def grade_ours(name, root, jobs):
    """Grade the class in its folder, all of it again."""
    with contextlib.redirect_stderr(io.StringIO()):
        result = grade(name, root, options=Options(jobs=jobs, again=True, keep=True))
    if result.failed or result.refused:
        raise BadInput(next(iter({**result.failed, **result.refused}.values())))
    return result


def disk(root, names):
    """Return the bytes of the files of those names, and below the folders of those names."""
    files = [file for name in names for path in [root / name] for file in [path, *path.rglob("*")]]
    return sum(file.stat().st_size for file in files if file.is_file())


def floor(name, students):
    """Return the milliseconds of one submission on one core: fork, isolate, run the student's cells."""
    names, count = list(table_of(name).TASKS), min(students, 50)
    cells = [[answer.source for answer in classes.drawn(name, number).values()] for number in range(count)]
    with warm_parent() as parent:
        return timed(lambda: [run_cells(parent, names, sources) for sources in cells]) * 1000 / count


def run_cells(parent, names, sources):
    with Box(parent, names, seconds=60) as box:
        for number, source in enumerate(sources):
            box.run(f"cell {number}", source)


######## the truth

def true_grades(name, root):
    """Return how many students have, in the export, the points that their answers are known to earn."""
    secret, right = course_secret(root), 0
    with opened(existing(root)) as gradebook:
        lines = csv.DictReader(io.StringIO(export(gradebook, name, name)[0]))
        exported = {line["student"]: line for line in lines}
    for number in range(len(exported)):
        earned, line = classes.truth(root, name, number, secret), exported[classes.student(number)]
        right += all(float(line[function]) == earned[function + CHECK] + earned[function + HIDDEN]
                     for function in table_of(name).TASKS)
    return right
