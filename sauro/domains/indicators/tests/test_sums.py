"""Adding up: whatever the order and the tree, a ratio of sums and never a mean of percents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.indicators.rules import (
    MOST,
    SCALE,
    OverTime,
    Rollup,
    Sums,
    amount_of,
    contribution,
    over_time,
    value_of,
)

AMOUNTS = st.integers(-(10**9), 10**9)
BASES = st.integers(1, 10**9)


def added(rule: str, figures: list[tuple[int, int]]) -> Sums:
    whole = Sums()
    for amount, base in figures:
        whole += contribution(rule, amount=amount, base=base, threshold=0)
    return whole


@given(st.lists(st.tuples(AMOUNTS, BASES), min_size=1), st.sampled_from(list(Rollup)), st.data())
def test_the_order_of_arrival_does_not_matter(figures, rule, data):
    mixed = data.draw(st.permutations(figures))
    assert added(rule, figures) == added(rule, mixed)


@given(st.lists(st.lists(st.tuples(AMOUNTS, BASES), min_size=1), min_size=1))
def test_adding_commutes_with_the_tree(communes_by_district):
    flat = [one for group in communes_by_district for one in group]
    for rule in Rollup:
        by_level = Sums()
        for group in communes_by_district:
            by_level += added(rule, group)
        assert by_level == added(rule, flat)


@given(st.lists(st.tuples(AMOUNTS, BASES), min_size=1))
def test_the_rollup_of_ratios_is_the_ratio_of_sums(figures):
    found = value_of(Rollup.RATIO, added(Rollup.RATIO, figures), factor=100)
    top, bottom = sum(a for a, _b in figures), sum(b for _a, b in figures)
    assert found == Decimal(top) * 100 / Decimal(bottom)


def test_two_communes_of_unequal_size_do_not_average_their_percents():
    small, large = (9 * SCALE, 10 * SCALE), (100 * SCALE, 990 * SCALE)  # 90 % and 10.1 %
    assert value_of(Rollup.RATIO, added(Rollup.RATIO, [small, large]), factor=100) == Decimal(
        "10.9"
    )


@given(st.lists(st.tuples(AMOUNTS, BASES), min_size=1), st.tuples(AMOUNTS, BASES))
def test_a_correction_moves_the_total_by_its_difference(figures, corrected):
    for rule in Rollup:
        before = added(rule, figures)
        moved = before + -added(rule, figures[:1]) + added(rule, [corrected])
        assert moved == added(rule, [corrected, *figures[1:]])


def test_a_weighted_average_weighs():
    figures = [(10 * SCALE, 1 * SCALE), (20 * SCALE, 3 * SCALE)]
    assert value_of(Rollup.AVERAGE, added(Rollup.AVERAGE, figures)) == Decimal("17.5")


def test_a_share_counts_units_on_the_right_side_of_the_threshold():
    figures = [80, 79, 100, 100]
    up = [contribution(Rollup.SHARE, amount=n, base=None, threshold=80) for n in figures]
    down = [
        contribution(Rollup.SHARE, amount=n, base=None, threshold=80, falling=True) for n in figures
    ]
    assert value_of(Rollup.SHARE, sum(up, Sums())) == 75
    assert value_of(Rollup.SHARE, sum(down, Sums())) == 50


def test_nothing_reported_is_nothing_and_not_nought():
    for rule in Rollup:
        assert value_of(rule, Sums()) is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0.00001", "too_fine"),
        (str(MOST + 1), "too_large"),
        ("NaN", "too_large"),
        ("Infinity", "too_large"),
    ],
)
def test_a_figure_that_the_table_cannot_hold_is_refused(value, code):
    with pytest.raises(ValueError, match=code):
        amount_of(Decimal(value))


@given(st.decimals(-MOST, MOST, places=4))
def test_a_figure_survives_being_stored(value):
    assert Decimal(amount_of(value)) / SCALE == value


@given(st.lists(st.tuples(AMOUNTS, BASES), min_size=1))
def test_a_window_adds_periods_and_takes_the_last_of_what_accumulates(figures):
    months = [added(Rollup.SUM, [one]) for one in figures]
    assert over_time(Rollup.SUM, OverTime.PERIODIC, months).total == sum(a for a, _b in figures)
    assert over_time(Rollup.SUM, OverTime.CUMULATIVE, months) == months[-1]
    assert over_time(Rollup.SHARE, OverTime.PERIODIC, months) == months[-1]


def test_a_window_with_nothing_in_it_is_empty():
    assert over_time(Rollup.SUM, OverTime.PERIODIC, [Sums(), Sums()]) == Sums()
