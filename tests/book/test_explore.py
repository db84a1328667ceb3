"""What the pages of the part "Explore" show, against rnn_ref, called once more, and against the checks."""

import json

import anna
import numpy as np
import pytest
from explore import bugs, flow, names, network, passes

from book.equations.entries import read
from grading import mistakes
from grading.checks.compare import shown
from grading.marks import table_of
from rnn_ref import init_params, read_names, sequence_gradients, split_names, train
from rnn_ref.gradcheck import complex_step_gradients
from rnn_ref.unit import sequence_loss


def as_numbers(texts):
    if isinstance(texts, list):
        return np.array([as_numbers(text) for text in texts])
    return float(texts.replace("−", "-"))


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
@pytest.mark.parametrize("word", ["anna", "level"])
def test_the_sum_of_the_network_page_is_the_gradient_by_the_complex_step(word, activation):
    params = anna.params if word == "anna" else init_params(3, len(set(word)) + 1, seed=0)
    found = passes.passes(word, activation, 0, params)
    measured = complex_step_gradients(
        lambda p: sequence_loss(p, found.x, found.y, activation=activation), params)
    assert found.total[0] == pytest.approx(measured.W_h, abs=1e-12)
    J, _, dh_0 = sequence_gradients(params, found.x, found.y, activation=activation)
    assert found.tables["J"].sum() == pytest.approx(J)
    assert found.tables["dh_0"][0] == pytest.approx(dh_0)


def test_the_moments_tell_every_step_once_forward_and_once_backward():
    told = network.network("anna", params=anna.params)["moments"]
    assert [moment["step"] for moment in told] == [0, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1]
    found = passes.passes("anna", params=anna.params)
    for number, moment in enumerate(told):
        for name, texts in moment["values"].items():
            assert passes.moment_of(name, moment["step"], 5) == number
            assert as_numbers(texts) == pytest.approx(found.tables[name][moment["step"] - 1], abs=6e-5)
    assert as_numbers(told[-1]["total"]) == pytest.approx(found.total[0], abs=6e-3)
    assert not as_numbers(told[5]["total"]).any()


def test_numbers_have_a_minus_sign_and_no_minus_zero():
    assert passes.number(-0.5) == "−0.5000" and passes.number(-1e-9) == "0.0000"
    assert passes.number(2.345, 1) == "2.3"


@pytest.mark.parametrize("word", ["", "Anna", "a b", "abcdefghijklm", 7])
def test_what_is_no_word_is_told_in_a_sentence(word):
    with pytest.raises(ValueError, match="word: expected 1 to 12 small letters"):
        passes.passes(word)


@pytest.mark.parametrize("activation, scale", [("sigmoid", 1), ("tanh", 3)])
def test_the_sizes_of_the_flow_page_are_those_of_products_of_jacobians(activation, scale):
    params, x, y = flow.network(0)
    W_h, found = scale * params.W_h, flow.flow(activation, scale)
    h, states = np.zeros(flow.D_h), []
    f = np.tanh if activation == "tanh" else lambda z: 1 / (1 + np.exp(-z))
    for symbol in x:
        h = f(W_h @ h + params.W_x[:, symbol])
        states.append(h)
    slope = (lambda h: 1 - h * h) if activation == "tanh" else (lambda h: h * (1 - h))
    sums = np.zeros((7, flow.D_h))
    for t in range(6, 0, -1):
        theta = params.U @ states[t - 1]
        yhat = np.exp(theta) / np.exp(theta).sum()
        gamma = params.U.T @ (yhat - np.eye(flow.V)[y[t - 1]])
        for k in range(t, -1, -1):
            assert found["norms"][t - 1][k] == pytest.approx(np.linalg.norm(gamma), rel=6e-3)
            sums[k] += gamma
            gamma = W_h.T @ (slope(states[k - 1]) * gamma)
    assert found["sums"][5] == pytest.approx(np.linalg.norm(sums, axis=1), rel=6e-3)
    assert found["radius"] == pytest.approx(abs(np.linalg.eigvals(W_h)).max(), rel=6e-3)


def test_the_flow_page_says_what_the_tables_show():
    tables = flow.data()["tables"]
    last = {(name, scale): found["factors"][11] for name in tables
            for scale, found in zip(flow.SCALES, tables[name], strict=True)}
    assert last["sigmoid", 1] < 0.7 and last["sigmoid", 8] < 1 < last["sigmoid", 12]
    assert last["sigmoid", 24] > 1.2
    assert last["tanh", 1] < 0.93 and last["tanh", 3] > 1.2
    assert tables["tanh"][flow.SCALES.index(1)]["radius"] > 1
    slopes = [found["slope"] for found in tables["sigmoid"]]
    assert slopes == sorted(slopes, reverse=True)
    rates = [(found["rate"], found["factors"][11]) for found in (*tables["sigmoid"], *tables["tanh"])]
    assert all(factor < 1 for rate, factor in rates if rate < 1)


