"""Pictures of programmes, built from what the selectors and rows give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.indicators.rules import Comparator
from sauro.domains.programmes import links
from sauro.domains.programmes.figures import CLASSES, ClassRow
from sauro.domains.programmes.models import Target, TargetReading
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.targets import TargetStanding
from sauro.domains.programmes.selectors.trend import MonthPoint
from sauro.engines import charts
from sauro.engines.charts import Bullet, Category, Chart, Series
from sauro.engines.ui import formats

LONGEST_LABEL = 60
RISING = (Comparator.GE, Comparator.GT, Comparator.EQ, Comparator.KEEP_ABOVE)
MOST_BULLETS = 15


def classes_chart(*, title: str, rows: Sequence[ClassRow], note: str = "") -> Chart:
    """One stacked bar for each row by deadline class; a class that nothing has is left out."""
    used = [n for n, _code in enumerate(CLASSES) if any(row.cells[n].value for row in rows)]
    return charts.stacked_bar(
        title=title,
        note=note,
        categories=[Category(_short(row.label), row.url or row.total_url) for row in rows],
        series=[
            Series(
                code=CLASSES[n],
                values=[row.cells[n].value for row in rows],
                urls=[row.cells[n].url for row in rows],
            )
            for n in used
        ],
    )


def burn_up_chart(*, points: Sequence[MonthPoint]) -> Chart:
    """Tasks completed against tasks due, up to the end of each month."""
    return charts.line_trend(
        title=_("Completed against due"),
        note=_("All tasks up to the end of each month; cancelled tasks are left out."),
        periods=[f"{point.month:%m/%Y}" for point in points],
        series=[
            Series(label=_("Completed"), values=[point.done for point in points]),
            Series(label=_("Due"), values=[point.due for point in points], code="forecast"),
        ],
    )


def bullets_chart(*, standings: Iterable[TargetStanding], as_of: AsOf) -> Chart:
    """The last value of each target where more is better, against the value set."""
    measured = [
        (one, one.reading.value)
        for one in standings
        if one.asked.comparator in RISING
        and one.asked.low
        and one.reading is not None
        and one.reading.value is not None
    ]
    return charts.bullet(
        title=_("Last value against the value set"),
        note=_("Targets where more is better; the mark stands at the value set."),
        bullets=[
            Bullet(
                label=_short(f"{one.target.number} {one.target.title}".strip()),
                actual=_plain(value),
                target=_plain(one.asked.low),
                unit=one.target.indicator.unit,
                url=links.target_url(target_id=one.target.pk, as_of=as_of),
                code=one.status,
            )
            for one, value in measured[:MOST_BULLETS]
        ],
    )


def readings_chart(*, target: Target, readings: Sequence[TargetReading]) -> Chart:
    """The readings of a target over time with a line at the value set."""
    valued = [reading for reading in reversed(readings) if reading.value is not None]
    language = get_language() or "vi"
    return charts.line_trend(
        title=_("Readings over time"),
        periods=[formats.day(reading.on, language=language) for reading in valued],
        series=[Series(label=_("Value"), values=[_plain(reading.value) for reading in valued])]
        if valued
        else [],
        target=_plain(target.low),
        unit=target.indicator.unit,
    )


def _plain(value: Any) -> float | int | None:
    """A decimal as the shortest number that JSON can carry."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
