"""What a person needs in order to ask: the record, whose it is, who may be asked, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import ANSWER_DAYS, OPEN
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation, in_force
from sauro.domains.orgs.rules import PROVINCES
from sauro.domains.programmes.selectors import detail, lists, visibility
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access, subjects
from sauro.engines.periods import selectors as calendars
from sauro.engines.subjects import Subject


@dataclass(frozen=True, slots=True)
class Situation:
    """How a record stands: a known status code, and facts for ready sentences."""

    status: str = ""
    words: str = ""
    due_on: date | None = None
    percent: int | None = None
    last_update_on: date | None = None


def default_due(*, today: date, days: int = ANSWER_DAYS) -> date:
    """The day by which an answer is due when the asker names none; one SQL."""
    return calendars.calendar().add_working_days(today, days)


def places_to_ask(*, user: Any, owner_paths: Iterable[str]) -> dict[str, Organisation]:
    """In whose name a person asks about records, by the path of their owner; one SQL.

    It is the highest organisation over which he may ask, the province of the record at most: so
    who is asked himself does not decide about the answer. Where he may not ask there is none.
    """
    scope, step = access.scope(user, Perm.ASK), Organisation.steplen
    lines = {
        path: [path[:end] for end in range(step, len(path) + 1, step)]
        for path in owner_paths
        if scope.covers(path)
    }
    above = {one for line in lines.values() for one in line}
    nodes = {one.path: one for one in Organisation.objects.filter(path__in=above)}
    return {
        path: next(one for one in _inside([nodes[node] for node in line]) if scope.covers(one.path))
        for path, line in lines.items()
        if path in nodes
    }


def _inside(line: list[Organisation]) -> list[Organisation]:
    """The part of a line of organisations, the root first, that lies in one province.

    A former province lies in the one that took over: its units are asked by those of today.
    """
    provinces = [n for n, one in enumerate(line) if one.kind in PROVINCES]
    return line[provinces[0] :] if provinces else line[-1:]


def place_to_ask(*, user: Any, subject: Subject) -> Organisation | None:
    """In whose name a person asks about a record; none where he may not ask."""
    path = subject.owner_path
    return places_to_ask(user=user, owner_paths=[path]).get(path)


def units_to_ask(*, place: Organisation, day: date) -> QuerySet[Organisation]:
    """The units in force any of which may be asked in the name of an organisation; one SQL."""
    inside = Organisation.objects.filter(in_force(day), path__startswith=place.path)
    return inside.order_by("sort_key", "pk")


def answerers_of(*, unit: Organisation | int, day: date) -> list[Any]:
    """The people of a unit who may answer in its name; one SQL."""
    found = org_selectors.people_who(permission=Perm.ANSWER, organisations=[unit], day=day)
    return next(iter(found.values()), [])


def without_answerers(*, units: Iterable[Organisation], day: date) -> list[Organisation]:
    """Those of some units of which nobody may answer in their name, by name; one SQL."""
    wanted = {unit.pk: unit for unit in units}
    known = org_selectors.people_who(permission=Perm.ANSWER, organisations=wanted, day=day)
    silent = [unit for pk, unit in wanted.items() if pk not in known]
    return sorted(silent, key=lambda unit: unit.sort_key)


def open_request(*, subject: Subject) -> Request | None:
    """The open request about a record to the unit that answers for it; one SQL."""
    return (
        Request.objects.filter(
            subject_kind=subject.kind,
            subject_id=subject.id,
            asked_of_id=subject.organisation_id,
            state__in=sorted(one.value for one in OPEN),
        )
        .select_related("asked_of", "asked_by")
        .first()
    )


def subject_seen(*, kind: str, number: str, user: Any) -> Subject | None:
    """A record of any kind as the person sees it."""
    return subjects.find_one(kind=kind, id=number, user=user)


def situation_of(*, subject: Subject, user: Any, today: date) -> Situation:
    """How a record stands today; empty for kinds that have no standing of their own."""
    as_of = AsOf(day=today, today=today, soon_days=settings.DUE_SOON_DAYS)
    if subject.kind == "programmes.task":
        return _task(int(subject.id), user, as_of)
    if subject.kind == "programmes.target":
        return _target(int(subject.id), user, as_of)
    return Situation()


def _task(number: int, user: Any, as_of: AsOf) -> Situation:
    task = visibility.visible_tasks(user=user).select_related("lead").filter(pk=number).first()
    standing = detail.standing_of(task=task, as_of=as_of) if task is not None else None
    if task is None or standing is None:
        return Situation()
    return Situation(
        status=standing.deadline_class,
        words=str(standing.state_words),
        due_on=standing.due_on,
        percent=standing.percent,
        last_update_on=task.last_update_on,
    )


def _target(number: int, user: Any, as_of: AsOf) -> Situation:
    target = visibility.visible_targets(user=user).filter(pk=number).first()
    if target is None:
        return Situation()
    standing = target_selectors.standing_now(target=target, as_of=as_of)
    return Situation(status=str(standing.status))


def overdue_tasks(*, user: Any, today: date, most: int = 20) -> list[Any]:
    """The tasks the person sees whose day passed longest ago; two SQL."""
    as_of = AsOf(day=today, today=today, soon_days=settings.DUE_SOON_DAYS)
    found = lists.listed_tasks(user=user, as_of=as_of).filter(deadline_class="overdue")
    return list(found.filter(as_lead_id__isnull=False).order_by("as_due_on", "pk")[:most])
