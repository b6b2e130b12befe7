"""Measurements over figures: `python -m bench --figures 6000000`, in a process of its own.

34 provinces with 3,321 communes, 50 indicators, as many months as make up the rows asked for.
Figures are made by one statement of SQL, so that building takes less time than measuring.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from bench.data import moment
from bench.measure import Row, measure, table
from sauro.domains.accounts.services import system_person
from sauro.domains.indicators.models import DataSet, DataSetItem, Indicator, Observation
from sauro.domains.indicators.selectors import figures, work
from sauro.domains.indicators.services import submissions, totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.submissions import Entry
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.orgs.services import planting
from sauro.engines import text

PROVINCES, COMMUNES, INDICATORS = 34, 3_321, 50
LAST = 2026 * 12 + 9  # October 2026
AT = moment(date(2026, 11, 1))
FIGURES = """
INSERT INTO indicators_observation
  (indicator_id, period, organisation_id, amount, base, status, since)
SELECT i.id, p.period, o.id,
  ((i.id * 7919 + p.period * 104729 + o.id * 1299709) % 1000) * 10000,
  1000 * 10000, 2, '{since}'
FROM indicators_indicator i
CROSS JOIN (SELECT DISTINCT period FROM bench_period) p
CROSS JOIN orgs_organisation o WHERE o.kind = 'commune'
ORDER BY i.id, p.period, o.id
"""
BY_HAND = """
SELECT o.indicator_id, o.period, SUBSTR(d.path, 1, {depth}), SUM(o.amount), SUM(o.base), COUNT(*)
FROM indicators_observation o JOIN orgs_organisation d ON d.id = o.organisation_id
WHERE o.status > 0 GROUP BY 1, 2, 3
"""


def main() -> None:
    """Migrate, build, measure, print."""
    name, rows = sys.argv[1], int(sys.argv[2])
    call_command("migrate", verbosity=0)
    made = _build(rows)
    start = time.perf_counter()
    wrong = totals.rebuild(indicators=made["ids"])
    rebuilt = time.perf_counter() - start
    hand = min(_by_hand(made) for _n in range(2))
    found = [
        _seconds(f"full roll-up of {made['rows']:,} figures", rebuilt, 20, f"{wrong:,} totals"),
        _seconds("the sums by one hand-written statement", hand, None, ""),
    ]
    start = time.perf_counter()
    still = sum(1 for _one in totals.differences(indicators=made["ids"]))
    found.append(
        _seconds(
            "the roll-up query alone, against what is stored",
            compared := time.perf_counter() - start,
            None,
            f"{still} differ; {compared / hand:.2f} × hand-written",
        )
    )
    print(
        f"## {name}, {made['rows']:,} figures\n\n{table([*found, *_reads(made), *_writes(made)])}"
    )


def _build(rows: int) -> dict[str, Any]:
    by = system_person(at=AT)
    country = _country()
    indicators = Indicator.objects.bulk_create(
        Indicator(
            owner=country,
            code=f"CS-{n:03}",
            name=f"Chỉ số {n}",
            folded=f"chi so {n}",
            unit="%",
            rollup=("ratio", "sum", "average")[n % 3],
            factor=100 if n % 3 == 0 else 1,
        )
        for n in range(INDICATORS)
    )
    months = max(1, round(rows / (COMMUNES * INDICATORS)))
    form = _form(country, indicators, LAST - months)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("CREATE TABLE bench_period (period bigint)")
        for n in range(months):
            cursor.execute("INSERT INTO bench_period VALUES (%s)", [LAST - n])
        cursor.execute(FIGURES.format(since="2026-01-01"))
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    commune = Organisation.objects.filter(kind="commune").order_by("pk")[1_000]
    province = Organisation.objects.get(path=commune.path[: -Organisation.steplen])
    RoleGrant.objects.create(
        user=by, role="monitor", organisation=country, valid_from=date(2026, 1, 1)
    )
    RoleGrant.objects.create(
        user=by, role="commune_officer", organisation=commune, valid_from=date(2026, 1, 1)
    )
    return {
        "by": by,
        "country": country,
        "province": province,
        "commune": commune,
        "indicators": indicators,
        "ids": [one.pk for one in indicators],
        "form": form,
        "rows": months * COMMUNES * INDICATORS,
    }


@transaction.atomic
def _country() -> Organisation:
    since = date(2025, 1, 1)

    def fresh(name: str, kind: str, code: str) -> dict[str, Any]:
        words = {"folded": text.fold(name), "sort_key": text.sort_key(name)}
        return {"name": name, "kind": kind, "code": code, "valid_from": since, **words}

    root = Organisation.objects.add_root(fresh("Việt Nam", "national", "VN"))
    planting.plant(
        parent=root,
        fresh=[
            Organisation(**fresh(f"Tỉnh số {n}", "province", f"T{n:02}")) for n in range(PROVINCES)
        ],
    )
    for n, province in enumerate(Organisation.objects.filter(kind="province").order_by("path")):
        count = COMMUNES // PROVINCES + (1 if n < COMMUNES % PROVINCES else 0)
        planting.plant(
            parent=province,
            fresh=[
                Organisation(**fresh(f"UBND xã {n}-{k}", "commune", f"T{n:02}-{k:03}"))
                for k in range(count)
            ],
        )
    root.refresh_from_db()
    return root


def _form(country: Organisation, indicators: list[Indicator], first: int) -> DataSet:
    form = DataSet.objects.create(
        owner=country,
        code="B1",
        name="Biểu đo tốc độ",
        folded="b1",
        kinds=["commune"],
        first_period=max(first, 1),
        closes_after=60,
    )
    DataSetItem.objects.bulk_create(
        DataSetItem(data_set=form, indicator=one, position=n) for n, one in enumerate(indicators)
    )
    return form


def _by_hand(made: dict[str, Any]) -> float:
    """Seconds of the fastest plain statements: once for provinces, once for the country."""
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND.format(depth=len(made["province"].path)))
        provinces = cursor.fetchall()
        country: dict[tuple[int, int], int] = {}
        for indicator, period, _path, total, _base, _units in provinces:
            country[indicator, period] = country.get((indicator, period), 0) + int(total)
    return time.perf_counter() - start


def _reads(made: dict[str, Any]) -> list[Row]:
    by, province, country = made["by"], made["province"], made["country"]
    one = made["indicators"][0]
    year = range(LAST - 11, LAST + 1)
    return [
        measure(
            "50 indicators of a province in a period",
            lambda: figures.totals_of(
                indicators=made["indicators"], organisation=province, periods=[LAST]
            ),
            bar_ms=50,
        ),
        measure(
            "50 indicators of the country over a year",
            lambda: figures.totals_of(
                indicators=made["indicators"], organisation=country, periods=year
            ),
            bar_ms=50,
        ),
        measure(
            "all units of a province in a period",
            lambda: figures.units_of(indicator=one, root=province, period=LAST),
            bar_ms=50,
        ),
        measure(
            "all 3,321 units of the country in a period",
            lambda: figures.units_of(indicator=one, root=country, period=LAST),
            runs=5,
        ),
        measure(
            "trend of one indicator",
            lambda: figures.trend_of(indicator=one, organisation=country),
            bar_ms=50,
        ),
        measure(
            "who has handed in, 3,321 units × 12 periods",
            lambda: work.completeness(form=made["form"], user=by, day=AT.date()),
            runs=5,
        ),
        measure(
            "a past day of a province",
            lambda: figures.total_as_of(
                indicator=one, organisation=province, period=LAST, day=date(2026, 10, 31)
            ),
            bar_ms=50,
        ),
    ]


def _writes(made: dict[str, Any]) -> list[Row]:
    by, commune, one = made["by"], made["commune"], made["indicators"][1]
    numbers = iter(range(1, 10_000))

    @transaction.atomic
    def cell() -> None:
        wanted = {one: Figure(next(numbers) * 10_000, None, Observation.CONFIRMED)}
        totals.apply(store_figures(organisation=commune, period=LAST, wanted=wanted, by=by, at=AT))

    units = iter(Organisation.objects.filter(kind="commune").order_by("-pk")[:200])

    def hand_in() -> None:
        unit = next(units)
        RoleGrant.objects.create(
            user=by, role="commune_officer", organisation=unit, valid_from=date(2026, 1, 1)
        )
        by.__dict__.pop("_sauro_access", None)
        entries = {
            indicator.pk: Entry(str(300 + n), "1000", "đo tốc độ")
            for n, indicator in enumerate(made["indicators"])
        }
        draft, _remarks = submissions.save_cells(
            form=made["form"], organisation=unit, period=LAST, entries=entries, by=by, at=AT
        )
        submissions.submit(submission=draft, by=by, at=AT)

    return [
        measure("one figure with all its totals", cell, bar_ms=5, runs=100),
        measure("fill in and hand in a form of 50 indicators", hand_in, runs=20),
    ]


def _seconds(name: str, seconds: float, bar: float | None, note: str) -> Row:
    ms = 1000 * seconds
    met = None if bar is None else seconds <= bar
    return Row(name, ms, ms, ms, None, None, f"≤ {bar:g} s" if bar else "", met, note)


if __name__ == "__main__":
    main()
