"""The call of a student's function: odd results, real descriptors, interrupts, and what is told."""

import itertools
import logging
import os
import signal
import sys
import threading

import numpy as np
import pytest

from grading.checks import ps1, ps2, ps3
from grading.checks.diagnosis import LARGEST, NOTHING, instances_of, outputs
from grading.checks.instances import Case
from grading.checks.report import call_of
from rnn_ref.activations import sigmoid
from rnn_ref.softmax import softmax

FULL = sum(item.points for item in ps1.TASKS["softmax"].visible)


######## results that fight back

class Length(tuple):
    def __len__(self): raise KeyError
    def __iter__(self): raise KeyError


class Dimensions(np.ndarray):
    ndim = dtype = shape = property(lambda self: 1 / 0)

    def __array__(self, *_, **__): raise SystemExit


class Lying:
    __class__ = property(lambda self: np.ndarray)


class Raising:
    @property
    def __class__(self): raise SystemExit


class Meta(type):
    def __hash__(cls): raise KeyError
    def __eq__(cls, other): raise KeyError
    __name__ = property(lambda cls: 1 / 0)


class Strange(metaclass=Meta):
    pass


class Leaves:
    def __array__(self, *_, **__): raise SystemExit


class Slow:
    def __array__(self, *_, **__): signal.pause()


class Real(float):
    def __float__(self): raise SystemExit
    def __array__(self, *_, **__): raise SystemExit


ODD = [
    # made inside the call: pytest would look at them
    (lambda: type("", (), {})(), "got a nameless object"),
    (lambda: Lying(),            "got a Lying"),
    (lambda: Raising(),          "got a Raising"),
    (lambda: Strange(),          "got a Strange"),
    (lambda: Leaves(),           "got a Leaves"),
    (lambda: [Leaves(), 1.0],    "got a list of objects"),
    (lambda: Slow(),             "got a Slow"),
    (lambda: [[Slow()]],         "got a list of objects"),
    (lambda: boxed(Leaves()),    "got an array of objects"),
]


def boxed(value):
    array = np.empty(1, object)
    array[0] = value
    return array


@pytest.mark.parametrize("make, sentence", ODD)
@pytest.mark.parametrize("name", ["softmax", "unit_step"])
def test_an_odd_result_gets_a_sentence(name, make, sentence, capsys):
    assert ps1.check(name, lambda *_: make()) == 0
    assert name == "unit_step" or sentence in capsys.readouterr().out


@pytest.mark.parametrize("wrap", [Length, lambda y: y.view(Dimensions), lambda y: [Real(x) for x in y]])
def test_subclasses_of_arrays_tuples_and_numbers_count_whatever_their_methods_do(wrap):
    assert ps1.check("softmax", lambda theta: wrap(softmax(theta))) == FULL


@pytest.mark.parametrize("make", [
    lambda count: np.zeros(count),                              # another shape at each call
    lambda count: np.broadcast_to(np.int64(1), (10 ** 12,)),    # no memory could hold it as float64
    lambda count: np.empty((0, 0)),
    lambda count: np.inf,
])
def test_no_result_disturbs_or_passes_the_look_at_linearity(make, capsys):
    calls = itertools.count(2)
    assert ps2.check("claim_2", lambda *_: make(next(calls))) == 0
    assert "gamma: expected shape (2,), got" in capsys.readouterr().out


def test_an_infinite_result_is_not_linear(capsys):
    assert ps2.check("claim_2", lambda W_h, gamma, f_prime: np.full(len(gamma), np.inf)) == 1    # its shape
    assert "it is not linear in gamma" in capsys.readouterr().out


def test_a_loss_whose_arguments_have_other_names_is_as_good():
    task, loss = ps3.TASKS["sequence_gradients"], ps3.TASKS["loss_of_sequence"].reference
    earned = ps3.check(task.name, task.reference, hidden=True, loss_of_sequence=lambda *a: loss(*a))
    assert earned == sum(item.points for item in task.hidden)


def test_diagnosis_keeps_no_huge_results():
    task = ps1.TASKS["softmax"]
    cases = instances_of(task)
    assert outputs(task, lambda theta: np.empty(LARGEST + 1), cases) == [NOTHING] * len(cases)
    assert NOTHING not in outputs(task, softmax, cases)


def test_a_list_that_takes_long_to_read_is_within_the_time_limit(monkeypatch, capsys):
    monkeypatch.setattr("grading.checks.call.SECONDS", 0.2)
    inside = [None] * 300
    inside[:] = [inside] * 300
    assert ps1.check("softmax", lambda theta: inside) == 0
    assert "did not come back within" in capsys.readouterr().out


def test_an_exception_whose_message_never_ends_is_within_the_time_limit(monkeypatch, capsys):
    monkeypatch.setattr("grading.checks.call.SECONDS", 0.2)

    class Endless(Exception):
        def __str__(self): signal.pause()

    def raises(theta):
        raise Endless

    assert ps1.check("softmax", raises) == 0
    assert "did not come back within" in capsys.readouterr().out


######## one array for two

