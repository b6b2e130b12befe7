"""Bodies of indicators, forms and their figures."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Path, Schema
from pydantic import AfterValidator, StringConstraints

from sauro.domains.indicators.rules import (
    Basis,
    Direction,
    OverTime,
    Periodicity,
    Rollup,
)
from sauro.domains.orgs.rules import OrgKind

BIGGEST_ID = 2**63 - 1
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
FIRST_PERIOD, LAST_PERIOD = 1990 * 12, 2199 * 12


def _printable(value: str) -> str:
    """The text as it is; a text that no database can hold is refused."""
    if "\0" in value:
        raise ValueError("A text cannot hold the character with the number nought.")
    value.encode()
    return value


Plain = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]
UpTo80 = Annotated[Plain, Field(max_length=80)]
UpTo200 = Annotated[Plain, Field(max_length=200)]
UpTo250 = Annotated[Plain, Field(max_length=250)]
UpTo500 = Annotated[Plain, Field(max_length=500)]
LongText = Annotated[Plain, Field(max_length=5_000)]
Needed = Annotated[Plain, Field(min_length=1, max_length=2_000)]
Code = Annotated[Plain, Field(max_length=40)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
PathId = Annotated[int, Path(ge=1, le=BIGGEST_ID)]
Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
PeriodNumber = Annotated[
    int,
    Field(
        ge=FIRST_PERIOD,
        le=LAST_PERIOD,
        description="months of the first day of the period since year 0",
    ),
]
PathPeriod = Annotated[int, Path(ge=FIRST_PERIOD, le=LAST_PERIOD)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, description="the version that was read")]
Days = Annotated[int, Field(ge=-400, le=400)]


class UnitName(Schema):
    """A unit by its id, code and name."""

    id: int
    code: str
    name: str


class TotalOut(Schema):
    """A total of the owner, its terms, and on how many of how many units it stands."""

    period: int
    period_name: str
    value: Decimal | None
    numerator: Decimal
    denominator: Decimal | None
    units: int
    confirmed: int
    expected: int | None = None


class SheetFields(Schema):
    """Everything that the sheet of an indicator says."""

    name: Annotated[Plain, Field(min_length=1, max_length=500)]
    name_en: UpTo500 = ""
    unit: UpTo80 = ""
    direction: Direction = Direction.UP
    periodicity: Periodicity = Periodicity.MONTH
    over_time: OverTime = OverTime.PERIODIC
    rollup: Rollup = Rollup.SUM
    factor: int = Field(1, ge=1, le=1_000_000)
    threshold: Amount | None = None
    whole: bool = False
    lowest: Amount | None = None
    highest: Amount | None = None
    jump: Annotated[Decimal, Field(max_digits=9, decimal_places=2)] | None = None
    base_name: UpTo250 = ""
    part_of_id: Id | None = Field(None, description="the whole of which this is a part")
    source: UpTo250 = ""
    reporter: UpTo250 = ""
    confirmer: UpTo250 = ""
    closed_on: Day | None = None


class IndicatorIn(SheetFields):
    """A new indicator; without a code the next free one is given."""

    owner: Annotated[Plain, Field(min_length=1, max_length=40)]
    code: Code = ""


class IndicatorChange(SheetFields):
    """The sheet as it shall be: what is left out becomes empty."""

    code: Annotated[Plain, Field(min_length=1, max_length=40)]
    expected_version: Version


class IndicatorOut(Schema):
    """The sheet of an indicator and its last total."""

    id: int
    owner: UnitName
    code: str
    name: str
    name_en: str
    unit: str
    direction: str
    periodicity: str
    over_time: str
    rollup: str
    factor: int
    threshold: Decimal | None
    whole: bool
    lowest: Decimal | None
    highest: Decimal | None
    jump: Decimal | None
    base_name: str
    part_of_id: int | None
    source: str
    reporter: str
    confirmer: str
    closed_on: date | None
    version: int
    last: TotalOut | None


class SheetPage(Schema):
    """A page of indicators; `next_offset` is null on the last one."""

    count: int
    limit: int
    offset: int
    next_offset: int | None
    items: list[IndicatorOut]


class DefinitionIn(Schema):
    """The wording of what an indicator counts, from a day on."""

    text: Annotated[LongText, Field(min_length=1)]
    method: LongText = ""
    document: UpTo250 = ""
    valid_from: Day


class DefinitionOut(Schema):
    """A definition, and who wrote it."""

    id: int
    text: str
    method: str
    document: str
    valid_from: date
    by: str
    at: datetime


class ExemptionIn(Schema):
    """A unit that need not report the indicator."""

    organisation_id: Id
    reason: Annotated[Plain, Field(min_length=1, max_length=300)]


class ExemptionOut(Schema):
    """An exempted unit."""

    id: int
    organisation: UnitName
    reason: str


class SameMeaningIn(Schema):
    """Another owner's indicator that measures the same, by a person's word."""

    same_indicator_id: Id
    reason: Annotated[Plain, Field(min_length=1, max_length=500)]


class SameMeaningOut(Schema):
    """An indicator with the same meaning."""

    indicator_id: int
    owner: UnitName
    code: str
    name: str
    reason: str


class ForecastOut(Schema):
    """What is foreseen for a period, four times in five between `low` and `high`."""

    period: int
    middle: float
    low: float
    high: float
    points: int
    seasonal: bool
    outlook: str = Field(description="on_track, at_risk, will_miss or unknown")


class TrendOut(Schema):
    """The owner's totals over time, oldest first, and what is foreseen."""

    totals: list[TotalOut]
    forecast: ForecastOut | None


