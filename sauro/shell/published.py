"""Figures that newspapers published, computed again from records as of the day they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from sauro.domains.documents import selectors as document_selectors
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.permissions import Perm as IndicatorPerm
from sauro.domains.indicators.rules import Rollup, Sums
from sauro.domains.indicators.selectors import past
from sauro.domains.indicators.selectors.figures import Total
from sauro.domains.programmes import rules
from sauro.domains.programmes.models import Programme, Target, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors import standing
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access

Number = int | float
MID_YEAR, END_OF_JULY = date(2025, 6, 30), date(2025, 7, 31)
THAI_BINH, DONG_NAI = "TB-KH57-2025", "DN-KH57-2025"
LAO_CAI = "LC"  # its figures come from what communes report
BAC_NINH = "BN"  # its figures come from what the department reports month by month
INSTITUTIONS, INFRASTRUCTURE = "II", "III"
CARRIED_OUT = (State.ACCEPTED, State.IN_PROGRESS, State.SUBMITTED, State.RETURNED)
_SOURCES = {
    THAI_BINH: (
        "baothaibinh.com.vn",
        "https://baothaibinh.com.vn/tin-tuc/9/225268/thuong-truc-tinh-uy-lam-viec-voi-so-khoa-hoc-va-cong-nghe",
    ),
    DONG_NAI: (
        "baodongnai.com.vn",
        "https://baodongnai.com.vn/chuyen-doi-so/202507/tap-trung-trien-khai-cac-nhiem-vu-ve-khoa-hoc-cong-nghe-91412ec/",
    ),
    BAC_NINH: (
        "mst.gov.vn",
        "https://mst.gov.vn/to-cong-tac-tinh-bac-ninh-hop-phien-dau-tien-quyet-liet-thuc-day-khoa-hoc-cong-nghe-doi-moi-sang-tao-va-chuyen-doi-so-197251011110044831.htm",
    ),
    LAO_CAI: (
        "mst.gov.vn",
        "https://mst.gov.vn/pho-chu-tich-ubnd-tinh-nguyen-thanh-sinh-lam-viec-voi-so-khoa-hoc-va-cong-nghe-tinh-lao-cai-197251011225016858.htm",
    ),
}


@dataclass(frozen=True, slots=True)
class Tasks:
    """How many tasks of a group are in some states; no states means all."""

    group: str
    states: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """How many targets there are, or how many are met or exceeded, or their share in percent."""

    reached: bool = False
    share: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """What the units of a province report in an indicator, in the month of the day."""

    indicator: str


@dataclass(frozen=True, slots=True)
class Issued:
    """The documents that an agency sent out, in the half year that ends with the day."""

    owner: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number and how it is counted; `more_than` when that is what was printed.

    `programme` is the code of a programme, or of the province that owns an indicator.
    """

    programme: str
    province: str
    as_of: date
    what: Any
    published: Number
    counted: Tasks | Targets | Reported | Issued
    more_than: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A published number beside the computed one; `computed` is none without the records."""

    figure: Figure
    computed: Number | None
    fraction: tuple[int, int] | None
    rows_query: str
    source: str
    source_url: str
    indicator_id: int | None = None

    @property
    def match(self) -> bool:
        """Whether both numbers are the same, or the computed one is more where that was said."""
        if self.figure.more_than:
            return self.computed is not None and self.computed > self.figure.published
        return self.computed == self.figure.published

    @property
    def counts_documents(self) -> bool:
        """Whether the rows behind the number are documents."""
        return isinstance(self.figure.counted, Issued)

    @property
    def counts_targets(self) -> bool:
        """Whether the rows behind the number are targets."""
        return isinstance(self.figure.counted, Targets)

    def plain(self) -> dict[str, Any]:
        """The row as plain values."""
        return {
            "province": self.figure.province,
            "as_of": self.figure.as_of.isoformat(),
            "what": str(self.figure.what),
            "published": self.figure.published,
            "computed": self.computed,
            "match": self.match,
        }


def _thai_binh(what: Any, published: int, group: str, *states: State) -> Figure:
    return Figure(
        THAI_BINH, "Thái Bình → Hưng Yên", MID_YEAR, what, published, Tasks(group, states)
    )


def _dong_nai(what: Any, published: Number, **counted: bool) -> Figure:
    return Figure(DONG_NAI, "Đồng Nai", MID_YEAR, what, published, Targets(**counted))


def _lao_cai(what: Any, published: int, indicator: str, *, more_than: bool = False) -> Figure:
    return Figure(
        LAO_CAI,
        "Lào Cai",
        MID_YEAR,
        what,
        published,
        Reported(indicator),
        more_than,
    )


def _bac_ninh(what: Any, published: int, indicator: str) -> Figure:
    return Figure(BAC_NINH, "Bắc Ninh", END_OF_JULY, what, published, Reported(indicator))


FIGURES = (
    _thai_binh(_("Institution-building tasks"), 6, INSTITUTIONS),
    _thai_binh(_("Institution-building tasks completed"), 1, INSTITUTIONS, State.COMPLETED),
    _thai_binh(_("Institution-building tasks in progress"), 5, INSTITUTIONS, *CARRIED_OUT),
    _thai_binh(_("Infrastructure tasks"), 19, INFRASTRUCTURE),
    _thai_binh(_("Infrastructure tasks being carried out"), 17, INFRASTRUCTURE, *CARRIED_OUT),
    _thai_binh(
        _("Infrastructure tasks suspended because of the reorganisation"),
        2,
        INFRASTRUCTURE,
        State.SUSPENDED,
    ),
    _dong_nai(_("Targets for 2025"), 43),
    _dong_nai(_("Targets for 2025 met or exceeded"), 17, reached=True),
    _dong_nai(_("Share of targets met or exceeded, in percent"), 39.5, reached=True, share=True),
    _lao_cai(_("Learners of the digital-literacy movement"), 11_000, "XA-01", more_than=True),
    Figure(
        LAO_CAI,
        "Lào Cai",
        MID_YEAR,
        _("Documents issued on the advice of the department"),
        100,
        Issued("LC-SKHCN"),
        more_than=True,
    ),
    _lao_cai(_("Communes and wards with fibre, in percent"), 100, "XA-05"),
    _bac_ninh(_("Science and technology tasks followed"), 131, "KHCN-01"),
    _bac_ninh(_("Task proposals received for 2026"), 214, "KHCN-02"),
    _bac_ninh(_("Certification-mark projects"), 2, "KHCN-03"),
    _bac_ninh(_("Geographical-indication projects in acceptance"), 1, "KHCN-04"),
    _bac_ninh(_("Outdated-technology dossiers settled"), 2, "KHCN-05"),
    _bac_ninh(_("Declarations of X-ray equipment confirmed"), 4, "KHCN-06"),
    _bac_ninh(_("Licences to conduct radiation work"), 12, "KHCN-07"),
    _bac_ninh(_("Certificates of radiation workers"), 1, "KHCN-08"),
)


def published_rows(
    *,
    user: Any,
    today: date,
    soon_days: int,
    as_of: date | None = None,
    only_known: bool = False,
) -> list[Row]:
    """The figures of whole programmes in the person's scope, computed as of their own day.

    `as_of` asks for another day instead; `only_known` leaves out figures without records.
    """
    day = AsOf(as_of or MID_YEAR, today, soon_days)
    found = _programmes(user)
    counters = {code: _Counter(found.get(code), day) for code in (THAI_BINH, DONG_NAI)}
    totals = _totals(user, as_of)
    rows = []
    for figure in FIGURES:
        if isinstance(figure.counted, Reported):
            total = totals.get((figure.programme, figure.counted.indicator))
            row = _reported_row(figure, total, as_of or figure.as_of)
        elif isinstance(figure.counted, Issued):
            row = _issued_row(figure, figure.counted, user, day.day)
        else:
            row = counters[figure.programme].row(figure)
        if not only_known or row.rows_query:
            rows.append(row)
    return rows


def all_match(rows: Sequence[Row]) -> bool:
    """Whether every published number was computed again."""
    return all(row.match for row in rows)


def _programmes(user: Any) -> Mapping[str, Programme]:
    scope = access.scope(user, Perm.VIEW_ALL)
    if not scope:
        return {}
    found = Programme.objects.filter(scope.q("owner__path"), code__in=(THAI_BINH, DONG_NAI))
    return {programme.code: programme for programme in found}


def _totals(user: Any, as_of: date | None) -> Mapping[tuple[str, str], Total]:
    """What units report in the month of a figure's day, as it stood then, by province and code."""
    scope = access.scope(user, IndicatorPerm.VIEW_ALL)
    if not scope:
        return {}
    asked: dict[tuple[str, date], list[str]] = defaultdict(list)
    for one in FIGURES:
        if isinstance(one.counted, Reported):
            asked[one.programme, as_of or one.as_of].append(one.counted.indicator)
    found: dict[tuple[str, str], Total] = {}
    for (province, day), codes in asked.items():
        known = Indicator.objects.select_related("owner").filter(
            scope.q("owner__path"), owner__code=province, code__in=codes
        )
        month = day.year * 12 + day.month - 1
        cells = {indicator: [month] for indicator in known}
        totals = past.totals_on(cells=cells, day=day) if cells else {}
        for told in cells:
            empty = Total(told, told.owner, month, Sums())
            found[province, told.code] = totals.get((told.pk, month), empty)
    return found


