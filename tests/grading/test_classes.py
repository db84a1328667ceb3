"""Made-up classes: their truth, worked out here, is what the box and the oracle find."""

import pytest

from grading import classes, mistakes
from grading.box.parent import warm_parent
from grading.checks.task import run_items
from grading.files import problem_sets
from grading.marks import table_of
from grading.oracle import grade_notebook
from grading.selftest.run import lost, solved
from grading.standalone import Tied, standalone


@pytest.fixture(scope="module")
def parent():
    with warm_parent() as parent:
        yield parent


@pytest.mark.parametrize("name, numbers", [("ps1", range(6)), ("ps2", range(3)), ("ps3", range(3)),
                                           ("ps4", (14, 15, 23)), ("ps5", range(3))])
def test_the_grader_finds_the_truth(name, numbers, parent):
    for number in numbers:
        chosen, key = classes.drawn(name, number), f"key of {number}"
        graded = grade_notebook(classes.notebook(name, chosen), name, key, parent)
        assert graded.points == classes.earned(name, chosen, key)


def test_the_truth_knows_what_is_right_and_what_is_empty():
    name = "ps1"
    every = {kind: {function: kinds[kind][0] for function, kinds in classes.answers(name).items()}
             for kind in ("solution", "stub")}
    total = sum(item.points for task in table_of(name).TABLE for item in task.visible + task.hidden)
    assert sum(classes.earned(name, every["solution"], "key").values()) == total
    assert set(classes.earned(name, every["stub"], "key").values()) == {0}
    broken = every["solution"] | {"sigmoid": every["stub"]["sigmoid"]}
    earned = classes.earned(name, broken, "key")        # sigmoid_prime and unit_step call sigmoid
    assert earned["sigmoid_prime-check"] == earned["unit_step-graded"] == 0 < earned["softmax-check"]


def test_a_class_is_the_same_each_time_and_has_every_kind():
    assert classes.drawn("ps1", 7) == classes.drawn("ps1", 7) != classes.drawn("ps1", 8)
    kinds = {answer.kind for number in range(20) for answer in classes.drawn("ps1", number).values()}
    assert kinds == set(classes.KINDS)


######## standing alone

@pytest.mark.parametrize("name", problem_sets())
def test_a_wrong_program_standing_alone_loses_what_it_loses(name):
    others, found = solved(name), 0
    for entry in mistakes.of(name)[::7]:
        try:
            source = standalone(entry.program, entry.function)
        except Tied:
            continue
        space, task = {}, table_of(name).TASKS[entry.function]
        exec(source, space)
        found += 1
        assert lost(task, space[entry.function], others) == lost(task, entry.program, others) > 0
    assert found >= 4


def test_what_uses_a_partial_function_or_a_class_stands_not_alone():
    with pytest.raises(Tied):
        standalone(run_items, "run_items")
