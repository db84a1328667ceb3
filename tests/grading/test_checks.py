"""The checks of problem set 1: fair to right answers, clear on wrong ones, undisturbed by any."""

import json
import subprocess
import sys

import numpy as np
import pytest

from grading import reports
from grading.checks import instances, ps1
from grading.checks.task import checker
from rnn_ref.softmax import softmax


def points(items):
    return sum(item.points for item in items)


def hidden(monkeypatch, student):
    monkeypatch.setenv(instances.KEY, student)


def both(name, candidate):
    return ps1.check(name, candidate), ps1.check(name, candidate, hidden=True)


######## the table

def test_points_add_up_to_a_hundred():
    functions = sum(points(task.visible + task.hidden) for task in ps1.TABLE)
    assert functions + sum(ps1.WRITTEN.values()) == 100


def test_every_task_has_visible_and_graded_checks_that_earn_points():
    for task in ps1.TABLE:
        assert task.visible and task.hidden
        assert all(item.points > 0 for item in task.visible + task.hidden)


def test_labels_differ_within_a_task():     # they seed the instances
    for task in ps1.TABLE:
        labels = [item.label for item in task.visible + task.hidden]
        assert len(labels) == len(set(labels)), task.name


######## fair

@pytest.mark.parametrize("name", ps1.TASKS)
def test_the_reference_gets_full_marks_from_twenty_students_numbers(name, monkeypatch):
    task = ps1.TASKS[name]
    for student in range(20):
        hidden(monkeypatch, f"student {student}")
        assert both(name, task.reference) == (points(task.visible), points(task.hidden))


def recursive(W_h, W_x, b_1, X, h_0):
    if len(X) == 0:
        return [], [list(h_0)]
    z, h = recursive(W_h, W_x, b_1, X[:-1], h_0)
    z_t, h_t = ps1.unit_step(W_h, W_x, b_1, np.array(h[-1]), X[-1])
    return [*z, list(z_t)], [*h, list(h_t)]


RIGHT = [
    ("softmax",       lambda theta: softmax(theta.astype(np.float32))),
    ("softmax",       lambda theta: list(softmax(theta))),
    ("softmax",       lambda theta: tuple(softmax(theta))),
    ("cross_entropy", lambda yhat, y: float(-np.log(yhat[y]))),
    ("unit_step",     lambda *a: list(ps1.unit_step(*a))),
    ("unit_step",     lambda *a: np.array(ps1.unit_step(*a))),
    ("hidden_states", recursive),
]


@pytest.mark.parametrize("name, candidate", RIGHT)
def test_lists_tuples_and_single_precision_are_as_good(name, candidate):
    task = ps1.TASKS[name]
    assert both(name, candidate) == (points(task.visible), points(task.hidden))


def test_a_right_answer_that_prints_and_warns_keeps_its_points_and_stderr_stays_empty(capsys):
    def noisy(theta):
        print("the logits are", theta)
        sys.stderr.write("to stderr\n")
        np.log(np.zeros(1))
        return softmax(theta)

    assert ps1.check("softmax", noisy) == points(ps1.TASKS["softmax"].visible)
    out, err = capsys.readouterr()
    assert err == "" and "| the logits are" in out


def test_what_a_function_prints_is_cut_short(capsys):
    def floods(theta):
        print("x" * 5_000_000)
        return softmax(theta)

    assert ps1.check("softmax", floods) == points(ps1.TASKS["softmax"].visible)
    assert len(capsys.readouterr().out) < 3_000


######## clear

def raises(theta):
    return theta @ np.ones(77)


def unwritten(theta):
    raise NotImplementedError


def leaves(theta):
    raise SystemExit(0)


WRONG = [      # a softmax, and what the report says about it
    (unwritten,                                   "it is not written yet"),
    (raises,                                      "it raised ValueError"),
    (raises,                                      "in the line `return theta @ np.ones(77)`"),
    (leaves,                                      "it raised SystemExit"),
    (lambda theta: None,                          "got None (is there a `return`?)"),
    (lambda theta: "0.5",                         "got a string"),
    (lambda theta: (x for x in theta),            "got a generator"),
    (lambda theta: [1, "a"],                      "got a list of strings"),
    (lambda theta: [[1], [2, 3]],                 "got a list that is not one"),
    (lambda theta: np.array([None]),              "got an array of objects"),
    (lambda theta: theta * 1j,                    "got an array of complex numbers"),
    (lambda theta: theta > 0,                     "got an array of truth values"),
    (lambda theta: theta.astype("M8[s]"),         "got an array of odd values"),
    (lambda theta: [10 ** 400],                   "got a list of objects"),
    (lambda theta: theta * np.nan,                "yhat has NaN in it"),
    (lambda theta: softmax(theta)[:, None],       "expected shape (4,), got (4, 1)"),
    (lambda theta: softmax(-theta),               "yhat differs in 4 of 4 numbers, first at V = 4"),
    (lambda theta, more: softmax(theta),          "it raised TypeError"),
    (7,                                           "it raised TypeError"),
]


@pytest.mark.parametrize("candidate, sentence", WRONG)
def test_a_wrong_answer_gets_a_sentence_and_a_number(candidate, sentence, capsys):
    earned = ps1.check("softmax", candidate)
    assert type(earned) is int and earned < points(ps1.TASKS["softmax"].visible)
    out = capsys.readouterr().out
    assert sentence in out and "eq-3.1" in out


@pytest.mark.parametrize("name", ps1.TASKS)
def test_a_stub_earns_nothing(name):
    def stub(*_):
        raise NotImplementedError

    assert both(name, stub) == (0, 0)


