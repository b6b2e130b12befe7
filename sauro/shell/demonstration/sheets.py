"""Indicators with their sheets, and the forms on which units report them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sauro.domains.indicators import rules
from sauro.domains.indicators.models import DataSet, DataSetItem, Definition, Indicator
from sauro.domains.indicators.selectors import forms as form_selectors
from sauro.domains.indicators.services import forms as form_services
from sauro.domains.indicators.services import sheets as sheet_services
from sauro.engines import periods, text
from sauro.engines.history import recording
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.series import ORIGIN
from sauro.shell.demonstration.stage import OPENING, Stage
from sauro.shell.demonstration.structure import provinces

SHOWN = 12
WHO_REPORTS = {
    "commune": "UBND xã, phường, đặc khu",
    "department": "Sở, ban, ngành",
    "firm": "Doanh nghiệp viễn thông",
    "university": "Cơ sở giáo dục đại học",
    "centre": "Trung tâm, tổ chức khoa học và công nghệ",
    "province": "Cơ quan thường trực tổng hợp",
}
_DUE_IN = 3  # days after the loading
EXEMPT = (
    ("SN-08", "TTR", "Không quản lý dữ liệu được phép công bố mở."),
    ("SN-09", "QS", "Không có thủ tục hành chính cung cấp trực tuyến toàn trình."),
)
_ALIKE = ("XA-01", "XA-04", "XA-07")


def build(stage: Stage) -> None:
    """Indicators and forms of every province."""
    for province in provinces():
        key = province["key"]
        owner, by = stage.organisations[key], stage.monitor(key)
        at = stage.moment(OPENING, f"{key}.indicators")
        _indicators(stage, key, owner, by=by, at=at)
        for row in rows("data_sets"):
            _form(stage, key, row, by=by, at=at)
        _exempt(stage, key, by=by, at=at)
    _say_alike(stage)


def lines_of(form: str) -> Iterator[dict[str, str]]:
    """The rows of the indicators on a form."""
    return (row for row in rows("indicators") if row["form"] == form)


def current_period(form: DataSet, today: date) -> int:
    """The last period of a form that has opened by a day."""
    step = form_selectors.MONTHS[form.periodicity]
    period = rules.index_of(periods.KINDS[form.periodicity].containing(today)) + step
    while form_selectors.timing_of(form=form, period=period).opens_on > today:
        period -= step
    return period


def _indicators(stage: Stage, key: str, owner: Any, *, by: Any, at: datetime) -> None:
    forms = {row["code"]: row for row in rows("data_sets")}
    made = Indicator.objects.bulk_create(
        Indicator(owner=owner, **_sheet(row, forms[row["form"]])) for row in rows("indicators")
    )
    by_code = {one.code: one for one in made}
    parts = [row for row in rows("indicators") if row["part_of"]]
    for row in parts:
        by_code[row["code"]].part_of = by_code[row["part_of"]]
    Indicator.objects.bulk_update([by_code[row["code"]] for row in parts], ["part_of"])
    Definition.objects.bulk_create(
        Definition(
            indicator=by_code[code], text=words, document=paper, valid_from=day, by=by, at=at
        )
        for code, words, paper, day in _definitions()
    )
    _record(made, "indicators.indicator.created", by=by, at=at)
    stage.indicators |= {f"{key}/{code}": one for code, one in by_code.items()}


def _sheet(row: dict[str, str], form: dict[str, str]) -> dict[str, Any]:
    """The columns of an indicator as a row states them."""
    numbers = ("threshold", "lowest", "highest", "jump")
    return {
        **{name: row[name] for name in ("code", "name", "name_en", "unit", "source", "base_name")},
        **{name: Decimal(row[name]) if row[name] else None for name in numbers},
        "folded": text.fold(row["name"])[:500],
        "direction": row["way"],
        "periodicity": form["periodicity"],
        "over_time": row["over"],
        "rollup": row["rollup"],
        "factor": int(row["factor"]),
        "whole": row["whole"] == "1",
        "reporter": WHO_REPORTS[form["kinds"]],
        "confirmer": "Cơ quan thường trực của chương trình",
        "is_demonstration": True,
    }


def _definitions() -> Iterator[tuple[str, str, str, date]]:
    first = date(ORIGIN // 12, 1, 1)
    yield from ((row["code"], row["definition"], "", first) for row in rows("indicators"))
    for row in rows("definitions"):
        yield row["code"], row["text"], row["document"], date.fromisoformat(row["valid_from"])


def _form(stage: Stage, key: str, row: dict[str, str], *, by: Any, at: datetime) -> None:
    checker = stage.organisations[f"{key}-{row['checker']}"] if row["checker"] else None
    form = DataSet(
        owner=stage.organisations[key],
        checker=checker,
        kinds=[row["kinds"]],
        is_demonstration=True,
        folded=text.fold(f"{row['code']} {row['name']}")[:320],
        **{name: row[name] for name in ("code", "name", "help", "periodicity")},
        **_days(stage, row),
    )
    step = form_selectors.MONTHS[form.periodicity]
    year, month = (int(part) for part in row["since"].split("-"))
    since = year * 12 + month - 1
    form.first_period = max(since, current_period(form, stage.today) - (SHOWN - 1) * step)
    form.save()
    DataSetItem.objects.bulk_create(
        DataSetItem(
            data_set=form,
            indicator=stage.indicators[f"{key}/{line['code']}"],
            section=line["section"],
            position=place,
        )
        for place, line in enumerate(lines_of(row["code"]), 1)
    )
    _record([form], "indicators.form.created", by=by, at=at)
    stage.forms[f"{key}/{row['code']}"] = form


def _days(stage: Stage, row: dict[str, str]) -> dict[str, int]:
    """Opening, due and closing days; `near` puts the due day into the days after the loading."""
    opens, closes = int(row["opens"]), int(row["closes"])
    if row["due"] != "near":
        return {"opens_after": opens, "due_after": int(row["due"]), "closes_after": closes}
    due = stage.on_or_after(stage.today + timedelta(days=_DUE_IN))
    month = periods.Month.containing(due)
    closed = periods.closing_day(month)
    if closed > due:
        closed = periods.closing_day(month.previous())
    after = (due - closed).days
    return {
        "opens_after": after + opens,
        "due_after": after,
        "closes_after": after + closes,
    }


def _exempt(stage: Stage, key: str, *, by: Any, at: datetime) -> None:
    for code, agency, reason in EXEMPT:
        form_services.exempt(
            indicator=stage.indicators[f"{key}/{code}"],
            organisation=stage.organisations[f"{key}-{agency}"],
            reason=reason,
            by=by,
            at=at,
        )


def _say_alike(stage: Stage) -> None:
    """The first province's word on which indicators of the others mean the same."""
    first, *others = (province["key"] for province in provinces())
    for code in _ALIKE:
        for other in others:
            sheet_services.same_meaning(
                indicator=stage.indicators[f"{first}/{code}"],
                other=stage.indicators[f"{other}/{code}"],
                reason="Cùng định nghĩa, cùng nguồn số liệu và cùng cách tính.",
                by=stage.monitor(first),
                at=stage.moment(stage.today - timedelta(days=30), f"{other}{code}"),
            )


def _record(subjects: list[Any], kind: str, *, by: Any, at: datetime) -> None:
    recording.record_all(
        [
            recording.new_event(
                kind=kind, subject=one, by=by, at=at, after={"code": one.code, "name": one.name}
            )
            for one in subjects
        ]
    )
