"""The hostile and faulty hand-ins as data, and that the test of them sees what it looks for."""

import socket
import subprocess
import sys
import time

import pytest

from grading.commands import parser
from grading.files import BadInput
from grading.marks import table_of
from grading.selftest.security import cases, formgraded, judge, world
from grading.selftest.security.classroom import FULL, HALF, full, seats, sources_of, visible
from grading.selftest.security.encodings import ENCODINGS
from grading.selftest.security.notebooks import NOTEBOOKS
from grading.selftest.security.pages import active
from grading.selftest.security.places import PLACES
from grading.selftest.security.run import Verdict, counts, printed

ALL = cases.load()
CHANGES = {**NOTEBOOKS, **ENCODINGS, **PLACES}


######## the cases

def test_there_are_many_of_each_kind_and_every_problem_set_is_attacked():
    assert sum(case.kind == "attack" for case in ALL) >= 120
    assert sum(case.kind == "fault" for case in ALL) >= 100
    assert {case.set for case in ALL if case.kind == "attack"} == {"ps1", "ps2", "ps3", "ps4"}


def test_every_case_says_what_it_does_and_names_what_there_is():
    for case in ALL:
        known = {*table_of(case.set).TASKS, *table_of(case.set).WRITTEN}
        named = {*case.cells, *case.before, *case.after, *case.wraps, *case.loses, *case.partial, *case.keeps}
        assert case.tries and named <= known, case.name
        assert not case.notebook or case.notebook in CHANGES, case.name
        assert case.kind == "fault" or not (case.loses or case.partial or case.keeps), case.name
        does = (case.once, case.every, case.each, case.cells, case.before, case.after, case.wraps,
                case.notebook, case.files, case.student)
        assert any(does), f"{case.name} does nothing"


def test_every_change_of_a_notebook_is_used():
    assert set(CHANGES) == {case.notebook for case in ALL if case.notebook}


def test_an_unknown_case_gets_one_sentence():
    with pytest.raises(BadInput, match="There is no case nothing-like-it"):
        cases.load(["nothing-like-it"])
    assert parser().parse_args(["selftest", "--security", "--case", "xss"]).case == ["xss"]


def test_good_students_sit_before_between_and_after():
    some = [case for case in ALL if case.set == "ps1"]
    found = seats(some)
    good = [place for place, seat in enumerate(found) if seat.good]
    assert good[0] == 0 and good[-1] == len(found) - 1 and {found[i].good for i in good} >= {FULL, HALF}
    assert len({seat.student for seat in found}) == len(found) == len(good) + sum(c.copies for c in some)


def test_code_comes_before_inside_and_after_a_function():
    case = cases.Case("fault", "x", "x", before={"affine": "first = 1"}, after={"affine": "last = 1"},
                      wraps={"affine": "print(U)"}, once="once = 1", every="every = 1")
    found = sources_of(case, "ps1")
    lines = [line for line in found["affine"].splitlines() if line]
    assert lines[:3] == ["every = 1", "first = 1", "def affine(U, b_2, h):"]
    assert lines[4:] == ["    print(U)", "    return U @ h + b_2", "last = 1"]
    assert found["sigmoid"].startswith("once = 1") and "once" not in found["softmax"]


def test_the_visible_answers_are_those_of_the_reference():
    found = visible("ps1")
    (arguments, results), *_ = found["affine"]
    U, b_2, h = arguments
    theta = [sum(u * x for u, x in zip(row, h, strict=True)) + b for row, b in zip(U, b_2, strict=True)]
    assert max(abs(a - b) for a, b in zip(theta, results[0], strict=True)) < 1e-6


######## what the judge sees

def seen(**changes):
    nothing = judge.Seen({"functions": {}, "losses": []}, "", "", "", "", [])
    return nothing._replace(**changes)


def record(points, reasons=()):
    return {"functions": {name: {"points": p} for name, p in points.items()},
            "losses": [{"function": name, "reason": reason} for name, reason in dict(reasons).items()]}


@pytest.fixture
def around():
    with world.world() as made:
        yield made


def test_a_canary_that_was_reached_is_seen(around):
    for text in ("REACHED /etc/shadow", around.secret, around.private, "### BEGIN SOLUTION"):
        assert judge.reached(seen(outputs=f"it says {text} here"), around)
        assert judge.reached(seen(sentence=text), around)
    source = seen(outputs="in the line `print(\"REACHED\", path)`", page="REACHED x")
    assert judge.reached(source, around) == []


def test_points_of_an_attack_are_seen(around):
    attack = cases.Case("attack", "x", "x")
    assert judge.faults_of(attack, "ps1", seen(record=record({"affine": 1})), around) == [
        "affine earns 1, the stub 0"]
    assert judge.faults_of(attack, "ps1", seen(record=record({"affine": 0})), around) == []
    looked_up = attack._replace(allows="visible")
    assert judge.faults_of(looked_up, "ps1", seen(record=record({"affine": 4})), around) == []
    assert judge.faults_of(looked_up, "ps1", seen(record=record({"affine": 5})), around)
    refused = attack._replace(refused="link")
    assert judge.faults_of(refused, "ps1", seen(record={}, sentence="is a link."), around) == []
    assert judge.faults_of(refused, "ps1", seen(record=record({"affine": 0})), around)