def test_a_function_that_hangs_costs_its_time_once(monkeypatch, capsys):
    monkeypatch.setattr("grading.checks.call.SECONDS", 0.2)

    def hangs(theta):
        while True:
            try:
                pass
            except BaseException:
                pass

    assert ps1.check("softmax", hangs, hidden=True) == 0
    out = capsys.readouterr().out
    assert "it did not come back within" in out and out.count("not run") == 1
    assert out.count("for the same reason") == 1


def test_the_report_names_the_smallest_size_that_fails(capsys):
    def always_from_h_0(W_h, W_x, b_1, X, h_0):
        pairs = [ps1.unit_step(W_h, W_x, b_1, h_0, x) for x in X]
        return np.array([z for z, _ in pairs]), np.array([h_0, *(h for _, h in pairs)])

    ps1.check("hidden_states", always_from_h_0)
    assert "first at T = 2" in capsys.readouterr().out


def test_the_naive_softmax_fails_on_large_logits_alone(capsys):
    def naive(theta):
        return np.exp(theta) / np.exp(theta).sum()

    items = ps1.TASKS["softmax"].hidden
    large = [item for item in items if item.family is instances.large_logits]
    assert ps1.check("softmax", naive, hidden=True) == points(items) - points(large)
    assert "theta near +1e4" in capsys.readouterr().out


def test_an_answer_that_changes_its_arguments_loses_that_check(capsys):
    def in_place(theta):
        theta -= theta.max()
        return softmax(theta)

    items = ps1.TASKS["softmax"].visible
    assert 0 < ps1.check("softmax", in_place) < points(items)
    assert "it changes theta, which it was given" in capsys.readouterr().out


@pytest.mark.parametrize("name", ps1.TASKS)
def test_passing_says_how_many_checks_are_to_come_and_never_that_all_is_done(name, capsys):
    task = ps1.TASKS[name]
    ps1.check(name, task.reference)
    out = capsys.readouterr().out
    assert f"{len(task.hidden)} more, worth {points(task.hidden)} points" in out
    assert "after you hand in" in out and "done" not in out and "missed" not in out


def test_a_check_of_an_unknown_function_is_an_error_of_the_author():
    with pytest.raises(KeyError):
        ps1.check("soft_max", softmax)


def test_the_reasons_read_back_are_those_in_the_report(capsys):
    ps1.check("softmax", lambda theta: None)
    losses = reports.reasons(capsys.readouterr().out)
    visible = ps1.TASKS["softmax"].visible
    assert [(loss[0], loss[1]) for loss in losses] == [(i.points, i.label) for i in visible]
    assert {loss[2] for loss in losses} == {losses[0][2]} and "None" in losses[0][2]


######## instances

def test_graded_instances_differ_by_student_and_visible_ones_do_not(monkeypatch):
    def draws(is_hidden):
        return tuple(instances.generator("a/b", instances.key_of(is_hidden)).standard_normal(3))

    hidden(monkeypatch, "one")
    graded, visible = draws(True), draws(False)
    hidden(monkeypatch, "other")
    assert draws(True) != graded and draws(False) == visible != graded


SPECIAL = [{"d": 5, "V": 5}, {"T": 2}, {"h_0": np.zeros(4)}, {"W_h": np.eye(4)}]


@pytest.mark.parametrize("change", SPECIAL)
def test_special_instances_are_refused(change):
    model = instances.model(np.random.default_rng(0), 4, 5, 6, 3)
    instances.assert_generic(model)
    with pytest.raises(AssertionError):
        instances.assert_generic(model._replace(**change))


def test_the_last_instance_of_every_student_is_generic():
    for seed in range(200):     # models() asserts it: this drives it
        sizes = [m.T for m in instances.models(np.random.default_rng(seed))]
        assert sizes[:2] == [1, 2] and sizes[2] >= 3


def test_the_sizes_grow_in_one_instance_and_fall_in_another_whoever_the_student_is():
    for student in range(20):
        first, second, _ = instances.models(np.random.default_rng(student))
        assert first.D_h < first.d < first.V and second.D_h > second.d > second.V


def test_a_mistake_that_shows_where_there_are_more_units_than_symbols_loses_points(monkeypatch):
    def cut(W_h, W_x, b_1, h_prev, x):      # right for D_h <= d
        return ps1.TASKS["unit_step"].reference(W_h, W_x, b_1, h_prev * (np.arange(len(h_prev)) < len(x)), x)
    task = ps1.TASKS["unit_step"]
    for student in range(20):
        hidden(monkeypatch, f"student {student}")
        seen, graded = both("unit_step", cut)
        assert seen < points(task.visible) and graded < points(task.hidden)


def test_the_checks_need_numpy_and_the_reference_alone():
    program = ("import json, sys, grading.checks.ps1\n"
               "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))")
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(run.stdout))
    assert {"numpy", "rnn_ref", "grading"} <= loaded
    assert not {"nbgrader", "jupytext", "nbformat", "traitlets", "tqdm", "sqlalchemy"} & loaded


######## what the feedback draws

def test_arrays_are_kept_as_json_holds_them_where_both_have_one_shape():
    check, _ = checker("ps1", ps1.TASKS, kept := {})
    check("tanh_prime", lambda z: np.where(np.asarray(z) > 0, np.inf, 1.0))
    assert kept["tanh_prime", False]
    for name, expected, got in kept["tanh_prime", False].values():
        assert name == "tanh'(z)" and np.shape(expected) == np.shape(got)
    assert "inf" in json.dumps(kept["tanh_prime", False])
    check("tanh_prime", lambda z: [1.0, 2.0, 3.0])
    assert kept["tanh_prime", False] == {}
