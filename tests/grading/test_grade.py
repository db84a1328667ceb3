"""A class graded once through nbgrader: points, reasons, bad hand-ins, feedback, grading again."""

import contextlib
import hashlib
import io
import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from grading import gradebook, lock, sample, secret
from grading.__main__ import main
from grading.checks import instances, ps1
from grading.exercises import release
from grading.folders import shown
from grading.marks import total
from grading.submissions import submission

NAME = "ps1"
STUB_FUNCTIONS = {task.name for task in ps1.TABLE}
CODE = sum(total(task.visible + task.hidden) for task in ps1.TABLE)
SCRIPT = "<script>alert(1)</script><img src='http://example.org/x.png'>"

# Hand-ins that are no notebooks: how to put one into a student's folder, and what is said.
BAD = {
    "bad-cut":    (lambda path: path.write_text(release(NAME)[:2000]), "not a complete JSON file"),
    "bad-empty":  (lambda path: path.write_bytes(b""),                 "is empty"),
    "bad-folder": (lambda path: path.mkdir(),                          "is a folder"),
    "bad-link":   (lambda path: path.symlink_to("/etc/hostname"),      "is a symbolic link"),
    "bad-[name]": (lambda path: path.write_text(release(NAME)),        "has one of * ? [ ] in it"),
    "all-right ": (lambda path: path.write_text(release(NAME)),        "begins or ends in a space"),
    "-dash":      (lambda path: path.write_text(release(NAME)),        "begins with a dash"),
    "new\nline":  (lambda path: path.write_text(release(NAME)),        "has a control character"),
}


# Names that look odd and are none the worse: an e and an accent on their own, as macOS writes them.
NAMED = ("e\u0301va", "o'brien", "{x}, 50%")

# What stands before a right answer, and how it is none the worse.
LOUD = {
    "logger":  {"softmax": "import logging\nlogging.basicConfig(level=logging.DEBUG)\n"
                           "np.exp = (lambda f: lambda x: (logging.debug('in'), f(x))[1])(np.exp)"},
    "writer":  {"softmax": "import os\nnp.exp = (lambda f: lambda x: "
                           "(os.write(1, b'one'), os.write(2, b'two'), f(x))[2])(np.exp)"},
    "forger":  {"affine": "class ps1:\n    check = staticmethod(lambda *a, **k: 100)"},
}

# nbgrader's own, of the order in which it adds submissions; the program silences it, pytest shows it.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


class Graded(NamedTuple):
    root: Path
    code: int
    err: str
    students: dict      # name -> what --json says
    before: str         # a fingerprint of submitted/ before grading


def run(*arguments):
    """Run the program in this process; return exit code, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return code, out.getvalue(), err.getvalue()


def fingerprint(folder):
    """Return a hash of every path below a folder, with its kind, mode and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        plain = path.is_file() and not path.is_symlink()
        digest.update(repr((str(path), path.lstat().st_mode)).encode())
        digest.update(path.read_bytes() if plain else b"")
    return digest.hexdigest()


