"""Figures that newspapers published, computed again from records as of the day they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes import rules
from sauro.domains.programmes.models import Programme, Target, Task
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors import standing
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access

Number = int | float
MID_YEAR = date(2025, 6, 30)
THAI_BINH, DONG_NAI = "TB-KH57-2025", "DN-KH57-2025"
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
class Figure:
    """One published number and how it is counted."""

    programme: str
    province: str
    as_of: date
    what: Any
    published: Number
    counted: Tasks | Targets


@dataclass(frozen=True, slots=True)
class Row:
    """A published number beside the computed one; `computed` is none without the records."""

    figure: Figure
    computed: Number | None
    fraction: tuple[int, int] | None
    rows_query: str
    source: str
    source_url: str

    @property
    def match(self) -> bool:
        """Whether both numbers are the same."""
        return self.computed == self.figure.published

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
    found = _programmes(user)
    counters = {
        code: _Counter(found.get(code), AsOf(as_of or MID_YEAR, today, soon_days))
        for code in (THAI_BINH, DONG_NAI)
    }
    return [
        counters[figure.programme].row(figure)
        for figure in FIGURES
        if figure.programme in found or not only_known
    ]


def all_match(rows: Sequence[Row]) -> bool:
    """Whether every published number was computed again."""
    return all(row.match for row in rows)


def _programmes(user: Any) -> Mapping[str, Programme]:
    scope = access.scope(user, Perm.VIEW_ALL)
    if not scope:
        return {}
    found = Programme.objects.filter(scope.q("owner__path"), code__in=(THAI_BINH, DONG_NAI))
    return {programme.code: programme for programme in found}


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
