"""Odd roots, names and folders, and two graders at once: one sentence each, and exit code 2."""

import os
import subprocess
import sys

import pytest

from grading import lock, sample, secret
from grading.__main__ import main
from grading.files import COURSE, BadInput
from grading.folders import astray, check_name, find, shown, students_of

NAME = "ps1"
# nbgrader's own, of the order in which it adds submissions.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def refused(capsys, *arguments):
    """Run the program, which must refuse, and return its one sentence."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err
    lines = [line for line in err.splitlines() if not line.startswith(("Grading ", "Isolation: "))]
    assert len(lines) == 1
    return lines[0]


@pytest.fixture
def course(tmp_path):
    (tmp_path / "submitted" / "ada").mkdir(parents=True)
    return tmp_path


def hand_in(course, student, text="{}"):
    path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(text)


######## names

@pytest.mark.parametrize("name", ["ada", "a b", "a.b", "na..me", "o'brien", "e\u0301", "日本", "a@b.c", "{x}",
                                  "50%", "a,b", "_u", "x" * 200])
def test_a_name_that_is_safe_is_taken_as_it_is(name):
    check_name(name)


@pytest.mark.parametrize("name", ["bob ", " bob", "bob\u00a0", "-dash", "new\nline", "tab\tx", "a*b", "[ab]",
                                  "\udcff", "<b>", 'a"b', "a\\b"])
def test_a_name_that_nbgrader_would_misread_is_refused_and_named(name):
    with pytest.raises(BadInput) as refusal:
        check_name(name)
    assert f'"{shown(name)}"' in str(refusal.value) and str(refusal.value).isprintable()


def test_names_are_shown_composed():
    assert shown("e\u0301va") == "\u00e9va" and shown("a\n\udcff") == r"a\n\udcff"


######## folders

def test_a_folder_that_may_not_be_entered_is_refused_and_is_no_missing_hand_in(course, monkeypatch):
    def closed(path, before=os.lstat):
        if str(path).endswith(f"ada/{NAME}"):
            raise PermissionError(13, "Permission denied", str(path))
        return before(path)

    monkeypatch.setattr(os, "lstat", closed)
    with pytest.raises(BadInput, match=r"cannot be reached \(Permission denied\)"):
        find(course, "ada", NAME)


def test_anything_that_goes_wrong_with_one_student_leaves_the_others(course, monkeypatch, capsys):
    def fails(root, name, student, *_):
        raise LookupError(student) if student == "ada" else BadInput("is odd")

    hand_in(course, "ada")
    hand_in(course, "bob")
    monkeypatch.setattr("grading.run.submission", fails)
    assert main(["grade", NAME, "--root", str(course)]) == 1
    out, err = capsys.readouterr()
    assert "bob/ps1/ps1.ipynb is odd." in err
    assert "ada/ps1/ps1.ipynb could not be graded: LookupError: ada" in err
    assert "ada\n  failed:" in out and "bob\n  refused:" in out


@pytest.mark.parametrize("made, taken", [
    (["ps1.ipynb"],                                  "ps1.ipynb"),
    (["ps1/PS1.ipynb"],                              "ps1/PS1.ipynb"),
    (["ps1/ps1 (1).ipynb", "ps1/ps1 (10).ipynb", "ps1/ps1 (2).ipynb"], "ps1/ps1 (10).ipynb"),
    (["ps1/ps1.ipynb.txt", "ps1/notes.txt"],         "ps1/ps1.ipynb.txt"),
    (["ps1/homework.ipynb", "ps1.ipynb"],            "ps1/homework.ipynb"),
    (["ps1/ps1.zip", "ps1/mine.ipynb"],              "ps1/mine.ipynb"),
    (["ps1.zip"],                                    "ps1.zip"),
    (["PS1/ps1.ipynb"],                              "PS1/ps1.ipynb"),
    (["ps1/ps1/ps1.ipynb"],                          "ps1/ps1/ps1.ipynb"),
    (["notes.txt", "ps2.ipynb", "ps1/.ipynb_checkpoints/ps1.ipynb"], None),
])
def test_what_stands_near_its_place_is_found_and_named(made, taken, course):
    for name in made:
        path = course / "submitted" / "ada" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    path = find(course, "ada", NAME)
    assert path == (taken and course / "submitted" / "ada" / taken)
    said = f"submitted/ada/{taken} was graded, though its place is submitted/ada/ps1/ps1.ipynb"
    assert astray(course, "ada", NAME, path) == (said if taken else "")


def test_links_near_the_place_are_not_followed(course):
    folder = course / "submitted" / "ada"
    (folder / "ps1.ipynb").symlink_to("/etc/hostname")
    (folder / "PS1").symlink_to("/etc")
    assert find(course, "ada", NAME) is None and astray(course, "ada", NAME, None) == ""


def test_a_file_in_the_place_of_the_folder_is_named(course):
    (course / "submitted" / "ada" / "ps1").write_text("x")
    assert find(course, "ada", NAME) is None
    assert astray(course, "ada", NAME, None).startswith("submitted/ada/ps1 is a file")


def test_loose_files_get_a_line_each_and_hidden_ones_none(course):
    for name in ("loose.ipynb", ".DS_Store"):
        (course / "submitted" / name).write_text("x")
    (course / "submitted" / "broken").symlink_to("nowhere")
    assert students_of(course, NAME) == (["ada"], [
        f"submitted/{name} is not in a student's folder, so it is not graded."
        for name in ("broken", "loose.ipynb")])


######## roots

def test_a_sample_is_not_made_in_the_place_of_a_file_or_a_link(tmp_path, capsys):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "broken").symlink_to("nowhere")
    assert "is a file" in refused(capsys, "sample", "--root", tmp_path / "file")
    assert "is a symbolic link" in refused(capsys, "sample", "--root", tmp_path / "link")
    assert "is a symbolic link" in refused(capsys, "sample", "--root", tmp_path / "broken")
    assert "Not a directory" in refused(capsys, "sample", "--root", tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "mine" and not list((tmp_path / "folder").iterdir())


@pytest.mark.parametrize("program", [("sample",), ("grade", NAME)])
@pytest.mark.parametrize("put", [lambda path: path.write_bytes(b"\xff\xfe"), lambda path: path.mkdir()])
def test_a_secret_that_is_none_gets_a_sentence(program, put, course, capsys):
    hand_in(course, "ada")
    put(course / secret.FILE)
    sentence = refused(capsys, *program, "--root", course)
    assert "something other than a sample class" in sentence or "is not a course secret" in sentence


def test_a_file_named_build_gets_a_sentence_and_stays(course, capsys):
    hand_in(course, "ada")
    (course / "build").write_text("mine")
    assert "build is a file" in refused(capsys, "grade", NAME, "--root", course)
    assert (course / "build").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_course_gets_a_sentence(course, capsys):
    course.chmod(0o555)
    assert "Permission denied" in refused(capsys, "grade", NAME, "--root", course)
    course.chmod(0o755)


def test_an_error_of_the_system_gets_a_sentence(course, capsys, monkeypatch):
    def read_only(*_):
        raise OSError(30, "Read-only file system", "/course/.grading.lock")

    monkeypatch.setattr("grading.run.alone", read_only)
    assert refused(capsys, "grade", NAME, "--root", course) == \
        "Cannot use /course/.grading.lock: Read-only file system."


######## two at once

def test_a_second_grader_is_told_who_is_at_work(course, capsys):
    program = ("import sys; from grading.lock import alone\n"
               f"with alone({str(course)!r}): print('held', flush=True); sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", program], cwd=COURSE, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout.readline() == "held\n"
        sentence = refused(capsys, "grade", NAME, "--root", course, "--no-wait")
        assert f"is being graded by process {first.pid}, since 2" in sentence
        first.kill()
        first.wait()
    with lock.alone(course):        # the system has taken the lock back
        pass


def test_the_lock_holds_for_feedback_too(tmp_path, capsys):
    sample.make(tmp_path)
    (tmp_path / "autograded" / "ada" / NAME).mkdir(parents=True)
    (tmp_path / "autograded" / "ada" / NAME / f"{NAME}.ipynb").write_text("{}")
    with lock.alone(tmp_path):
        assert "is being graded by process" in refused(capsys, "feedback", NAME, "--root", tmp_path)
    assert (tmp_path / "submitted").is_dir()


def test_what_a_killed_grader_left_is_cleared_and_the_rest_of_build_stays(course, capsys):
    hand_in(course, "ada")
    (course / "build" / "grading-dead" / "submitted").mkdir(parents=True)
    (course / "build" / "model.npz").write_bytes(b"mine")
    assert main(["grade", NAME, "--root", str(course)]) == 1
    assert [path.name for path in (course / "build").iterdir()] == ["model.npz"]


######## nobody

def test_a_set_that_no_one_handed_in_is_not_graded(course, capsys):
    sentence = refused(capsys, "grade", NAME, "--root", course)
    assert sentence.startswith("No one handed in ps1: there is no ") and sentence.endswith("/ps1/ps1.ipynb.")
    (course / "submitted" / "ada" / NAME).write_text("a file")
    sentence = refused(capsys, "grade", NAME, "--root", course, "--student", "ada")
    assert sentence.endswith("submitted/ada/ps1 is a file: it should be a folder with ps1.ipynb in it.")
    assert {path.name for path in course.iterdir()} == {"submitted", lock.FILE}


def test_who_handed_nothing_in_gets_0_as_soon_as_someone_did(course, capsys):
    hand_in(course, "bob")
    assert main(["grade", NAME, "--root", str(course), "--student", "ada"]) == 0
    assert "ada\n  everything -100: no ps1.ipynb was handed in." in capsys.readouterr().out
