"""Numbers and days in Vietnamese."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines import text


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (Decimal("12.5000"), None, "12,5"),
        (100, None, "100"),
        (0, None, "0"),
        (39.534, 1, "39,5"),
        (2.5, 0, "3"),
        (0.125, 2, "0,13"),
        (-0.04, 1, "0,0"),
        (-1234.5, 2, "-1.234,50"),
        (1e20, None, "100.000.000.000.000.000.000"),
        (1e-7, None, "0,0000001"),
    ],
)
def test_numbers_are_printed_with_a_decimal_comma(value, places, printed):
    assert text.vi_number(value, places) == printed


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="not a finite number"):
        text.vi_number(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_a_printed_number_reads_back(value):
    printed = text.vi_number(value)
    assert Decimal(printed.replace(".", "").replace(",", ".")) == value


def test_days_and_moments_have_leading_zeros():
    assert text.vi_date(date(2025, 6, 3)) == "03/06/2025"
    assert text.vi_datetime(datetime(2025, 6, 30, 9, 5, tzinfo=UTC)) == "09:05 30/06/2025"