@pytest.fixture
def short(monkeypatch):
    """Let a run of names have three epochs, and forget it afterwards."""
    monkeypatch.setattr(names, "RECIPE", names.RECIPE._replace(epochs=3, D_h=16))
    yield names.RECIPE
    names.run.clear()


def test_a_run_that_was_stopped_goes_on_bit_for_bit_and_is_that_of_rnn_ref(short):
    reports = [names.begin(16, seed=2)]
    first = names.learn()
    reports.append(next(first))
    first.close()    # as when the reader stops
    reports += names.learn()
    assert [found["epoch"] for found in reports] == [0, 1, 2, 3] and list(names.learn()) == []
    result = train(split_names(read_names(), seed=2), names.run["alphabet"], recipe=short, seed=2)
    assert all(map(np.array_equal, names.model().params, result.model.params))
    assert reports[-1]["held_out"] == pytest.approx(result.val_nll, abs=5e-5)


def test_a_report_has_new_names_at_each_temperature_and_its_speed(short):
    names.begin(16)
    found = next(names.learn())
    assert found["updates"] == -(-len(split_names(read_names()).training) // short.batch_size)
    assert found["rate"] > 0 and len(found["names"]) == len(names.TEMPERATURES)
    drawn = [name for row in found["names"] for name in row]
    assert drawn and not set(drawn) & set(read_names())


def test_the_names_page_says_what_the_run_shows():
    first, second, third, *_, last = names.data()["run"]
    assert first["held_out"] == pytest.approx(np.log(27), abs=0.2)
    assert second["held_out"] < 0.7 * first["held_out"]
    assert any(name.endswith("saurus") for name in third["names"][names.TEMPERATURES.index(1)])
    assert last["training"] + 0.05 < last["held_out"] < 1.8


@pytest.fixture(scope="module")
def puzzles():
    return bugs.all_puzzles()


def test_most_of_the_catalogue_is_asked_and_no_puzzle_twice(puzzles):
    names = [(puzzle["function"], puzzle["name"]) for puzzle in puzzles]
    whole = sum(len(mistakes.of(name)) for name in ("ps1", "ps2", "ps3", "ps4", "ps5"))
    assert len(set(names)) == len(names) > 0.9 * whole
    assert {puzzle["set"] for puzzle in puzzles} == {"ps1", "ps2", "ps3", "ps4", "ps5"}


def test_a_puzzle_s_numbers_are_those_of_the_program_that_its_first_guess_names(puzzles):
    """Of one function that takes plain arrays: run the printed call, with what is right and what is wrong."""
    asked = [puzzle for puzzle in puzzles if puzzle["function"] in ("claim_1", "claim_2", "affine", "dtheta")]
    programs = {(m.function, m.name): m for name in ("ps1", "ps2") for m in mistakes.of(name)}
    assert len(asked) > 15
    for puzzle in asked:
        space = {"np": np}
        exec(puzzle["with"], space)
        task = table_of(puzzle["set"]).TASKS[puzzle["function"]]
        arguments = [space[name] for name in task.arguments]
        wrong = programs[puzzle["function"], puzzle["name"]]
        assert wrong.sentence == puzzle["guesses"][0] and wrong.equation == puzzle["equation"]
        for text, program in ((puzzle["expected"], task.reference), (puzzle["got"], wrong.program)):
            printed = shown(np.asarray(program(*arguments), float))
            assert read_back(printed) == pytest.approx(read_back(text), rel=5e-3, abs=5e-4), puzzle


def read_back(text):
    return [float(word) for word in text.replace("[", " ").replace("]", " ").split() if word != "..."]


def test_a_puzzle_has_four_different_guesses_and_an_equation_of_the_registry(puzzles):
    registry = read()
    for puzzle in puzzles:
        assert len(set(puzzle["guesses"])) == 4 and puzzle["expected"] != puzzle["got"]
        assert puzzle["equation"] in registry
    assert set(bugs.data()["equations"]) == {puzzle["equation"] for puzzle in puzzles}


@pytest.mark.parametrize("piece", [network, flow, names, bugs])
def test_a_piece_s_data_is_json_without_holes_and_not_large(piece):
    text = json.dumps(piece.data(), allow_nan=False)
    assert len(text) < 400_000