def test_lost_points_and_wrong_reasons_of_a_fault_are_seen(around):
    fault, right = cases.Case("fault", "x", "x", loses={"affine": "hangs"}), full("ps1") | {"affine": 0}
    def judged(points, reason="it hangs", **changes):
        found = seen(record=record(points, {"affine": reason}))
        return judge.faults_of(fault._replace(**changes), "ps1", found, around)
    assert judged(right) == []
    assert judged(right, "it is wrong") and judged(right | {"softmax": 3}) and judged(right | {"affine": 1})
    assert judged(right | {"affine": 1}, partial=["affine"]) == []
    assert judged(right | {"affine": 3}, keeps={"affine": 3}) == []
    assert judged(right, partial=["affine"]) and judged(right, remark="cut short")


@pytest.mark.parametrize("page", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img src='http://192.0.2.1/x.png'>",
    "<a href=' java&#10;script:alert(1)'>x</a>", "<p style='background: url(//x)'>", "<body onload=x>",
    "<svg><a xlink:href='javascript:1'/></svg>", "<meta http-equiv=refresh content=0>", "<iframe src=x>",
    "<link rel=stylesheet href=x>", "<style>@import 'x'</style>", "<img srcset='x 2x'>",
    "<a href='data:text/html,x'>x</a>"])
def test_what_runs_or_fetches_on_a_page_is_seen(page):
    assert active(f"<!DOCTYPE html><body><h1>Feedback</h1>{page}")


def test_what_only_shows_text_is_no_danger():
    assert active("<!DOCTYPE html><meta charset=utf-8><style>p { color: red }</style><p id=x>&lt;script&gt;"
                  "<a href='#x'>up</a><a href='https://example.org'>book</a>"
                  "<img src='data:image/png;base64,'>") == []


def test_the_listener_hears_every_kind_of_caller(around):
    with socket.create_connection(("127.0.0.1", around.port)) as caller:
        caller.sendall(b"tcp")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
        caller.sendto(b"udp", ("127.0.0.1", around.port))
    for address in (f"\0bptt-{around.token}", str(around.outside / "socket")):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(address)
            caller.sendall(b"unix")
    until = time.monotonic() + 10
    while len(around.heard) < 4 and time.monotonic() < until:
        time.sleep(0.01)
    assert sorted(around.heard) == [b"tcp", b"udp", b"unix", b"unix"]


def test_files_out_of_place_are_seen(around):
    assert judge.untidy(around) == []
    (around.outside / "new").touch()
    (around.home / ".ipython").mkdir()
    (around.home / ".ipython" / "start.py").touch()
    (around.outside / "untouched").write_text("touched")
    assert judge.untidy(around) == ["a file stays behind: new", "a file stays behind: .ipython/start.py",
                                    "a file was changed"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="orphans are adopted on Linux alone")
def test_a_process_that_stays_behind_is_seen_and_ended():
    orphan = "import subprocess; subprocess.Popen(['sleep', '60'], start_new_session=True)"
    before = world.children()
    with world.adopting():
        subprocess.run([sys.executable, "-c", orphan], check=True)
        assert world.stragglers(before) == ["sleep"]
    assert world.children().keys() <= before.keys()


def test_the_table_says_what_did_not_hold():
    attack, fault = (next(case for case in ALL if case.kind == kind) for kind in ("attack", "fault"))
    verdicts = [Verdict("ps1", attack, []), Verdict("ps1", attack, ["it earns 1"]), Verdict("ps1", fault, []),
                Verdict("ps1", None, ["a process stays behind: sleep"])]
    text = printed(verdicts)
    assert f"NOT withstood  {attack.set}  {attack.name}" in text and "it earns 1" in text and "sleep" in text
    assert f"survived       ps1  {fault.name}" in text
    assert counts(verdicts) == {"attack": (1, 0), "fault": (1, 1)}
    assert text.endswith("attacks: 1 tried, 0 withstood\nfaults: 1 tried, 1 survived")


def test_what_the_formgrader_shows_beyond_an_untouched_notebook_is_seen(monkeypatch, tmp_path):
    pages = {"ada": "<script>own</script><b>ada</b><script>1</script><img src=http://192.0.2.1>",
             "stub": "<script>own</script><b>stub</b>"}
    monkeypatch.setattr(formgraded, "page", lambda path, student, name: pages[student])
    assert formgraded.additions(tmp_path, "ada", "ps1", "stub") == [
        "<script>", "<img src='http://192.0.2.1'>"]
