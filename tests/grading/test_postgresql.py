"""The gradebook on PostgreSQL: a real server, started here, gets the same grades as the file does."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grading import gradebook, sample
from grading.__main__ import main
from grading.exercises import release
from grading.export import export
from grading.files import COURSE, BadInput, write_file
from grading.gradebook import opened
from grading.lock import alone_on
from grading.options import Options
from grading.run import grade

NAME = "ps1"
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def programs():
    """Return the folder of the newest server's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="module")
def server():
    """The address of a server in a temporary folder, run by a user who is not root, as it asks for."""
    if not programs():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing: install Debian's package postgresql")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))       # a socket's path is short
    user = {"user": "nobody"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "nobody")
    data = ["-D", str(folder / "data")]

    def do(program, *arguments):
        subprocess.run([programs() / program, *data, *arguments], check=True, cwd=folder, **user,
                       stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)

    do("initdb", "--auth=trust", "--username=grader", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
    do("pg_ctl", "start", "--wait", "--log", str(folder / "log"),
       "--options", f"-c listen_addresses='' -c fsync=off -k {folder}")
    yield f"postgresql+psycopg://grader@/%s?host={folder}"
    do("pg_ctl", "stop", "--wait", "--mode", "immediate")
    shutil.rmtree(folder)


@pytest.fixture
def url(server, request):
    """The address of an empty database of this test's own."""
    import psycopg
    name = f"t{abs(hash(request.node.name))}"
    with psycopg.connect(server.replace("+psycopg", "") % "postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return server % name


@pytest.fixture
def course(tmp_path):
    wrong = sample.answers() | {"softmax": "def softmax(theta):\n    return np.exp(theta)\n"}
    for student, sources in (("ada", sample.answers()), ("bob", wrong), ("cleo", {})):
        write_file(tmp_path / "submitted" / student / NAME / f"{NAME}.ipynb",
                   sample.filled_in(release(NAME), sources))
    (tmp_path / "submitted" / "dan").mkdir()
    (tmp_path / ".course_secret").write_text("7c" * 32)
    return tmp_path


def exported(root, url=None):
    with opened(gradebook.api(root, **({"db_url": url} if url else {}))) as book:
        return export(book, NAME, NAME)[0]


def test_the_grades_are_those_of_the_file_and_what_is_there_is_not_graded_again(course, url, capsys):
    grade(NAME, course, options=Options(jobs=1))
    assert not grade(NAME, course, options=Options(jobs=1, db=url)).same      # another gradebook
    assert grade(NAME, course, options=Options(jobs=1, db=url)).same == ["ada", "bob", "cleo"]
    assert exported(course, url) == exported(course)
    capsys.readouterr()
    assert main(["export", NAME, "--root", str(course), "--db", url]) == 0
    assert capsys.readouterr().out == exported(course)


def test_nbgraders_own_commands_work_on_it(course, url):
    grade(NAME, course, options=Options(jobs=1, db=url))
    shutil.copy(COURSE / "nbgrader_config.py", course)
    before = exported(course, url)

    environment = os.environ | {"PYTHONPATH": str(COURSE),
                                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def nbgrader(*arguments):
        command = [sys.executable, "-m", "nbgrader", *arguments, f"--db={url}"]
        done = subprocess.run(command, cwd=course, text=True, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout
        return done.stdout

    nbgrader("db", "upgrade")
    assert "ada" in nbgrader("db", "student", "list")
    nbgrader("autograde", NAME, "--student=bob", "--force")
    assert exported(course, url) == before
    assert not (course / "gradebook.db").exists()


def test_a_name_that_the_server_refuses_is_named_and_the_others_are_graded(course, url):
    long = "x" * 200
    shutil.copytree(course / "submitted" / "ada", course / "submitted" / long)
    result = grade(NAME, course, options=Options(jobs=1, db=url))
    assert {record.student for record in result.records} == {"ada", "bob", "cleo", "dan"}
    assert list(result.failed) == [long] and "the gradebook refused it: " in result.failed[long]
    assert not (course / "autograded" / long).exists()


def test_two_courses_on_one_gradebook_take_turns(course, url):
    with opened(gradebook.api(course, db_url=url)) as book, alone_on(book.engine):
        with pytest.raises(BadInput, match="is in use by another grader"):
            grade(NAME, course, options=Options(jobs=1, db=url, wait=False))
    assert not grade(NAME, course, options=Options(jobs=1, db=url, wait=False)).failed