class UnitFigureOut(Schema):
    """One unit in a period; `value` is null when it is missing."""

    organisation: UnitName
    value: Decimal | None
    confirmed: bool
    missing: bool
    place: int | None
    change: Decimal | None
    year_change: Decimal | None


class FiguresOut(Schema):
    """The units of an indicator in a period that the person may see."""

    period: int
    period_name: str
    total: TotalOut | None
    expected: int
    reported: int
    units: list[UnitFigureOut]


class PastFigureOut(Schema):
    """A figure that stood here from one day until another."""

    value: Decimal
    base: Decimal | None
    since: date
    until: date
    reason: str
    after_closing: bool


class CellFigureOut(Schema):
    """One unit's figure in a period as typed, and what stood there before."""

    organisation: UnitName
    period: int
    value: Decimal | None
    base: Decimal | None
    shown: Decimal | None = Field(description="as it is read: a ratio in its own unit")
    state: str = Field(description="missing, returned, provisional or confirmed")
    since: date | None
    past: list[PastFigureOut]


class CorrectionIn(Schema):
    """A figure in place of the one that stands, and why."""

    value: Amount
    base: Amount | None = None
    reason: Needed


class LineIn(Schema):
    """One line of a form."""

    indicator_id: Id
    section: UpTo200 = ""
    required: bool = True


class DataSetFields(Schema):
    """What a form asks, of whom and when."""

    code: Annotated[Plain, Field(min_length=1, max_length=40)]
    name: Annotated[Plain, Field(min_length=1, max_length=300)]
    help: LongText = ""
    periodicity: Periodicity = Periodicity.MONTH
    kinds: list[OrgKind] = Field(min_length=1, max_length=17)
    checker_id: Id | None = None
    first_period: PeriodNumber
    last_period: PeriodNumber | None = None
    basis: Basis = Basis.CLOSING
    opens_after: Days = -10
    due_after: Days = 3
    closes_after: Days = 20
    lines: list[LineIn] = Field(min_length=1, max_length=300)


class DataSetIn(DataSetFields):
    """A new form."""

    owner: Annotated[Plain, Field(min_length=1, max_length=40)]


class DataSetChange(DataSetFields):
    """The form as it shall be."""

    expected_version: Version


class LineOut(Schema):
    """One line of a form."""

    indicator_id: int
    code: str
    name: str
    unit: str
    section: str
    required: bool


class DataSetOut(Schema):
    """A form with its lines."""

    id: int
    owner: UnitName
    checker: UnitName | None
    code: str
    name: str
    help: str
    periodicity: str
    kinds: list[str]
    first_period: int
    last_period: int | None
    basis: str
    opens_after: int
    due_after: int
    closes_after: int
    version: int
    lines: list[LineOut]


class DataSetPage(Schema):
    """A page of forms; `next_offset` is null on the last one."""

    count: int
    limit: int
    offset: int
    next_offset: int | None
    items: list[DataSetOut]


class SheetPaging(Schema):
    """Which rows of a list: at most 200 at a time."""

    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


class SheetQuery(SheetPaging):
    """Which indicators."""

    q: UpTo200 = ""
    code: Code = ""
    owner: Code = ""
    periodicity: Periodicity | None = None
    as_of: Day | None = None


class FiguresQuery(Schema):
    """Which period, as of which day; without a period the last one with figures."""

    period: PeriodNumber | None = None
    as_of: Day | None = None


def page_body(count: int, items: list[Any], paging: SheetPaging) -> dict[str, Any]:
    """A page of a list as a body."""
    following = paging.offset + len(items)
    return {
        "count": count,
        "limit": paging.limit,
        "offset": paging.offset,
        "next_offset": following if items and following < count else None,
        "items": items,
    }
