"""Runs that are killed, stopped, or lose a worker, and two at once: no grade is lost, and none is another."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from joblib.externals.loky.process_executor import BrokenProcessPool

from grading import dispatch, gradebook, lock, sample, secret, workers
from grading.exercises import release
from grading.export import export
from grading.files import COURSE, write_file
from grading.options import Options
from grading.run import grade

NAME = "ps1"
STUDENTS = 12
HERE = Path(__file__).parent
COURSES, KILLS = (5, 10) if "GRADING_KILLS" not in os.environ else (int(os.environ["GRADING_KILLS"]), 10)

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def make(root, students=STUDENTS):
    """Write a class in which every third answer is wrong in one function, and every third is empty."""
    root.mkdir()
    secret.make(root / secret.FILE, "7c" * 32)
    wrong = sample.answers() | {"softmax": "def softmax(theta):\n    return np.exp(theta)\n"}
    for number in range(students):
        write_file(root / "submitted" / f"student-{number:02d}" / NAME / f"{NAME}.ipynb",
                   sample.filled_in(release(NAME), (sample.answers(), wrong, {})[number % 3]))
    return root


def exported(root, url=None):
    with gradebook.api(root, **({"db_url": url} if url else {})).gradebook as book:
        return export(book, NAME, NAME)[0]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """The export of a class that was graded without a disturbance, in one process."""
    root = make(tmp_path_factory.mktemp("undisturbed") / "course")
    result = grade(NAME, root, options=Options(jobs=1))
    assert not result.failed and len(result.records) == STUDENTS
    text = exported(root)
    totals = [line.split(",")[1] for line in text.splitlines()[1:]]
    assert totals == ["90", "77", "0"] * (STUDENTS // 3)
    return text


def started(root, *arguments, **more):
    """Start `python -m grading grade` on a class, in a process of its own."""
    command = [sys.executable, "-m", "grading", "grade", NAME, "--root", str(root), *arguments]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.Popen(command, cwd=COURSE, text=True, **settings)


def wait_until(holds, seconds=180):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


######## killed at any moment

def test_runs_killed_at_random_moments_lose_nothing_and_leave_nothing_behind(tmp_path):
    command = [sys.executable, str(HERE / "killer.py"), str(tmp_path), str(COURSES), str(KILLS), "1"]
    out = subprocess.run(command, cwd=COURSE, check=True, text=True, stdout=subprocess.PIPE,
                         env=os.environ | {"PYTHONPATH": str(COURSE)}).stdout
    report = json.loads(out)
    assert report["code"] == 0 and report["faults"] == []
    assert report["killed"] > COURSES * KILLS / 2       # the others had ended before


######## a worker that dies

def test_a_worker_that_is_killed_costs_no_one_a_grade(tmp_path, wanted, monkeypatch):
    root, first = make(tmp_path / "course"), []
    give = dispatch.side_by_side

    def killing(submissions, settings):
        """Kill one of the workers as soon as the first outcome is there."""
        for outcome in give(submissions, settings):
            if not first:
                first.append(outcome.student)
                os.kill(worker_processes()[0], signal.SIGKILL)
            yield outcome

    monkeypatch.setattr(dispatch, "side_by_side", killing)
    result = grade(NAME, root, options=Options(jobs=2))
    assert first and not result.failed and len(result.records) == STUDENTS
    assert exported(root) == wanted
    assert worker_processes() == []


def worker_processes():
    """Return the process numbers of this process's loky workers."""
    own = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            line = (folder / "cmdline").read_text()
        except OSError:
            continue
        if parent == os.getpid() and "LokyProcess" in line:
            own.append(int(folder.name))
    return own


def test_a_submission_that_kills_its_worker_each_time_is_named_and_the_others_are_graded(
        tmp_path, monkeypatch):
    one, two = (workers.Outcome(student) for student in ("ada", "bob"))
    calls = []

    def dying(submissions, settings):
        calls.append([each.student for each in submissions])
        for each in submissions:
            if each.student == "bad":
                raise BrokenProcessPool("killed")
            yield each

    monkeypatch.setattr(dispatch, "side_by_side", dying)
    found = list(dispatch.outcomes([workers.Outcome("bad"), one, two], None))
    assert calls[-3:] == [["bad"], ["ada"], ["bob"]]
    assert found == [workers.Outcome("bad", trouble="the process that graded it died each time"), one, two]