def _reported_row(figure: Figure, total: Total | None, day: date) -> Row:
    """A figure beside the sum of what units report; it leads to the page of the indicator."""
    source = _SOURCES[figure.programme]
    if total is None:
        return Row(figure, None, None, "", *source)
    value = total.value
    shares = total.indicator.rollup == Rollup.SHARE and value is not None
    fraction = (int(total.numerator), int(total.denominator or 0)) if shares else None
    return Row(
        figure,
        None if value is None else _plain(value),
        fraction,
        urlencode({"as_of": day.isoformat(), "period": str(total.period)}),
        *source,
        indicator_id=total.indicator.pk,
    )


def _issued_row(figure: Figure, counted: Issued, user: Any, day: date) -> Row:
    """A figure beside the number of documents; it leads to the list of them."""
    since = date(day.year, 1 if day.month <= 6 else 7, 1)
    found = document_selectors.documents_visible(user=user).filter(
        owner__code=counted.owner,
        flow=DocumentFlow.OUTGOING.value,
        issued_on__range=(since, day),
    )
    number = found.count()
    query = {
        "tab": DocumentFlow.OUTGOING.value,
        "owner": counted.owner,
        "issued_from": since.isoformat(),
        "issued_to": day.isoformat(),
    }
    source = _SOURCES[figure.programme]
    if not number:
        return Row(figure, None, None, "", *source)
    return Row(figure, number, None, urlencode(query), *source)


