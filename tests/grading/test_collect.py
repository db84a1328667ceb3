"""A download, in the names that Canvas and Moodle give, becomes submitted/; nothing there is lost."""

import zipfile

import pytest
from nbgrader.apps.zipcollectapp import ZipCollectApp

from grading.__main__ import main
from grading.exercises import EXERCISES
from grading.gradebook import api
from grading.lms import entry_of, platform_number

NAME = "ps1"
NOTEBOOK = (EXERCISES / NAME / f"{NAME}.ipynb").read_bytes()
NAMES = {
    # path in the download: (student, late)
    "lastfirst_1234_5678_ps1.ipynb":                            ("lastfirst_1234", False),
    "lastfirst_LATE_1234_5678_ps1-2.ipynb":                     ("lastfirst_1234", True),
    "submissions/lastfirst_1234_5678_ps1 (1).ipynb":            ("lastfirst_1234", False),
    "First Last_77_assignsubmission_file_/ps1.ipynb":           ("First Last_77", False),
    "First Last_77_assignsubmission_file_ps1.ipynb":            ("First Last_77", False),
    "class/First Middle-Last_77_assignsubmission_file_/PS1.ipynb": ("First Middle-Last_77", False),
    "someone/ps1.ipynb":                                        ("someone", False),
    "submitted/someone/ps1/ps1.ipynb":                          ("someone", False),
}
NONE = ("ps1.ipynb", "someone/ps12.ipynb", "someone/notes.txt", "__MACOSX/someone/ps1.ipynb",
        "someone/.ipynb_checkpoints/ps1.ipynb", "lastfirst_1234_5678_ps2.ipynb", "someone/.ps1.ipynb")


@pytest.mark.parametrize("path", NAMES)
def test_a_name_of_a_platform_tells_the_student(path):
    entry = entry_of(path, NAME)
    assert (entry.student, entry.late) == NAMES[path]


@pytest.mark.parametrize("path", NONE)
def test_other_files_are_no_hand_ins(path):
    assert entry_of(path, NAME) is None


def test_the_platforms_number_comes_back_out_of_the_name():
    assert platform_number("First Last_77") == ("First Last", "77")
    assert platform_number("1234") == ("", "1234")
    assert platform_number("someone") == ("", "")


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def collected(root):
    return {path.parent.parent.name: path.read_bytes()
            for path in root.glob(f"submitted/*/{NAME}/{NAME}.ipynb")}


def run(capsys, *arguments):
    code = main(["collect", NAME, *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_last_attempt_counts_and_what_is_strange_is_named(tmp_path, capsys):
    download = zipped(tmp_path / "d.zip", {
        "abcd_101_5009_ps1-2.ipynb": b"the last", "abcd_101_5001_ps1.ipynb": b"the first",
        "efgh_LATE_102_5003_ps1.ipynb": NOTEBOOK, "../../evil_104_5005_ps1.ipynb": b"x", "notes.txt": b"x"})
    root = tmp_path / "course"
    code, out, _ = run(capsys, "--from", download, "--root", root)
    assert code == 0 and collected(root) == {"abcd_101": b"the last", "efgh_102": NOTEBOOK}
    assert "2 new" in out and "1 of them are marked late" in out
    assert "notes.txt is no ps1.ipynb of a student" in out and "evil" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "d.zip"]
    assert not (root / "build").exists()


def test_nothing_that_is_there_is_lost_unless_asked_to(tmp_path, capsys):
    root = tmp_path / "course"
    once = zipped(tmp_path / "one.zip", {"someone/ps1.ipynb": b"one", "other/ps1.ipynb": b"o"})
    run(capsys, "--from", once, "--root", root)
    again = zipped(tmp_path / "two.zip", {"someone/ps1.ipynb": b"two", "other/ps1.ipynb": b"o"})
    _, out, _ = run(capsys, "--from", again, "--root", root)
    assert "0 new, 1 already there, 0 replaced" in out and "someone" in out and "--replace" in out
    assert collected(root)["someone"] == b"one"
    run(capsys, "--from", again, "--root", root, "--replace")
    assert collected(root)["someone"] == b"two"


def test_a_folder_with_zips_in_it_is_a_download_too(tmp_path, capsys):
    folder = tmp_path / "download"
    (folder / "someone").mkdir(parents=True)
    (folder / "someone" / "ps1.ipynb").write_bytes(b"a file")
    zipped(folder / "other.zip", {"ps1.ipynb": b"zipped"})
    (folder / "linked").mkdir()
    (folder / "linked" / "ps1.ipynb").symlink_to("/etc/hostname")
    _, out, _ = run(capsys, "--from", folder, "--root", tmp_path / "course")
    assert collected(tmp_path / "course") == {"someone": b"a file", "other": b"zipped"}
    assert "linked/ps1.ipynb: is a symbolic link" in out


def test_one_damaged_file_costs_no_one_else_anything(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("grading.archives.LARGEST", 1000)
    download = zipped(tmp_path / "d.zip", {"good/ps1.ipynb": b"good", "huge/ps1.ipynb": b"0" * 5000})
    _, out, _ = run(capsys, "--from", download, "--root", tmp_path / "course")
    assert collected(tmp_path / "course") == {"good": b"good"} and "huge/ps1.ipynb in d.zip is larger" in out


@pytest.mark.parametrize("files, said", [
    (None, "There is no file or folder"), ({}, "has no ps1.ipynb of a student"),
    (b"text", "is not a zip file")])
def test_a_download_that_is_none_is_one_sentence(tmp_path, capsys, files, said):
    download = tmp_path / "d.zip"
    if isinstance(files, dict):
        zipped(download, files)
    elif files:
        download.write_bytes(files)
    code, out, err = run(capsys, "--from", download, "--root", tmp_path / "course")
    assert code == 2 and said in err and not out and not (tmp_path / "course").exists()


def test_nbgraders_own_zip_collect_takes_the_same_plug_ins(tmp_path, capsys):
    course = api(tmp_path)
    archive = tmp_path / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    zipped(archive / "d.zip", {"abcd_101_5009_ps1-2.ipynb": b"the last", "abcd_101_5001_ps1.ipynb": b"first"})
    course.coursedir.assignment_id = NAME
    app = ZipCollectApp(parent=course)
    app.coursedir = course.coursedir
    app.init_plugins()
    app.extract_archive_files()
    app.process_extracted_files()
    assert collected(tmp_path) == {"abcd_101": b"the last"}
