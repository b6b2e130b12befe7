"""Flows as data: which steps are open, where they lead, and what a refusal says."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

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
            state = state_field(default="closed", choices=[("red", "Red")])
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
    assert FLOW.label_of(door_model(state="red")) == "Red"