def test_a_box_that_died_is_made_anew(tmp_path, wanted, monkeypatch):
    root, count = make(tmp_path / "course"), []
    grade_notebook = workers.grade_notebook

    def flaky(text, name, key, parent, seconds):
        count.append(name)
        if len(count) in (2, 5):
            parent.close()
        return grade_notebook(text, name, key, parent, seconds)

    monkeypatch.setattr(workers, "grade_notebook", flaky)
    assert not grade(NAME, root, options=Options(jobs=1)).failed
    assert exported(root) == wanted


######## stopped

def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(tmp_path, wanted):
    root = make(tmp_path / "course")
    with started(root, "--jobs", "2", start_new_session=True) as run:
        wait_until(lambda: (root / "autograded").is_dir())
        os.killpg(run.pid, signal.SIGINT)       # as a terminal does
        out, err = run.communicate(timeout=60)
    assert run.returncode == 130 and out == ""
    assert err.splitlines()[-1].startswith("Stopped. The grades so far stand") and "Traceback" not in err
    done = len(list((root / "autograded").iterdir()))
    result = grade(NAME, root, options=Options(jobs=1))
    assert 0 < done <= len(result.same) <= STUDENTS and exported(root) == wanted


######## two at once

def test_graders_that_come_too_soon_say_who_is_at_work_and_wait(tmp_path, wanted):
    root, errors = make(tmp_path / "course"), [tmp_path / "one", tmp_path / "two"]
    with lock.alone(root):
        both = [started(root, stderr=path.open("w")) for path in errors]
        wait_until(lambda: all(path.read_text().endswith("...\n") for path in errors))
    for run in both:
        run.communicate(timeout=120)
    assert [run.returncode for run in both] == [0, 0] and exported(root) == wanted
    for path in errors:
        first = path.read_text().splitlines()[0]
        assert f"is being graded by process {os.getpid()}, since" in first
        assert first.endswith(": waiting until it is done ...")
    assert sum(f"{STUDENTS} of them were graded before" in path.read_text() for path in errors) == 1


######## a cluster

@pytest.fixture
def cluster(tmp_path):
    """A dask scheduler and three worker processes, which have the installed package alone."""
    package = tmp_path / "installed"
    for part in ("grading", "rnn_ref"):
        shutil.copytree(COURSE / part, package / part, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
        "PYTHONPATH": str(package), "TMPDIR": str(tmp_path)}
    address = tmp_path / "scheduler.json"
    kinds = [["scheduler", "--port", "0", "--no-dashboard"],
             *([["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]] * 3)]
    processes = [subprocess.Popen(
        [sys.executable, "-P", "-m", "distributed.cli.dask_" + kind[0], *kind[1:], "--host", "127.0.0.1",
         "--scheduler-file", str(address)], cwd=tmp_path, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for kind in kinds]
    try:
        wait_until(lambda: address.exists() and address.read_text().endswith("}"))
        yield json.loads(address.read_text())["address"], processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_cluster_of_which_one_worker_is_killed_loses_nothing(tmp_path, wanted, cluster):
    scheduler, processes = cluster
    root = make(tmp_path / "course")
    with started(root, "--backend", "dask", "--scheduler", scheduler, "--json") as run:
        wait_until(lambda: (root / "gradebook.db").exists())        # opened with the first outcome
        processes[0].kill()
        out, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    assert len(json.loads(out)["students"]) == STUDENTS and exported(root) == wanted
    assert "Isolation: " in err


@pytest.mark.parametrize("arguments, words", [
    (("--backend", "dask"),                                        "needs both"),
    (("--scheduler", "tcp://127.0.0.1:1"),                         "needs both"),
    (("--backend", "dask", "--scheduler", "nowhere"),              "no dask scheduler"),
    (("--db", "nonsense"),                                         "cannot be opened"),
    (("--db", "postgresql+psycopg://me:word@127.0.0.1:1/grades"),  "me:***@127.0.0.1:1/grades cannot be"),
])
def test_what_cannot_be_reached_gets_one_sentence(arguments, words, tmp_path, monkeypatch, capsys):
    from grading.__main__ import main
    monkeypatch.setattr(dispatch, "WAIT", 1)
    root = make(tmp_path / "course", 1)
    assert main(["grade", NAME, "--root", str(root), *arguments]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert words in last and not (root / "autograded").exists() and not (root / "gradebook.db").exists()
