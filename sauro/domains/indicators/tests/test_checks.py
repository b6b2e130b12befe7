"""Figures checked where they are typed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sauro.domains.indicators.rules import (
    Cell,
    OverTime,
    Rollup,
    Sheet,
    blocks,
    check_cell,
    check_parts,
    needs_reason,
)

RATE = Sheet(rollup=Rollup.RATIO, factor=100, lowest=Decimal(0), highest=Decimal(100))


def codes(sheet: Sheet, **cell) -> list[str]:
    cell = {name: None if value is None else value for name, value in cell.items()}
    return [finding.code for finding in check_cell(sheet, Cell(**cell))]


@pytest.mark.parametrize(
    ("sheet", "cell", "expected"),
    [
        (Sheet(), {"value": None}, []),
        (Sheet(), {"value": None, "base": Decimal(3)}, ["figure_missing"]),
        (Sheet(lowest=Decimal(0)), {"value": Decimal(-1)}, ["below_range"]),
        (Sheet(highest=Decimal(98)), {"value": Decimal(99)}, ["above_range"]),
        (Sheet(whole=True), {"value": Decimal("1.5")}, ["not_whole"]),
        (Sheet(), {"value": Decimal("1.23456")}, ["too_fine"]),
        (Sheet(), {"value": Decimal("1e15")}, ["too_large"]),
        (RATE, {"value": Decimal(3)}, ["denominator_missing"]),
        (RATE, {"value": Decimal(3), "base": Decimal(0)}, ["denominator_not_positive"]),
        (RATE, {"value": Decimal(30), "base": Decimal(20)}, ["above_range"]),
        (RATE, {"value": Decimal(20), "base": Decimal(20)}, []),
        (
            Sheet(rollup=Rollup.AVERAGE),
            {"value": Decimal(3), "base": Decimal(-1)},
            ["weight_not_positive"],
        ),
        (
            Sheet(rollup=Rollup.AVERAGE),
            {"value": Decimal("1e9"), "base": Decimal("1e9")},
            ["too_large"],
        ),
        (Sheet(jump=Decimal(30)), {"value": Decimal(130), "previous": Decimal(100)}, []),
        (Sheet(jump=Decimal(30)), {"value": Decimal(131), "previous": Decimal(100)}, ["jumped"]),
        (Sheet(jump=Decimal(30)), {"value": Decimal(1), "previous": Decimal(0)}, ["jumped"]),
        (Sheet(jump=Decimal(30)), {"value": Decimal(0), "previous": Decimal(0)}, []),
    ],
)
def test_findings_of_one_figure(sheet, cell, expected):
    assert codes(sheet, **cell) == expected


def test_a_cumulative_figure_may_fall_only_with_a_reason_and_only_within_its_year():
    sheet = Sheet(over_time=OverTime.CUMULATIVE)
    found = check_cell(
        sheet, Cell(Decimal(90), previous=Decimal(100), previous_in_year=Decimal(100))
    )
    assert [one.code for one in found] == ["cumulative_fell"]
    assert not blocks(found)
    assert needs_reason(found, "  ")
    assert not needs_reason(found, "đã rà soát trùng")
    assert check_cell(sheet, Cell(Decimal(5), previous=Decimal(100), previous_in_year=None)) == []


def test_a_rate_far_from_similar_units_asks_why():
    peers = [Decimal(60), Decimal(62), Decimal(58), Decimal(61), Decimal(59), Decimal(63)]
    assert codes(RATE, value=Decimal(5), base=Decimal(100), peers=peers) == ["unlike_peers"]
    assert codes(RATE, value=Decimal(57), base=Decimal(100), peers=peers) == []
    assert codes(RATE, value=Decimal(5), base=Decimal(100), peers=peers[:4]) == [], (
        "too few to compare with"
    )


def test_peers_that_all_say_the_same_do_not_forbid_everything_else():
    peers = [Decimal(100)] * 8
    assert codes(RATE, value=Decimal(98), base=Decimal(100), peers=peers) == []
    assert codes(RATE, value=Decimal(5), base=Decimal(100), peers=peers) == ["unlike_peers"]


def test_parts_may_not_exceed_their_whole():
    assert [one.code for one in check_parts(Decimal(10), [Decimal(6), Decimal(5)])] == [
        "parts_exceed_whole"
    ]
    assert blocks(check_parts(Decimal(10), [Decimal(6), Decimal(5)]))
    below = check_parts(Decimal(10), [Decimal(6), Decimal(3)])
    assert [one.code for one in below] == ["parts_below_whole"]
    assert not blocks(below)
    assert check_parts(Decimal(10), [Decimal(6), None]) == [], "a part is still to come"
    assert check_parts(Decimal(10), [Decimal(6), Decimal(4)]) == []
    assert check_parts(None, [Decimal(6)]) == []
