"""What detectors are given and what they find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from sauro.domains.alerts.rules.catalogue import RULES, Setting
from sauro.domains.alerts.selectors.settings import Settings
from sauro.domains.programmes.models import Programme
from sauro.engines import periods
from sauro.engines.periods import selectors as calendars

Key = tuple[str, str, str, str]  # rule, kind and number of the record, part of it


@dataclass(frozen=True, slots=True)
class Cause:
    """What a rule found: the record, who owns it, who answers, the numbers of the sentence.

    `label` is the name of the record where everybody who sees the alert may read it.
    """

    rule: str
    subject_id: str
    owner_id: int
    organisation_id: int
    level: str
    facts: Mapping[str, Any]
    programme_id: int | None = None
    part: str = ""
    label: str = ""

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return RULES[self.rule].subject

    @property
    def key(self) -> Key:
        """What makes it the same cause again."""
        return self.rule, self.kind, self.subject_id, self.part


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme as far as alerts need it."""

    id: int
    owner_id: int
    path: str
    standing_id: int | None

    @property
    def keeper_id(self) -> int:
        """Who keeps the programme in order: its standing agency, else its owner."""
        return self.standing_id or self.owner_id


@dataclass
class Search:
    """One search for causes: the day, the rules as set, and where it looks.

    `path` narrows it to what an owner and those below him have, `codes` to some rules, `ids` to
    some records of the kind that is searched.
    """

    settings: Settings
    today: date
    path: str = ""
    codes: frozenset[str] = field(default_factory=lambda: frozenset(RULES))
    ids: frozenset[int] | None = None

    @cached_property
    def calendar(self) -> periods.Calendar:
        """The working calendar; one SQL when something waits long enough to ask."""
        return calendars.calendar()

    def working_days(self, since: date, day: date) -> int:
        """How many working days lie between two days."""
        return self.calendar.working_days_between(since, day)

    @cached_property
    def plans(self) -> dict[int, Plan]:
        """The open programmes of the place; one SQL."""
        rows = Programme.objects.filter(self.owned(), closed_on__isnull=True).order_by()
        found = rows.values_list("pk", "owner_id", "owner__path", "standing_id")
        return {row[0]: Plan(*row) for row in found}

    def owned(self, field_name: str = "owner") -> Q:
        """Rows that belong to the place, as a filter."""
        return Q(**{f"{field_name}__path__startswith": self.path}) if self.path else Q()

    def among(self, rows: QuerySet[Any]) -> Any:
        """Those of the records that are searched."""
        return rows if self.ids is None else rows.filter(pk__in=self.ids)

    def wants(self, codes: Iterable[str]) -> list[str]:
        """Those of these rules that the search is about."""
        return [code for code in codes if code in self.codes]

    def setting(self, code: str, path: str, programme_id: int | None = None) -> Setting:
        """How a rule is applied at a place."""
        return self.settings.of(code, path=path, programme_id=programme_id)