def _plain(value: Decimal) -> Number:
    """A whole number as one, anything else with one decimal."""
    return int(value) if value == value.to_integral_value() else float(round(value, 1))


class _Counter:
    """Counts the records of one programme on one day, each table once."""

    def __init__(self, programme: Programme | None, as_of: AsOf) -> None:
        self.programme, self.as_of = programme, as_of
        self.groups: dict[str, int] = {}
        self._totals: dict[Any, standing.Totals] | None = None
        self._score: target_selectors.Score | None = None

    def row(self, figure: Figure) -> Row:
        """A figure beside its computed number."""
        name, url = _SOURCES[figure.programme]
        if self.programme is None:
            return Row(figure, None, None, "", name, url)
        counted = figure.counted
        assert isinstance(counted, Tasks | Targets)
        computed: Number | None
        if isinstance(counted, Tasks):
            computed, fraction = self._tasks(counted), None
        else:
            computed, fraction = self._targets(counted)
        return Row(figure, computed, fraction, self._query(counted), name, url)

    def _tasks(self, counted: Tasks) -> int:
        if self._totals is None:
            tasks = standing.countable(tasks=Task.objects.filter(programme=self.programme))
            self._totals = standing.totals_by(tasks=tasks, as_of=self.as_of, by=("group__number",))
        totals = self._totals.get((counted.group,), standing.Totals())
        if not counted.states:
            return totals.total
        return sum(totals.states.get(state.value, 0) for state in counted.states)

    def _targets(self, counted: Targets) -> tuple[Number | None, tuple[int, int] | None]:
        if self._score is None:
            asked = Target.objects.filter(programme=self.programme)
            found = target_selectors.targets_as_of(targets=asked, as_of=self.as_of)
            self._score = target_selectors.score_of(standings=found)
        reached, total = self._score.reached, self._score.total
        if counted.share:
            return rules.percent(reached, total), (reached, total)
        return (reached if counted.reached else total), None

    def _query(self, counted: Tasks | Targets) -> str:
        assert self.programme is not None
        query: dict[str, Any] = {"programme": self.programme.code, "as_of": self.as_of.day}
        if isinstance(counted, Tasks):
            query |= {"group": self._group_id(counted.group)}
            query |= {"state": [state.value for state in counted.states]}
        elif counted.reached:
            query |= {"status": "reached"}
        return urlencode(query, doseq=True)

    def _group_id(self, number: str) -> int | None:
        if not self.groups and self.programme is not None:
            known = self.programme.groups.filter(kind="tasks").values_list("number", "pk")
            self.groups = dict(known)
        return self.groups.get(number)
