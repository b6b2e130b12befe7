"""Three provinces with communes, indicators of every roll-up, scattered figures and tasks."""

from __future__ import annotations

import random
from decimal import Decimal

from conftest import NOW, TODAY, make_org
from sauro.domains.indicators.models import Indicator, Observation, SameMeaning
from sauro.domains.indicators.rules import Direction, Rollup
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.tests.factories import JUNE, make_form, make_indicator
from sauro.domains.programmes.tests.factories import make_programme, make_task

PROVINCES = ("LV", "SX", "RT")


def build(province, other_province, monitor, at, *, seed=1, writes=400):
    """Figures straight into their table, then totals built anew: the SQL roll-up to compare with."""
    third = make_org("Tỉnh Rừng Tím", "province", "RT")
    roots = (province, other_province, third)
    units = [
        make_org(f"UBND xã {n} {root.code}", "commune", f"{root.code}-X{n}", root)
        for root in roots
        for n in range(9)
    ]
    kinds = [
        make_indicator(
            province,
            monitor,
            f"Chỉ số {rule}",
            code=rule.value.upper(),
            rollup=rule.value,
            direction=Direction.DOWN.value if rule == Rollup.AVERAGE else Direction.UP.value,
            factor=100 if rule == Rollup.RATIO else 1,
            threshold=Decimal("50.5") if rule == Rollup.SHARE else None,
        )
        for rule in Rollup
    ]
    scatter(units, kinds, seed, writes)
    totals.rebuild(indicators=[one.pk for one in kinds])
    make_form(province, monitor, *kinds)
    programme = make_programme(owner=province, by=monitor, at=at)
    for title in ("Xây dựng nền tảng dữ liệu dùng chung", "Phổ cập chữ ký số cho người dân"):
        make_task(programme=programme, lead=units[0], by=monitor, at=at, title=title)
    return roots, units, kinds


def scatter(units, kinds, seed, writes):
    """Figures of every sign and status; the largest that are allowed where they are only added."""
    rng = random.Random(seed)
    rows = {}
    for _n in range(writes):
        one, unit, period = rng.choice(kinds), rng.choice(units), JUNE - rng.randint(0, 3)
        large = one.rollup == Rollup.SUM and rng.random() < 0.2
        rows[one.pk, period, unit.pk] = Observation(
            indicator=one,
            organisation=unit,
            period=period,
            amount=2 * 10**15 if large else rng.randint(-(10**7), 10**7),
            base=rng.choice([None, 0, rng.randint(1, 10**6)]),
            status=rng.choice([0, 1, 2]),
            since=TODAY,
        )
    Observation.objects.bulk_create(rows.values())


def mean_the_same(one: Indicator, other: Indicator, by) -> None:
    SameMeaning.objects.create(indicator=one, other=other, reason="cùng văn bản", by=by, at=NOW)
