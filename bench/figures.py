"""Measurements over figures: `python -m bench --figures 6000000`, in a process of its own.

34 provinces with 3,321 communes, 50 indicators, as many months as make up the rows asked for
(`bench.nation`). Beside each roll-up stands the fastest statement written by hand.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from bench import figure_pages, nation
from bench.measure import Row, measure, percentile, table
from bench.nation import AT, COMMUNES, INDICATORS, LAST
from sauro.domains.indicators.models import Latest, Observation, RollupRow
from sauro.domains.indicators.selectors import figures, standings, work
from sauro.domains.indicators.services import submissions, totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.submissions import Entry
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.orgs.models import Organisation

RUNS = 40
BY_HAND = """
SELECT o.indicator_id, o.period, SUBSTR(d.path, 1, {depth}), SUM(o.amount), SUM(o.base), COUNT(*)
FROM indicators_observation o JOIN orgs_organisation d ON d.id = o.organisation_id
WHERE o.status > 0 AND o.indicator_id <= {last} GROUP BY 1, 2, 3
"""
_KEPT = "SELECT indicator_id, period, total, base, units, over, confirmed FROM indicators_rolluprow"
# Beside each roll-up that is read: the fastest statements that a person would write for it.
READ_BY_HAND = {
    "totals": f"{_KEPT} WHERE organisation_id = {{unit}} AND period >= {{first}} "
    "AND period <= {last} AND indicator_id IN ({indicators})",
    "units": "SELECT o.id, o.name, f.period, f.amount, f.base, f.status "
    "FROM orgs_organisation o LEFT JOIN indicators_observation f "
    "ON f.indicator_id = {one} AND f.period IN ({last}, {before}, {year}) "
    "AND f.organisation_id = o.id AND f.status > 0 WHERE o.path >= '{path}' "
    "AND o.path < '{after}' AND o.kind = 'commune' ORDER BY o.sort_key",
    "trend": f"{_KEPT} WHERE indicator_id = {{one}} AND organisation_id = {{unit}}",
    "completeness": "SELECT o.id, o.name, s.period, s.state, s.is_late FROM orgs_organisation o "
    "LEFT JOIN indicators_submission s ON s.organisation_id = o.id AND s.data_set_id = {form} "
    "AND s.period >= {first} WHERE o.kind = 'commune' ORDER BY o.sort_key",
    "past": "SELECT f.amount, f.base, f.status FROM indicators_observation f "
    "JOIN orgs_organisation o ON o.id = f.organisation_id WHERE f.indicator_id = {one} "
    "AND f.period = {last} AND f.status > 0 AND f.since <= '2026-10-31' AND o.path >= '{path}' "
    "AND o.path < '{after}' UNION ALL SELECT f.amount, f.base, f.status "
    "FROM indicators_superseded f JOIN orgs_organisation o ON o.id = f.organisation_id "
    "WHERE f.indicator_id = {one} AND f.period = {last} AND f.status > 0 "
    "AND f.since <= '2026-10-31' AND f.until > '2026-10-31' AND o.path >= '{path}' "
    "AND o.path < '{after}'",
}


def main() -> None:
    """Migrate, build where nothing is built, measure, print."""
    name, rows, parts = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(",")
    call_command("migrate", verbosity=0)
    made = nation.nation(rows)
    found: list[Row] = []
    if "rollups" in parts:
        found += _rebuilt(made)
    if "reads" in parts:
        found += [*_reads(made), *_writes(made)]
    if "pages" in parts:
        found += figure_pages.pages(made)
    if "files" in parts:
        found += figure_pages.files(made)
    if found:
        print(f"## {name}, {made['rows']:,} figures\n\n{table(found)}")


def _rebuilt(made: dict[str, Any]) -> list[Row]:
    ids = made["ids"]
    RollupRow.objects.filter(indicator__in=ids).delete()
    Latest.objects.filter(indicator__in=ids).delete()
    start = time.perf_counter()
    wrong = totals.rebuild(indicators=ids)
    rebuilt = time.perf_counter() - start
    hand = min(_by_hand(made) for _n in range(2))
    start = time.perf_counter()
    still = sum(1 for _one in totals.differences(indicators=ids))
    compared = time.perf_counter() - start
    told = f"{still} differ; {compared / hand:.2f} × by hand"
    return [
        _seconds(f"full roll-up of {made['rows']:,} figures", rebuilt, 20, f"{wrong:,} totals"),
        _seconds("the sums by one hand-written statement", hand, None, ""),
        _seconds("the roll-up query alone, against what is stored", compared, None, told),
    ]


def _by_hand(made: dict[str, Any]) -> float:
    """Seconds of the fastest plain statements: once for provinces, once for the country."""
    start = time.perf_counter()
    with connection.cursor() as cursor:
        depth = len(made["province"].path)
        cursor.execute(BY_HAND.format(depth=depth, last=max(made["ids"])))
        country: dict[tuple[int, int], int] = {}
        for indicator, period, _path, total, _base, _units in cursor.fetchall():
            country[indicator, period] = country.get((indicator, period), 0) + int(total)
    return time.perf_counter() - start


def _reads(made: dict[str, Any]) -> list[Row]:
    province, country, form = made["province"], made["country"], made["form"]
    one, many = made["indicators"][0], made["indicators"]
    year = range(LAST - 11, LAST + 1)
    watcher = made["people"]["do-country"]
    totals_in = partial(figures.totals_of, indicators=many)
    placed = partial(standings.standings_of, period=LAST)
    read = partial(_read, made)
    return [
        read(
            f"{INDICATORS} indicators of a province in a period",
            lambda: totals_in(organisation=province, periods=[LAST]),
            _hand(made, "totals", province, first=LAST),
        ),
        read(
            f"{INDICATORS} indicators of the country over a year",
            lambda: totals_in(organisation=country, periods=year),
            _hand(made, "totals", country, first=LAST - 11),
        ),
        read(
            "all units of a province, with places and changes",
            lambda: placed(indicator=made["own"][0], user=made["people"]["do-monitor"]),
            _hand(made, "units", province, one=made["own"][0].pk),
        ),
        read(
            f"all {COMMUNES:,} units of the country, the same",
            lambda: placed(indicator=one, user=watcher),
            _hand(made, "units", country),
            bar=None,
        ),
        read(
            "trend of one indicator",
            lambda: figures.trend_of(indicator=one, organisation=country),
            _hand(made, "trend", country),
        ),
        read(
            f"who has handed in, {COMMUNES:,} units × 12 periods",
            lambda: work.completeness(form=form, user=watcher, day=AT.date()),
            _hand(made, "completeness", country, first=LAST - 11),
            bar=None,
        ),
        read(
            "a past day of a province",
            lambda: figures.total_as_of(
                indicator=one, organisation=province, period=LAST, day=date(2026, 10, 31)
            ),
            _hand(made, "past", province),
        ),
    ]


def _hand(
    made: dict[str, Any], name: str, unit: Organisation, *, first: int = LAST, one: int = 0
) -> str:
    return READ_BY_HAND[name].format(
        unit=unit.pk,
        path=unit.path,
        after=unit.path[:-1] + chr(ord(unit.path[-1]) + 1),
        one=one or made["ids"][0],
        before=LAST - 1,
        year=LAST - 12,
        indicators=", ".join(map(str, made["ids"])),
        form=made["form"].pk,
        first=first,
        last=LAST,
    )


def _read(
    _made: dict[str, Any],
    name: str,
    run: Callable[[], Any],
    hand: str,
    bar: float | None = 50,
) -> Row:
    """The whole call, and in the note its statements alone beside those written by hand."""
    ours = _statements(run)
    spent = [_fetched(one) for one in (ours, [(hand, ())])]
    told = f"its SQL {spent[0]:.2f} ms, by hand {spent[1]:.2f} ms: {spent[0] / spent[1]:.1f} ×"
    return measure(name, run, bar_ms=bar, runs=RUNS, note=told)


def _statements(run: Callable[[], Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []

    def kept(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(kept):
        run()
    return found


def _fetched(statements: Sequence[tuple[str, Any]]) -> float:
    """Milliseconds of the statements with all their rows, the median of many runs."""
    spent = []
    with connection.cursor() as cursor:
        for _n in range(RUNS):
            start = time.perf_counter()
            for sql, params in statements:
                cursor.execute(sql, params or None)
                cursor.fetchall()
            spent.append(1000 * (time.perf_counter() - start))
    return percentile(spent, 0.5)


def _writes(made: dict[str, Any]) -> list[Row]:
    by, commune, one = made["by"], made["communes"][0], made["indicators"][1]
    numbers = iter(range(1, 10_000))

    @transaction.atomic
    def cell() -> None:
        wanted = {one: Figure(next(numbers) * 10_000, None, Observation.CONFIRMED)}
        totals.apply(store_figures(organisation=commune, period=LAST, wanted=wanted, by=by, at=AT))

    units = iter(made["communes"])
    nation.forget(made["form"])

    def hand_in() -> None:
        unit = next(units)
        who = made["officers"][unit.pk]
        entries = {
            indicator.pk: Entry(str(300 + n), "1000", "đo tốc độ")
            for n, indicator in enumerate(made["indicators"])
        }
        words = {"form": made["form"], "organisation": unit, "period": LAST}
        draft, _remarks = submissions.save_cells(**words, entries=entries, by=who, at=AT)
        submissions.submit(submission=draft, by=who, at=AT)

    return [
        measure("one figure with all its totals", cell, bar_ms=5, runs=100),
        measure(f"fill in and hand in a form of {INDICATORS} indicators", hand_in, runs=RUNS),
    ]


def _seconds(name: str, seconds: float, bar: float | None, note: str) -> Row:
    ms = 1000 * seconds
    met = None if bar is None else seconds <= bar
    return Row(name, ms, ms, ms, None, None, f"≤ {bar:g} s" if bar else "", met, note)


if __name__ == "__main__":
    main()