def hand_in(root, student, sources):
    path = root / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sample.filled_in(release(NAME), sources))
    return path


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The sample class, an untouched stub, a page full of HTML, and the bad ones, graded once."""
    root = tmp_path_factory.mktemp("class") / "course"
    sample.make(root)
    hand_in(root, "untouched", {})
    hand_in(root, "html", sample.answers() | {
        "why-tied": SCRIPT,
        "affine": f"{sample.answers()['affine']}\nfrom IPython.display import HTML, display\n"
                  f"print({SCRIPT!r})\ndisplay(HTML({SCRIPT!r}))"})
    hand_in(root, "process-ends", sample.answers() | {"affine": "import os\nos._exit(0)"})
    for student in NAMED:
        hand_in(root, student, {})
    for student, sources in LOUD.items():
        hand_in(root, student, sample.answers() | {
            function: f"{before}\n{sample.answers()[function]}" for function, before in sources.items()})
    hand_in(root, "renamed", sample.answers()).rename(root / "submitted" / "renamed" / NAME / "PS1.ipynb")
    (root / "submitted" / "loose.ipynb").write_text(release(NAME))
    for student, (put, _) in BAD.items():
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        put(folder / f"{NAME}.ipynb")
    before = fingerprint(root / "submitted")
    (root / "build" / "grading-left").mkdir(parents=True)      # of a grader that was killed
    code, out, err = run("grade", NAME, "--root", root, "--json")
    run("feedback", NAME, "--root", root)
    students = {entry["student"]: entry for entry in json.loads(out)["students"]}
    return Graded(root, code, err, students, before)


def points(graded, student):
    return {name: score["points"] for name, score in graded.students[student]["functions"].items()}


def full(*without):
    """Return full marks for every function but some, and nothing yet for the written question."""
    marks = {t.name: total(t.visible + t.hidden) for t in ps1.TABLE if t.name not in without}
    return marks | dict.fromkeys(without, 0) | {"why-tied": 0}


def shape_points():
    return {task.name: task.visible[0].points for task in ps1.TABLE}


######## points and reasons of the sample class

LARGE = sum(i.points for i in ps1.TASKS["softmax"].hidden if i.family is instances.large_logits)

POINTS = {
    "all-right":          full(),
    "all-wrong":          shape_points() | {"why-tied": 0},
    # The wrong softmax of all-wrong is right for a vocabulary of one symbol.
    "one-function-wrong": full() | {"softmax": full()["softmax"] - LARGE},
    "unfinished-stub":    full(*STUB_FUNCTIONS - {"sigmoid", "sigmoid_prime"}),
    "endless-loop":       full("hidden_states"),
    "cell-that-raises":   full("cross_entropy"),
    "missing-file":       full(*STUB_FUNCTIONS),
    "softmax-that-warns": full(),
    "float32-and-lists":  full(),
    "untouched":          full(*STUB_FUNCTIONS),
    "html":               full(),
    "logger":             full(),
    "writer":             full(),
    "forger":             full(),
    "process-ends":       full("affine"),
    "renamed":            full(),
    **{student: full(*STUB_FUNCTIONS) for student in NAMED},
}
POINTS["all-wrong"]["softmax"] += next(i.points for i in ps1.TASKS["softmax"].hidden
                                       if i.family is instances.one_symbol)

REASONS = [     # student, function, words in the reason
    ("all-wrong",          "sigmoid",       "differs"),
    ("all-wrong",          "hidden_states", "first at T = 1"),
    ("one-function-wrong", "softmax",       "theta near +1e4"),
    ("unfinished-stub",    "affine",        "not written yet"),
    ("unfinished-stub",    "why-tied",      "nothing was written"),
    ("untouched",          "sigmoid",       "not written yet"),
    ("endless-loop",       "hidden_states", "did not come back within"),
    ("cell-that-raises",   "cross_entropy", "its cell stopped with SyntaxError"),
    ("missing-file",       "softmax",       "no ps1.ipynb was handed in"),
    ("all-right",          "why-tied",      "waits for a manual grade"),
    ("process-ends",       "affine",        "ProcessEnded: it ended the process it ran in (exit 0)"),
]


def test_every_sample_student_is_known_here():
    assert set(sample.students()) <= set(POINTS) and len(sample.students()) >= 8


@pytest.mark.parametrize("student", POINTS)
def test_the_points_are_the_known_ones(graded, student):
    assert points(graded, student) == POINTS[student]
    assert graded.students[student]["total"] == sum(POINTS[student].values())


@pytest.mark.parametrize("student, function, words", REASONS)
def test_the_reason_names_the_right_thing(graded, student, function, words):
    losses = [x for x in graded.students[student]["losses"] if x["function"] == function]
    assert any(words in loss["reason"] for loss in losses), losses


@pytest.mark.parametrize("student", POINTS)
def test_every_lost_point_has_a_reason(graded, student):
    entry = graded.students[student]
    assert sum(x["points"] for x in entry["losses"]) == entry["maximum"] - entry["total"]
    assert all(x["reason"] for x in entry["losses"])


def test_only_written_answers_wait_for_a_grader(graded):
    for student, entry in graded.students.items():
        written = POINTS[student] == full() or student in (
            "one-function-wrong", "endless-loop", "cell-that-raises", "process-ends")
        assert entry["waiting"] == (["why-tied"] if written else []), student


######## bad hand-ins among good ones

def test_bad_hand_ins_make_exit_code_1_with_one_sentence_each(graded):
    assert graded.code == 1
    sentences = graded.err.splitlines()
    assert len(sentences) == len(BAD) + 4       # the start, the isolation, and two in the wrong place
    for student, (_, reason) in BAD.items():
        place = f"submitted/{shown(student)}/{NAME}/{NAME}.ipynb"
        mine = [line for line in sentences if line.startswith(place)]
        assert len(mine) == 1 and reason in mine[0] and mine[0].endswith(".")


def test_bad_hand_ins_leave_nothing_behind_and_stop_no_one(graded):
    assert set(graded.students) == set(POINTS)
    for step in ("autograded", "feedback"):
        assert not {path.name for path in (graded.root / step).iterdir()} & set(BAD)
    assert sorted(path.name for path in graded.root.iterdir()) == [
        secret.FILE, lock.FILE, "autograded", "feedback", "gradebook.db", "source", "submitted"]


def test_the_first_line_says_how_many_are_graded(graded):
    folders = [path for path in (graded.root / "submitted").iterdir() if path.is_dir()]
    assert graded.err.splitlines()[0] == f"Grading {len(folders)} submissions of ps1 ..."


def test_the_second_line_says_what_isolates_the_students(graded):
    line = graded.err.splitlines()[1]
    assert line.startswith("Isolation: ") and "namespaces" in line and line.endswith(".")


def test_what_lies_in_the_wrong_place_is_named(graded):
    assert "submitted/loose.ipynb is not in a student's folder" in graded.err
    assert ("submitted/renamed/ps1/PS1.ipynb was graded, though its place is "
            "submitted/renamed/ps1/ps1.ipynb.") in graded.err.splitlines()


def test_a_refused_hand_in_is_in_the_table_with_its_reason(graded):
    code, out, _ = run("grade", NAME, "--root", graded.root, "--student", "bad-empty")
    assert code == 1 and "bad-empty\n  refused: submitted/bad-empty/ps1/ps1.ipynb is empty." in out


def test_what_a_student_writes_to_the_descriptors_is_not_the_graders(graded, capfd):
    run("grade", NAME, "--root", graded.root, "--student", "writer", "--json", "--again")
    assert capfd.readouterr() == ("", "")


def test_what_was_handed_in_is_as_it_was(graded):
    assert fingerprint(graded.root / "submitted") == graded.before


def test_the_key_does_not_stay_in_the_environment(graded):
    assert instances.KEY not in os.environ


######## feedback

def page(graded, student):
    return (graded.root / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")


def test_everyone_who_handed_a_notebook_in_has_a_feedback_page(graded):
    students = {path.name for path in (graded.root / "feedback").iterdir()}
    assert students == set(POINTS) - {"missing-file"}


######## grading again

def test_what_was_graded_from_the_same_bytes_is_not_graded_again_unless_asked_to(graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root, symlinks=True)
    arguments = ("grade", NAME, "--root", root, "--student", "one-function-wrong", "--json")
    before = fingerprint(root / "autograded")
    code, out, err = run(*arguments)
    assert code == 0 and "1 of them were graded before" in err and fingerprint(root / "autograded") == before
    assert json.loads(out)["students"] == [graded.students["one-function-wrong"]]
    code, out, err = run(*arguments, "--again")
    assert code == 0 and "graded before" not in err and "Isolation" in err
    assert json.loads(out)["students"] == [graded.students["one-function-wrong"]]


def spoil_file(root):
    path = root / "autograded" / "all-right" / NAME / f"{NAME}.ipynb"
    path.chmod(0o644)
    path.write_text(path.read_text()[:1000])


def spoil_gradebook(root):
    with gradebook.api(root).gradebook as book:
        book.find_grade("softmax-graded", NAME, NAME, "all-right").auto_score = 1
        book.db.commit()


def spoil_sources(root):
    hand_in(root, "all-right", sample.answers() | {"why-tied": "Another answer."})


def spoil_timestamp(root):
    (root / "submitted" / "all-right" / NAME / "timestamp.txt").write_text("2026-11-01 10:00:00 UTC")


@pytest.mark.parametrize("spoil", [spoil_file, spoil_gradebook, spoil_sources, spoil_timestamp])
def test_what_is_not_as_it_was_is_graded_again(spoil, graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root, symlinks=True)
    spoil(root)
    code, out, err = run("grade", NAME, "--root", root, "--student", "all-right", "--json")
    assert code == 0 and "graded before" not in err and "Isolation" in err
    assert json.loads(out)["students"] == [graded.students["all-right"]]
    assert not (root / "feedback" / "all-right" / NAME).exists()        # it told of the other grading


def test_a_fingerprint_of_other_checks_or_of_another_secret_is_no_proof(graded, monkeypatch):
    path = graded.root / "submitted" / "all-right" / NAME / f"{NAME}.ipynb"
    arguments = (graded.root, NAME, "all-right", path, release(NAME))
    first = submission(*arguments, "secret", "required")[0].fingerprint
    others = [submission(*arguments, "other", "required"), submission(*arguments, "secret", "none")]
    monkeypatch.setattr("grading.submissions.checks", lambda: "other")
    others.append(submission(*arguments, "secret", "required"))
    assert len({first, *(one.fingerprint for one, _ in others)}) == 4


def test_a_manual_grade_survives_grading_again(graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root, symlinks=True)
    with gradebook.api(root).gradebook as book:
        book.find_grade("why-tied", NAME, NAME, "all-right").manual_score = 7
        book.find_comment("why-tied", NAME, NAME, "all-right").manual_comment = "Clear <b>."
        book.db.commit()
    code, out, _ = run("grade", NAME, "--root", root, "--student", "all-right", "--json", "--again")
    run("feedback", NAME, "--root", root)
    entry = json.loads(out)["students"][0]
    assert code == 0 and entry["total"] == CODE + 7 and entry["waiting"] == []
    assert [(x["function"], x["points"], x["reason"]) for x in entry["losses"]] == [
        ("why-tied", ps1.WRITTEN["why-tied"] - 7, "graded by hand")]
    text = (root / "feedback" / "all-right" / NAME / f"{NAME}.html").read_text()
    assert "Clear &lt;b&gt;." in text and f"<strong>{CODE + 7}</strong>" in text


def test_a_file_taken_back_takes_its_pages_along(graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root, symlinks=True)
    (root / "submitted" / "all-right" / NAME / f"{NAME}.ipynb").unlink()
    code, out, _ = run("grade", NAME, "--root", root, "--student", "all-right", "--json")
    assert code == 0 and json.loads(out)["students"][0]["total"] == 0
    assert not (root / "feedback" / "all-right" / NAME).exists()


def test_feedback_pages_can_be_written_again(graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root, symlinks=True)
    before = page(graded, "all-wrong")
    shutil.rmtree(root / "feedback")
    code, out, _ = run("feedback", NAME, "--root", root)
    assert code == 0 and str(len(POINTS) - 1) in out
    assert (root / "feedback" / "all-wrong" / NAME / f"{NAME}.html").read_text() == before


######## what the program says

@pytest.mark.parametrize("arguments, words", [
    (("grade", "ps99"),                           "There is no problem set 'ps99'"),
    (("grade", NAME),                             "There is no folder"),
    (("feedback", NAME),                          "run `python -m grading grade ps1` first"),
])
def test_bad_arguments_get_one_sentence(arguments, words, tmp_path):
    code, out, err = run(*arguments, "--root", tmp_path)
    assert (code, out) == (2, "") and words in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_student_gets_one_sentence(graded):
    code, out, err = run("grade", NAME, "--root", graded.root, "--student", "no-one")
    assert (code, out) == (2, "") and "'no-one'" in err and err.count("\n") == 1


def test_the_sample_never_replaces_another_folder(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    code, _, err = run("sample", "--root", tmp_path)
    assert code == 2 and "something other than a sample class" in err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("program", ["exercises", "grade", "sample", "feedback", "summary"])
def test_every_help_shows_an_example(program, capsys):
    with pytest.raises(SystemExit) as stop:
        main([program, "--help"])
    assert stop.value.code == 0
    assert f"Example: python -m grading {program}" in capsys.readouterr().out
