"""A table of any layout reads back exactly, whatever its numbers, names and totals look like."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.indicators.foreign.shapes import Fate
from sauro.domains.indicators.tests.foreign import building
from sauro.domains.indicators.tests.foreign.building import (
    JUNE,
    LAYOUTS,
    NAMES,
    SHORT,
    TITLES,
    figures,
    ignored,
    read,
    refused,
)

WRITINGS = {
    "numbers": lambda number: number,
    "text": building.vietnamese,
    "plain text": lambda number: None if number is None else str(number).replace(".", ","),
}
amounts = st.integers(0, 5_000_000) | st.integers(1, 10**7).map(lambda n: n / 100)
subset = lambda codes: st.lists(st.sampled_from(sorted(codes)), min_size=1, unique=True)  # noqa: E731


def exact(table):
    return {key: Decimal(typed.replace(",", ".")) for key, typed in figures(table).items()}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.__name__)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_table_reads_back_exactly(layout, data):
    units = data.draw(subset(NAMES))
    indicators = data.draw(subset(TITLES))
    write = WRITINGS[data.draw(st.sampled_from(sorted(WRITINGS)))]
    spell = data.draw(
        st.sampled_from([SHORT, NAMES, {u: building.nfd(n) for u, n in NAMES.items()}])
    )
    cells = {
        (unit, code): (
            data.draw(amounts),
            data.draw(st.integers(1, 9999)) if code == "CQ" else None,
        )
        for unit in units
        for code in indicators
    }
    table = read(layout(cells, units, indicators, lambda n: None if n is None else write(n), spell))
    shown = units[:1] if layout is building.one_unit else units
    wanted = {
        (unit, code, JUNE, role): Decimal(str(number))
        for unit in shown
        for code in indicators
        for role, number in zip(("value", "base"), cells[unit, code], strict=True)
        if number is not None
    }
    assert exact(table) == wanted
    assert refused(table) == {}
    assert [one for one in table.remarks if one.hard] == []
    assert [one.code for one in table.remarks if one.code != "unit_assumed"] == []


@settings(max_examples=12, deadline=None)
@given(
    values=st.dictionaries(
        st.sampled_from(["HV", "TO"]),
        st.lists(st.integers(0, 10**6), min_size=4, max_size=4),
        min_size=1,
    ),
    first=st.integers(1, 9),
)
def test_periods_as_columns_read_back_exactly(values, first):
    months = range(first, first + 4)
    table = read(building.by_months(values, list(months), building.vietnamese))
    assert figures(table) == {
        ("X1", code, 2025 * 12 + month - 1, "value"): str(number)
        for code, row in values.items()
        for month, number in zip(months, row, strict=True)
    }
    assert refused(table) == {}
    assert set(ignored(table).values()) == {"total"}
    assert table.remarks == []


@settings(max_examples=20, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.none()
            | st.text(max_size=12)
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False),
            max_size=6,
        ),
        max_size=12,
    )
)
def test_any_rubbish_is_accounted_for_and_never_fails(rows):
    clean = [
        [
            c if not isinstance(c, str) else "".join(x for x in c if x.isprintable() and x != "=")
            for c in row
        ]
        for row in rows
    ]
    head = ["STT", "Đơn vị", "Chỉ tiêu", "Tháng 6/2025"]
    sheet = building.Sheet().add(head, *clean)
    table = read(sheet)
    places = [one.where for one in table.cells]
    assert len(places) == len(set(places))
    assert all(one.why or one.fate == Fate.READ for one in table.cells)


def test_totals_that_differ_are_told_and_never_read():
    cells = {(unit, code): (10, 20 if code == "CQ" else None) for unit in NAMES for code in TITLES}
    sheet = building.units_by_indicators(cells, list(NAMES), list(TITLES), lambda n: n)
    total = next(row for row in sheet.rows if "Tổng cộng" in row)
    total[3] = 41
    table = read(sheet)
    [remark] = table.remarks
    assert (remark.code, remark.facts, remark.hard) == (
        "total_differs",
        {"total": "41", "sum": "40"},
        False,
    )
    assert refused(table) == {}