WANTED = "expected two arrays, z and h, got "
HALVES = [
    ("unit_step",     lambda z, h: h,            "one of shape (2,)"),
    ("unit_step",     lambda z, h: list(h),      "one of shape (2,)"),
    ("unit_step",     lambda z, h: (z, h, h),    "3"),
    ("hidden_states", lambda z, h: h,            "one of shape (2, 2)"),
    ("hidden_states", lambda z, h: {"z": z},     "a dict"),
]


@pytest.mark.parametrize("name, half, got", HALVES)
def test_one_array_where_two_are_asked_for_is_called_that(name, half, got, capsys):
    reference = ps1.TASKS[name].reference
    assert ps1.check(name, lambda *a: half(*reference(*a))) == 0
    assert WANTED + got + ", first at" in capsys.readouterr().out


######## descriptors

def test_what_goes_to_the_real_descriptors_costs_nothing_and_shows_nowhere(capfd):
    handler = logging.StreamHandler(os.fdopen(os.dup(2), "w"))     # made before the call

    def loud(theta):
        os.write(1, b"one\n")
        os.write(2, b"two\n")
        os.system("echo three")
        return softmax(theta)

    assert ps1.check("softmax", loud) == FULL
    os.write(2, b"after\n")
    out, err = capfd.readouterr()
    assert err == "after\n" and "one" not in out and "three" not in out and "passed" in out
    handler.stream.close()


def test_closed_descriptors_do_no_harm():
    program = "import os; os.close(2); from grading.checks import ps1; " \
              "assert ps1.check('sigmoid', ps1.sigmoid) > 0"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", program]) == 0


######## interrupts

def test_a_keyboard_interrupt_of_the_students_own_is_a_sentence(capsys):
    def raises(theta):
        raise KeyboardInterrupt

    assert ps1.check("softmax", raises) == 0
    assert "it raised KeyboardInterrupt" in capsys.readouterr().out


def test_an_interrupt_from_outside_stops_the_check():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        ps1.check("softmax", lambda theta: signal.raise_signal(signal.SIGINT))
    assert signal.getsignal(signal.SIGINT) is before


def test_a_check_in_another_thread_works():
    earned = []
    thread = threading.Thread(target=lambda: earned.append(ps1.check("softmax", softmax)))
    thread.start()
    thread.join()
    assert earned == [FULL]


######## what the report shows

def test_a_failed_check_shows_a_call_that_can_be_repeated(capsys):
    def wrong(yhat, y):
        return np.log(yhat[y])

    ps1.check("cross_entropy", wrong)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    first = next(i for i, line in enumerate(lines) if line.startswith("with "))
    names = {"np": np}
    exec(f"{lines[first].removeprefix('with').strip()}\n{lines[first + 1]}", names)
    got = next(line for line in lines if line.startswith("got")).split()[1].strip("[]")
    assert float(got) == pytest.approx(wrong(names["yhat"], names["y"]), abs=1e-3)


def test_all_arguments_of_the_smallest_step_are_shown_and_large_calls_are_not(capsys):
    ps1.check("unit_step", lambda W_h, W_x, b_1, h_prev, x: (b_1, b_1))
    out = capsys.readouterr().out
    assert all(f" {name} = np.array(" in out for name in ("W_h", "W_x", "b_1", "h_prev", "x"))
    assert call_of(ps1.TASKS["sigmoid"], Case("large", (np.zeros((7, 7)),))) == ""


def test_the_argument_that_is_changed_is_named(capsys):
    def in_place(W_h, W_x, b_1, h_prev, x):
        b_1 += W_h @ h_prev + W_x @ x
        return b_1, sigmoid(b_1)

    ps1.check("unit_step", in_place)
    assert "it changes b_1, which it was given" in capsys.readouterr().out


def test_a_failing_function_is_named_where_a_later_one_may_call_it(capsys):
    def wrong(*_):
        return 0.0

    ps1.check("sigmoid", sigmoid)
    ps1.check("unit_step", wrong)
    assert "may be the cause" not in capsys.readouterr().out
    ps1.check("hidden_states", wrong)
    assert "Your unit_step fails the visible checks: if hidden_states calls it" in capsys.readouterr().out
    ps1.check("sigmoid", wrong)
    ps1.check("hidden_states", wrong)
    assert "Your sigmoid and unit_step fail" in capsys.readouterr().out
    for name in ("sigmoid", "unit_step"):
        ps1.check(name, ps1.TASKS[name].reference)
    capsys.readouterr()
    ps1.check("hidden_states", wrong)
    assert "may be the cause" not in capsys.readouterr().out


def test_a_function_that_calls_an_unwritten_one_says_so(capsys):
    def unit_step(*_):
        raise NotImplementedError

    ps1.check("hidden_states", lambda *a: unit_step(*a))
    assert "it calls unit_step, which is not written yet" in capsys.readouterr().out


def test_an_unwritten_comprehension_or_lambda_has_no_name_worth_telling(capsys):
    def raises():
        raise NotImplementedError

    ps1.check("softmax", lambda theta: (lambda: raises())())
    assert "it calls raises, which is not written yet" in capsys.readouterr().out
    ps1.check("softmax", lambda theta: (lambda: exec("raise NotImplementedError"))())
    out = capsys.readouterr().out
    assert "it is not written yet" in out and "<" not in out
