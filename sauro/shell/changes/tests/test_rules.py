"""When a visit begins, and when a target moved."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sauro.shell.changes.rules import ABSENCE, Presence, direction, presence

NOW = datetime(2025, 6, 10, 9, 0, tzinfo=timezone.get_default_timezone())


def test_the_first_visit_has_no_end_of_one_before():
    assert presence(None, now=NOW) == Presence(None, NOW)


@pytest.mark.parametrize(
    ("minutes", "since"), [(0.5, "kept"), (2, "kept"), (29, "kept"), (30, "moved"), (600, "moved")]
)
def test_a_visit_ends_after_half_an_hour(minutes, since):
    before = Presence(NOW - timedelta(days=1), NOW)
    after = presence(before, now=NOW + timedelta(minutes=minutes))
    assert after.since_at == (before.since_at if since == "kept" else NOW)


def test_a_visit_is_not_written_again_within_a_minute():
    before = Presence(None, NOW)
    assert presence(before, now=NOW + timedelta(seconds=59)) is before


@given(steps=st.lists(st.integers(0, 29 * 60), max_size=30))
def test_however_long_it_lasts_a_visit_keeps_its_beginning(steps):
    known = presence(Presence(None, NOW), now=NOW + ABSENCE)
    moment = known.seen_at
    for seconds in steps:
        moment += timedelta(seconds=seconds)
        known = presence(known, now=moment)
        assert known.since_at == NOW


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ("on_track", "at_risk", -1),
        ("at_risk", "met", 1),
        ("met", "met", 0),
        ("no_data", "missed", -1),
        ("no_data", "on_track", 1),
        ("met", "no_data", 0),
        ("not_measurable", "no_data", 0),
    ],
)
def test_a_target_moves_up_or_down(before, after, way):
    assert direction(before, after) == way
