from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sauro.engines.ui import formats


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [
        (1234.5, None, "1.234,5", "1,234.5"),
        (11000, None, "11.000", "11,000"),
        (0, None, "0", "0"),
        (-2.50, None, "-2,5", "-2.5"),
        (Decimal("39.50"), None, "39,5", "39.5"),
        (1 / 3, None, "0,333333", "0.333333"),
        (2.345, 2, "2,35", "2.35"),
        (2, 1, "2,0", "2.0"),
        ("17", None, "17", "17"),
        (1e16, None, "10.000.000.000.000.000", "10,000,000,000,000,000"),
        (None, None, "–", "–"),
        (float("nan"), None, "–", "–"),
        ("Top 10", None, "Top 10", "Top 10"),
    ],
)
def test_numbers_follow_the_language(value, places, vi, en):
    assert formats.number(value, language="vi", places=places) == vi
    assert formats.number(value, language="en", places=places) == en


def test_dates_follow_the_language():
    assert formats.day(date(2025, 6, 30), language="vi") == "30/06/2025"
    assert formats.day(date(2025, 6, 30), language="en") == "30 Jun 2025"
    assert formats.day(None, language="vi") == "–"


def test_moments_are_shown_in_local_time():
    midnight_in_vietnam = datetime(2025, 6, 30, 17, 5, tzinfo=UTC)
    assert formats.day(midnight_in_vietnam, language="vi") == "01/07/2025"
    assert formats.moment(midnight_in_vietnam, language="vi") == "00:05 01/07/2025"
    assert formats.moment(midnight_in_vietnam, language="en") == "1 Jul 2025, 00:05"
    assert formats.moment(None, language="en") == "–"


@pytest.mark.parametrize(
    ("part", "total", "expected"),
    [
        (17, 43, "39,5%"),
        (1, 3, "33,3%"),
        (2, 3, "66,7%"),
        (43, 43, "100%"),
        (0, 5, "0%"),
        (3, 0, "–"),
        (None, 5, "–"),
    ],
)
def test_shares_are_rounded_half_up_and_never_divide_by_zero(part, total, expected):
    assert formats.share(part, total, language="vi") == expected
