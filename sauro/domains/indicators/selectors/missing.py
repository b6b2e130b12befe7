"""Who has not handed in a form for a period, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.permissions import Perm
from sauro.domains.indicators.selectors import visibility, work
from sauro.domains.indicators.selectors.work import Completeness, Mark
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines import access
from sauro.engines.history.models import Event
from sauro.engines.history.recording import subject_type_of

REMINDED = "indicators.form.reminded"
OWING = ("missing", "returned")


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit that has not handed in, how its form stands, and its officers."""

    organisation: Organisation
    mark: Mark
    officers: tuple[Any, ...]

    @property
    def addresses(self) -> list[str]:
        """The e-mail addresses of the unit and its officers, each once."""
        known = [self.organisation.email, *(person.email for person in self.officers)]
        return list(dict.fromkeys(address for address in known if address))


def may_see(*, user: Any) -> bool:
    """Whether the person sees who has handed in, of all units or of his own."""
    return any(access.can(user, one) for one in (Perm.VIEW_ALL, Perm.VIEW_OWN, Perm.CHECK))


def form_for(*, user: Any, data_set_id: int) -> DataSet | None:
    """A form the person may see."""
    return visibility.visible_forms(user=user).filter(pk=data_set_id).first()


def owing(*, table: Completeness, period: int, day: date) -> list[Owing]:
    """The units of a table that have not handed in for a period, by name; one SQL."""
    marked = [(unit, table.marks.get((unit.pk, period))) for unit in table.units]
    late = [(unit, mark) for unit, mark in marked if mark is not None and mark.state in OWING]
    officers = org_selectors.people_who(
        permission=Perm.REPORT, organisations=[unit for unit, _mark in late], day=day
    )
    return [Owing(unit, mark, tuple(officers.get(unit.pk, ()))) for unit, mark in late]


def last_reminder(*, form: DataSet, period: int) -> Event | None:
    """The last time somebody reminded units of a form for a period; one SQL."""
    found = Event.objects.filter(
        kind=REMINDED,
        subject_type=subject_type_of(form),
        subject_id=str(form.pk),
        after__period=period,
    )
    return found.order_by("-id").first()


def may_remind(*, user: Any, form: DataSet) -> bool:
    """Whether the person asks units for this form."""
    return access.allowed(user, Perm.CONFIRM, form) or access.allowed(user, Perm.CHECK, form)


def table_of(*, form: DataSet, user: Any, day: date, period: int) -> Completeness | None:
    """Who handed in the form, when the period is one of the last that were opened; two SQL."""
    found = work.completeness(form=form, user=user, day=day)
    return found if period in found.periods else None
