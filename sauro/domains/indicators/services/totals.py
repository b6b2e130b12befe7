"""Keeping totals: every changed figure moves the totals of all units above it, in its transaction.

A unit without any below it has no row of its own: its figure is its total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from sauro.domains.indicators.models import Indicator, Latest, Observation, RollupRow
from sauro.domains.indicators.rules import SCALE, Direction, Rollup, Sums, amount_of
from sauro.domains.orgs.models import Organisation

_BATCH = 300
_UPSERT = """
INSERT INTO indicators_rolluprow
  ("indicator_id", "organisation_id", "period", "total", "base", "units", "over", "confirmed")
VALUES {values}
ON CONFLICT ("indicator_id", "organisation_id", "period") DO UPDATE SET
  "total" = indicators_rolluprow."total" + excluded."total",
  "base" = indicators_rolluprow."base" + excluded."base",
  "units" = indicators_rolluprow."units" + excluded."units",
  "over" = indicators_rolluprow."over" + excluded."over",
  "confirmed" = indicators_rolluprow."confirmed" + excluded."confirmed"
"""
_LATEST = """
INSERT INTO indicators_latest
  ("indicator_id", "organisation_id", "period", "amount", "base", "status")
VALUES {values}
ON CONFLICT ("indicator_id", "organisation_id") DO UPDATE SET
  "period" = excluded."period", "amount" = excluded."amount",
  "base" = excluded."base", "status" = excluded."status"
WHERE excluded."period" >= indicators_latest."period"
"""

Key = tuple[int, str, int]  # indicator, path of a unit, period


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the table holds it."""

    amount: int
    base: int | None
    status: int

    @property
    def counts(self) -> bool:
        """Whether it is part of totals."""
        return self.status != Observation.RETURNED


