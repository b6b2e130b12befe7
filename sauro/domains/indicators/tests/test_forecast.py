"""What is foreseen from figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.indicators.rules import Outlook, forecast, outlook


@given(st.integers(4, 36), st.floats(-50, 50), st.floats(-1000, 1000), st.integers(1, 24))
def test_a_straight_line_goes_on(points, slope, start, ahead):
    line = [(n, start + slope * n) for n in range(points)]
    found = forecast(line, points - 1 + ahead)
    assert found is not None
    expected = start + slope * (points - 1 + ahead)
    assert found.middle == pytest.approx(expected, abs=1e-6)
    assert found.low == pytest.approx(found.high, abs=1e-6)


def test_one_mad_figure_does_not_turn_the_trend():
    line = [(n, 10.0 * n) for n in range(12)]
    line[5] = (5, 9_000.0)
    found = forecast(line, 23)
    assert found is not None
    assert found.middle == pytest.approx(230, abs=1)


def test_too_few_figures_foresee_nothing():
    assert forecast([(1, 1.0), (2, 2.0), (3, 3.0)], 12) is None
    assert outlook(None, low=5, falling=False) == Outlook.UNKNOWN


def test_a_season_is_seen_with_two_full_years_and_not_before():
    wave = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 120]
    three_years = [(n, 100.0 + n + wave[n % 12]) for n in range(36)]
    seasonal = forecast(three_years, 47, per_year=12)
    assert seasonal is not None
    assert seasonal.seasonal
    assert seasonal.middle == pytest.approx(100 + 47 + 120, abs=6)
    assert not forecast(three_years[:20], 47, per_year=12).seasonal


def test_the_interval_widens_with_the_distance():
    noisy = [(n, 10.0 * n + (7 if n % 2 else -7)) for n in range(12)]
    near, far = forecast(noisy, 12), forecast(noisy, 30)
    assert far.high - far.low > near.high - near.low > 0


def test_the_verdict_follows_the_interval_and_the_direction():
    noisy = [(n, 10.0 * n + (7 if n % 2 else -7)) for n in range(12)]
    found = forecast(noisy, 20)
    assert outlook(found, low=found.low - 1, falling=False) == Outlook.ON_TRACK
    assert outlook(found, low=found.middle, falling=False) == Outlook.AT_RISK
    assert outlook(found, low=found.high + 1, falling=False) == Outlook.WILL_MISS
    assert outlook(found, low=found.high + 1, falling=True) == Outlook.ON_TRACK
    assert outlook(found, low=found.low - 1, falling=True) == Outlook.WILL_MISS
    assert outlook(found, low=found.low - 1, high=found.high + 1, falling=False) == Outlook.ON_TRACK
    assert (
        outlook(found, low=found.high + 1, high=found.high + 2, falling=False) == Outlook.WILL_MISS
    )


def test_a_share_is_never_foreseen_beyond_what_can_be():
    rising = [(n, 80.0 + 4 * n) for n in range(6)]
    found = forecast(rising, 11, lowest=0.0, highest=100.0)
    assert (found.low, found.middle, found.high) == (100.0, 100.0, 100.0)
    assert outlook(found, low=100.0, high=100.0, falling=False) == Outlook.ON_TRACK
    assert forecast(rising, 11).middle == pytest.approx(124.0)
