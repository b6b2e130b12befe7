"""Flows as data: which steps are open, where they lead, and what a refusal says."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.workflow import TASK_FLOW, UPDATE_FLOW
from sauro.engines.workflow import Flow, Transition, TransitionRefused, state_field

FLOW = Flow(
    "state",
    (
        Transition("open", "Open", ("closed",), "opened", "door.open"),
        Transition("close", "Close", ("opened",), "closed", guard=lambda door: not door.stuck),
        Transition("paint", "Paint", ("closed",), ("red", "blue")),
    ),
)


@pytest.fixture(scope="module")
def door_model():
    with isolate_apps("sauro.engines.workflow"):

        class Door(models.Model):
            state = state_field(default="closed")
            stuck = False

            class Meta:
                app_label = "workflow"

        FLOW.bind(Door)
        yield Door


def test_a_step_leads_to_its_target(door_model):
    door = door_model()
    FLOW.apply(door, "open")
    assert door.state == "opened"


def test_a_step_from_another_state_is_refused_and_names_both(door_model):
    door = door_model(state="opened")
    with pytest.raises(TransitionRefused, match=r"Open.*opened") as refusal:
        FLOW.apply(door, "open")
    assert (door.state, refusal.value.code, refusal.value.status) == ("opened", "wrong_state", 409)


def test_a_guard_closes_a_step(door_model):
    door = door_model(state="opened")
    door.stuck = True
    assert not FLOW.possible(door, "close")
    with pytest.raises(TransitionRefused):
        FLOW.apply(door, "close")
    door.stuck = False
    FLOW.apply(door, "close")
    assert door.state == "closed"


def test_a_step_with_several_targets_takes_the_one_named(door_model):
    door = door_model()
    FLOW.apply(door, "paint", to="blue")
    assert door.state == "blue"
    with pytest.raises(Exception, match=r"purple|INVALID|Allowed|result"):
        FLOW.apply(door_model(), "paint", to="purple")


def test_open_steps_depend_on_state_and_rights(door_model):
    def names(state, rights):
        return [step.name for step in FLOW.open_to(door_model(state=state), rights.__contains__)]

    assert names("closed", {"door.open"}) == ["open", "paint"]
    assert names("closed", set()) == ["paint"]
    assert names("opened", set()) == ["close"]


def test_an_unknown_step_is_an_error_of_the_program(door_model):
    with pytest.raises((KeyError, AttributeError)):
        FLOW.apply(door_model(), "burn")


def test_the_state_is_told_in_words_where_the_model_knows_them(door_model):
    assert FLOW.label_of(door_model()) == "closed"
    assert TASK_FLOW.label_of(Task(state="draft")) != "draft"


@pytest.mark.parametrize("flow", [TASK_FLOW, UPDATE_FLOW])
def test_every_step_leads_from_and_to_states_that_exist(flow):
    model = Task if flow is TASK_FLOW else ProgressUpdate
    states = {code for code, _label in model._meta.get_field("state").choices}
    for step in flow.transitions.values():
        targets = {step.target} if isinstance(step.target, str) else set(step.target)
        assert set(step.source) <= states, step.name
        assert targets <= states, step.name


def test_every_state_of_a_task_can_be_reached_and_no_open_one_is_a_trap():
    reached, waiting = {"draft"}, ["draft"]
    while waiting:
        state = waiting.pop()
        for step in TASK_FLOW.transitions.values():
            targets = {step.target} if isinstance(step.target, str) else set(step.target)
            for target in targets if state in step.source else ():
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
    assert reached == {state.value for state in State}
    for state in State:
        assert any(state.value in step.source for step in TASK_FLOW.transitions.values()), state


@given(
    state=st.sampled_from([state.value for state in State]),
    name=st.sampled_from(sorted(TASK_FLOW.transitions)),
)
def test_possible_and_apply_agree(state, name):
    task = Task(state=state)
    step = TASK_FLOW.transitions[name]
    to = None if isinstance(step.target, str) else step.target[0]
    if TASK_FLOW.possible(task, name):
        TASK_FLOW.apply(task, name, to=to)
        assert task.state == (to or step.target)
    else:
        with pytest.raises(TransitionRefused):
            TASK_FLOW.apply(task, name, to=to)
        assert task.state == state