@dataclass(frozen=True, slots=True)
class Change:
    """The figure of a unit in a period before and after a write."""

    indicator: Indicator
    organisation: Organisation
    period: int
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that is not what the figures add up to."""

    indicator_id: int
    organisation_id: int
    period: int
    stored: Sums
    expected: Sums


def sums_of(indicator: Indicator, figure: Figure | None) -> Sums:
    """What a figure adds to the totals above it; nothing for one that does not count."""
    if figure is None:
        return Sums()
    return indicator.sums_of(figure.amount, figure.base, figure.status)


def apply(changes: Sequence[Change]) -> None:
    """Move the totals and the latest figures by these changes; three SQL."""
    deltas: dict[Key, Sums] = defaultdict(Sums)
    for change in changes:
        moved = sums_of(change.indicator, change.after) + -sums_of(change.indicator, change.before)
        if moved:
            for path in _line(change.organisation.path, leaf=not change.organisation.numchild):
                deltas[change.indicator.pk, path, change.period] += moved
    _move(deltas)
    _keep_latest(changes)


def shift(parts: Iterable[tuple[int, str, int, Sums]]) -> None:
    """Add these sums to totals, each named by indicator, path of the unit and period; two SQL."""
    deltas: dict[Key, Sums] = defaultdict(Sums)
    for indicator, path, period, sums in parts:
        deltas[indicator, path, period] += sums
    _move(deltas)


def rebuild(*, indicators: Sequence[int]) -> int:
    """Replace the totals of these indicators by what their figures add up to; how many differed."""
    wrong = 0
    for pk in indicators:
        with transaction.atomic():
            found = list(differences(indicators=[pk]))
            _write_differences(found)
            _rebuild_latest(pk)
        wrong += len(found)
    return wrong


def differences(*, indicators: Sequence[int]) -> Iterator[Difference]:
    """Totals of these indicators that are not what their figures add up to; two SQL for each."""
    ids = dict(Organisation.objects.order_by().values_list("path", "pk"))
    for pk in indicators:
        expected = {(ids[path], period): sums for (path, period), sums in _expected(pk).items()}
        stored = {
            (row[0], row[1]): Sums(*row[2:])
            for row in RollupRow.objects.filter(indicator=pk)
            .order_by()
            .values_list(
                *("organisation_id", "period", "total", "base", "units", "over", "confirmed")
            )
            .iterator(chunk_size=20_000)
        }
        for key in expected.keys() | stored.keys():
            was, should = stored.get(key, Sums()), expected.get(key, Sums())
            if was != should:
                yield Difference(pk, key[0], key[1], was, should)


def _expected(indicator_id: int) -> dict[tuple[str, int], Sums]:
    """What the counted figures of one indicator add up to, by path and period; one SQL."""
    indicator = Indicator.objects.get(pk=indicator_id)
    found: dict[tuple[str, int], Sums] = defaultdict(Sums)
    with connection.cursor() as cursor:
        cursor.execute(_grouped_sql(indicator), _grouped_parameters(indicator))
        for path, period, *numbers in cursor.fetchall():
            sums = Sums(*(int(number) for number in numbers))
            for above in _line(path, leaf=False):
                found[above, period] += sums
    return found


def _grouped_sql(indicator: Indicator) -> str:
    """Figures by period and by the nearest unit that has a total: the unit or the one above it."""
    total, base = 'o."amount"', 'COALESCE(o."base", 0)'
    if indicator.rollup == Rollup.AVERAGE:
        base = f'COALESCE(o."base", {SCALE})'
        total = f'(o."amount" * {base}) / {SCALE}'
    elif indicator.rollup == Rollup.SHARE:
        base = "0"
    sign = "<=" if indicator.direction == Direction.DOWN else ">="
    share = indicator.rollup == Rollup.SHARE
    over = f'CASE WHEN o."amount" {sign} %s THEN 1 ELSE 0 END' if share else "0"
    node = (
        f'CASE WHEN d."numchild" > 0 THEN d."path" '
        f'ELSE SUBSTR(d."path", 1, LENGTH(d."path") - {Organisation.steplen}) END'
    )
    # nothing but names of columns and whole numbers of this module goes in
    return (
        f'SELECT {node} AS node, o."period", SUM({total}), SUM({base}), COUNT(*), SUM({over}), '  # noqa: S608
        f'SUM(CASE WHEN o."status" = {Observation.CONFIRMED} THEN 1 ELSE 0 END) '
        'FROM indicators_observation o JOIN orgs_organisation d ON d."id" = o."organisation_id" '
        'WHERE o."indicator_id" = %s AND o."status" > 0 GROUP BY 1, 2'
    )


def _grouped_parameters(indicator: Indicator) -> list[int]:
    if indicator.rollup != Rollup.SHARE:
        return [indicator.pk]
    assert indicator.threshold is not None, "a share has a threshold"
    return [amount_of(indicator.threshold), indicator.pk]


def _line(path: str, *, leaf: bool) -> list[str]:
    """Paths of a unit and all above it; of a unit with none below it, only those above."""
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + (0 if leaf else 1), step)]


def _move(deltas: dict[Key, Sums]) -> None:
    wanted = {path for _indicator, path, _period in deltas}
    if not wanted:
        return
    ids = dict(Organisation.objects.filter(path__in=wanted).order_by().values_list("path", "pk"))
    rows = sorted(  # in one order everywhere, so that two writers never wait for each other
        (indicator, ids[path], period, s.total, s.base, s.units, s.over, s.confirmed)
        for (indicator, path, period), s in deltas.items()
        if s
    )
    _upsert(_UPSERT, rows)


def _keep_latest(changes: Sequence[Change]) -> None:
    newer, gone = [], []
    for change in changes:
        if change.after is not None and change.after.counts:
            after = change.after
            newer.append(
                (
                    *(change.indicator.pk, change.organisation.pk, change.period),
                    *(after.amount, after.base, after.status),
                )
            )
        elif change.before is not None and change.before.counts:
            gone.append(change)
    _upsert(_LATEST, sorted(newer, key=lambda row: row[:2]))
    for change in gone:
        _look_back(change.indicator.pk, change.organisation.pk)


def _look_back(indicator_id: int, organisation_id: int) -> None:
    """Take the latest figure anew after one stopped counting."""
    Latest.objects.filter(indicator=indicator_id, organisation=organisation_id).delete()
    counted = Observation.objects.filter(indicator=indicator_id, organisation=organisation_id)
    last = counted.exclude(status=Observation.RETURNED).order_by("-period").first()
    if last is not None:
        Latest.objects.create(
            indicator_id=indicator_id,
            organisation_id=organisation_id,
            period=last.period,
            amount=last.amount,
            base=last.base,
            status=last.status,
        )


def _rebuild_latest(indicator_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_latest WHERE indicator_id = %s", [indicator_id])
        cursor.execute(
            "INSERT INTO indicators_latest "
            "(indicator_id, organisation_id, period, amount, base, status) "
            "SELECT o.indicator_id, o.organisation_id, o.period, o.amount, o.base, o.status "
            "FROM indicators_observation o JOIN (SELECT organisation_id, MAX(period) AS last "
            "FROM indicators_observation WHERE indicator_id = %s AND status > 0 "
            "GROUP BY organisation_id) m ON m.organisation_id = o.organisation_id "
            "AND m.last = o.period WHERE o.indicator_id = %s AND o.status > 0",
            [indicator_id, indicator_id],
        )


def _write_differences(found: Iterable[Difference]) -> None:
    rows = list(found)
    _upsert(
        _UPSERT,
        sorted(
            (
                *(one.indicator_id, one.organisation_id, one.period),
                *_numbers(one.expected + -one.stored),
            )
            for one in rows
        ),
    )
    RollupRow.objects.filter(
        indicator__in={one.indicator_id for one in rows}, units=0, total=0, base=0
    ).delete()


def _numbers(sums: Sums) -> tuple[int, ...]:
    return sums.total, sums.base, sums.units, sums.over, sums.confirmed


def _upsert(sql: str, rows: Sequence[tuple[int | None, ...]]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            marks = f"({', '.join(['%s'] * len(part[0]))})"
            values = ", ".join([marks] * len(part))
            cursor.execute(sql.format(values=values), [number for row in part for number in row])
