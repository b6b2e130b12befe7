"""An arrangement as data: what is wrong is named by its line, and nothing is guessed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.shell.dashboards import rules
from sauro.shell.dashboards.rules import Fault, PanelShape, Placed, SettingKind, SettingShape, Step

SHAPES = {
    "late": PanelShape(
        "late",
        (rules.Size.WIDE, rules.Size.FULL),
        (SettingShape("rows", SettingKind.NUMBER, high=8, default=6),),
    ),
    "map": PanelShape("map", (rules.Size.FULL,), (SettingShape("by", SettingKind.KEY),)),
    "kind": PanelShape(
        "kind",
        (rules.Size.HALF,),
        (SettingShape("of", SettingKind.CHOICE, choices=("a", "b"), default="a"),),
    ),
}


def faults(*items):
    return [(one.fault, one.line) for one in rules.checked(items, shapes=SHAPES)[1]]


def test_a_line_without_size_gets_the_usual_one():
    (placed,), findings = rules.checked([{"panel": "late"}], shapes=SHAPES)
    assert (placed.size, dict(placed.settings), findings) == ("wide", {}, [])


def test_usual_values_of_settings_are_not_kept():
    items = [
        {"panel": "late", "settings": {"rows": "6"}},
        {"panel": "kind", "settings": {"of": ""}},
    ]
    placed, _findings = rules.checked(items, shapes=SHAPES)
    assert [dict(one.settings) for one in placed] == [{}, {}]


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ("late", Fault.NOT_A_LINE),
        (None, Fault.NOT_A_LINE),
        ({}, Fault.UNKNOWN_PANEL),
        ({"panel": "x" * 90}, Fault.UNKNOWN_PANEL),
        ({"panel": "map", "size": "third"}, Fault.SIZE),
        ({"panel": "map", "settings": {"rows": 3}}, Fault.SETTING),
        ({"panel": "map", "settings": [1]}, Fault.SETTING),
        ({"panel": "late", "settings": {"rows": 0}}, Fault.SETTING),
        ({"panel": "late", "settings": {"rows": 9}}, Fault.SETTING),
        ({"panel": "late", "settings": {"rows": True}}, Fault.SETTING),
        ({"panel": "late", "settings": {"rows": "1e3"}}, Fault.SETTING),
        ({"panel": "late", "settings": {"rows": "9" * 40}}, Fault.SETTING),
        ({"panel": "kind", "settings": {"of": "c"}}, Fault.SETTING),
    ],
)
def test_what_is_wrong_is_named_by_its_line(item, fault):
    assert faults(item) == [(fault, 1)]
    if not isinstance(item, dict) or item.get("panel") != "late":
        assert faults({"panel": "late"}, item) == [(fault, 2)]


def test_a_panel_stands_once_and_a_page_has_an_end():
    assert faults({"panel": "late"}, {"panel": "late"}) == [(Fault.TWICE, 2)]
    assert (Fault.TOO_MANY, 31) in faults(*[{"panel": "late"}] * 31)


def test_steps_move_one_panel_and_stop_at_the_ends():
    placed = [Placed("late", "wide"), Placed("map", "full"), Placed("kind", "half")]

    def order(step, panel):
        return [one.panel for one in rules.stepped(placed, step=step, panel=panel)]

    assert order(Step.UP, "late") == ["late", "map", "kind"]
    assert order(Step.DOWN, "late") == ["map", "late", "kind"]
    assert order(Step.UP, "kind") == ["late", "kind", "map"]
    assert order(Step.DOWN, "kind") == ["late", "map", "kind"]
    assert order(Step.REMOVE, "map") == ["late", "kind"]
    assert order(Step.REMOVE, "gone") == ["late", "map", "kind"]


def test_a_panel_is_added_once_and_only_when_there_is_one():
    placed = rules.with_panel([], panel="map", shapes=SHAPES)
    assert placed == [Placed("map", "full")]
    assert rules.with_panel(placed, panel="map", shapes=SHAPES) == placed
    assert rules.with_panel(placed, panel="x", shapes=SHAPES) == placed


LINES = st.lists(
    st.one_of(
        st.builds(
            lambda rows, size: Placed("late", size, {"rows": rows}),
            st.integers(1, 5),
            st.sampled_from(["wide", "full"]),
        ),
        st.builds(lambda key: Placed("map", "full", {"by": key}), st.integers(1, 2**53)),
        st.builds(lambda of: Placed("kind", "half", of), st.sampled_from([{}, {"of": "b"}])),
    ),
    unique_by=lambda one: one.panel,
    max_size=3,
)
AT_EASE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@AT_EASE
@given(LINES)
def test_what_is_written_in_an_address_is_read_back(placed):
    found, findings = rules.checked(rules.read(rules.written(placed)), shapes=SHAPES)
    assert findings == []
    assert found == placed


@AT_EASE
@given(st.text(max_size=200))
def test_any_address_is_read_without_a_fault(text):
    rules.still_known(rules.read(text), shapes=SHAPES)
