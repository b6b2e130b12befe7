"""The states of tasks and updates: every one can be reached, none is a trap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.programmes.models import ProgressUpdate, Task
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.workflow import TASK_FLOW, UPDATE_FLOW
from sauro.engines.workflow import TransitionRefused


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
