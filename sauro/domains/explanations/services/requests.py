"""Asking a unit to explain a record, one or many; withdrawing; a later day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.domains.explanations import rules
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.rules import OPEN
from sauro.domains.explanations.selectors import asking
from sauro.domains.explanations.services.refusals import AlreadyAsked, BadRequest, SubjectUnknown
from sauro.domains.explanations.services.writing import (
    check_version,
    locked_request,
    needed_reason,
    record_request,
    save_request,
)
from sauro.domains.explanations.workflow import REQUEST_FLOW
from sauro.domains.orgs.models import Organisation, in_force
from sauro.engines import access, subjects, text
from sauro.engines.history.recording import new_event, record_all
from sauro.engines.subjects import Subject
from sauro.engines.workflow import TransitionRefused

MOST_AT_ONCE = 200
_NOT_TO_ASK = gettext_noop("This unit is not one in force that you may ask.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking about many records did: requests made, and names with why they were left out."""

    made: tuple[Request, ...]
    left_out: tuple[tuple[str, str], ...]


@transaction.atomic
def ask(
    *,
    subject_kind: str,
    subject_id: str,
    question: str,
    by: Any,
    at: datetime,
    due_on: date | None = None,
    asked_of: Organisation | None = None,
    alert_id: int | None = None,
    request_key: str | None = None,
) -> Request:
    """The request put to the unit that answers for the record, or to another of the province.

    The same `request_key` again gives the request made before. A unit has one open request about
    a record at a time.
    """
    if request_key and (known := _known(request_key, by)):
        return known
    subject = subjects.find_one(kind=subject_kind, id=str(subject_id), user=by)
    if subject is None:
        raise SubjectUnknown(_("There is no such record, or you may not see it."))
    place = asking.place_to_ask(user=by, subject=subject)
    if place is None:
        raise NotAllowed(_("Your role does not allow this here."))
    day = clock.day_of(at)
    unit = _unit(subject, place, asked_of, day)
    values = _values(question, due_on, by, at)
    request = _request(subject, place.pk, unit.pk, values)
    request.alert_id, request.request_key = alert_id, request_key or None
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:  # the same form sent twice, or somebody asked just before
        if request_key and (known := _known(request_key, by)):
            return known
        raise AlreadyAsked(
            _("This unit has an open request about this record. Wait for its answer.")
        ) from error
    request.owner, request.asked_of = place, unit
    record_request("asked", request, by=by, at=at, after=_told(request, unit))
    return request


@transaction.atomic
def ask_many(
    *,
    keys: Iterable[tuple[str, str]],
    question: str,
    by: Any,
    at: datetime,
    due_on: date | None = None,
) -> Asked:
    """The same question about many records, each put to the unit that answers for it.

    Left out is what has no unit, has an open request, or lies where the person may not ask; so
    the same form sent twice asks once.
    """
    access.check(by, Perm.ASK)
    found = list(subjects.find(keys=keys, user=by).values())
    if not 1 <= len(found) <= MOST_AT_ONCE:
        raise BadRequest(_("Choose between 1 and %(n)s records.") % {"n": MOST_AT_ONCE})
    values = _values(question, due_on, by, at)
    ready, left_out = sorted_out(subjects_found=found, by=by, day=clock.day_of(at))
    requests = [_request(subject, place.pk, unit.pk, values) for subject, place, unit in ready]
    try:
        with transaction.atomic():
            Request.objects.bulk_create(requests)
    except IntegrityError as error:
        raise AlreadyAsked(
            _("Somebody asked about one of these just now. Look at the list again.")
        ) from error
    record_all(
        [
            new_event(
                kind="explanations.request.asked",
                subject=request,
                by=by,
                at=at,
                after=_told(request, unit),
            )
            for request, (_subject, _place, unit) in zip(requests, ready, strict=True)
        ]
    )
    return Asked(tuple(requests), tuple(left_out))


def sorted_out(
    *, subjects_found: Sequence[Subject], by: Any, day: date
) -> tuple[list[tuple[Subject, Organisation, Organisation]], list[tuple[str, str]]]:
    """Records with in whose name and whom to ask; the others with why not; three SQL."""
    paths = {one.owner_path for one in subjects_found}
    places = asking.places_to_ask(user=by, owner_paths=paths)
    ids = {one.organisation_id for one in subjects_found if one.organisation_id}
    units = Organisation.objects.filter(in_force(day)).in_bulk(ids)
    open_now = _open_keys(subjects_found)
    ready, left_out = [], []
    for one in subjects_found:
        place, unit = places.get(one.owner_path), units.get(one.organisation_id or 0)
        if place is None:
            left_out.append((one.label, _("Your role does not allow this here.")))
        elif unit is None:
            left_out.append((one.label, _("No unit answers for it.")))
        elif not unit.path.startswith(place.path):
            left_out.append((one.label, _(_NOT_TO_ASK)))
        elif (one.kind, one.id, unit.pk) in open_now:
            left_out.append((one.label, _("The unit has an open request about it.")))
        else:
            ready.append((one, place, unit))
    return ready, left_out


@transaction.atomic
def withdraw(
    *, request: Request, reason: str, by: Any, at: datetime, version: int | None = None
) -> Request:
    """The request taken back, answered or not; withdrawing again changes nothing."""
    found = locked_request(request.pk, Perm.ASK, by=by)
    if found.state == rules.RequestState.WITHDRAWN:
        return found
    check_version(found, version)
    why, before = needed_reason(reason), found.state
    REQUEST_FLOW.apply(found, "withdraw")
    found.reason, found.decided_at, found.decided_by = why, at, by
    save_request(found, "state", "reason", "decided_at", "decided_by", at=at)
    states = {"before": {"state": before}, "after": {"state": found.state}}
    record_request("withdrawn", found, by=by, at=at, note=why, **states)
    return found


@transaction.atomic
def extend(*, request: Request, due_on: date, reason: str, by: Any, at: datetime) -> Request:
    """The request with a later day; the first day is kept, the same day again changes nothing."""
    found = locked_request(request.pk, Perm.ASK, by=by)
    if not REQUEST_FLOW.possible(found, "answer"):
        raise TransitionRefused(_("Only a request that waits for the unit gets a later day."))
    if due_on == found.due_on:
        return found
    if due_on < found.due_on:
        raise BadRequest(_("The new day must lie after the present due day."), field="due_on")
    _check_day(due_on, clock.day_of(at))
    why, before = needed_reason(reason), found.due_on
    found.due_on = due_on
    save_request(found, "due_on", at=at)
    days = {"before": {"due_on": before}, "after": {"due_on": due_on}}
    record_request("extended", found, by=by, at=at, note=why, **days)
    return found


def _known(request_key: str, by: Any) -> Request | None:
    found = Request.objects.filter(request_key=request_key, asked_by=by)
    return found.select_related("owner", "asked_of").first()


def _unit(
    subject: Subject, place: Organisation, asked_of: Organisation | None, day: date
) -> Organisation:
    chosen = asked_of.pk if asked_of is not None else subject.organisation_id
    if chosen is None:
        raise BadRequest(_("Nobody answers for this record yet: choose a unit."), field="asked_of")
    unit = asking.units_to_ask(place=place, day=day).filter(pk=chosen).first()
    if unit is None:
        raise BadRequest(_(_NOT_TO_ASK), field="asked_of")
    return unit


def _values(question: str, due_on: date | None, by: Any, at: datetime) -> dict[str, Any]:
    said = text.clean(question, keep_lines=True)
    if not said:
        raise BadRequest(_("Write what is to be explained."), field="question")
    if len(said) > rules.LONGEST_QUESTION:
        raise BadRequest(
            _("The question is longer than %(n)s characters.") % {"n": rules.LONGEST_QUESTION},
            field="question",
        )
    day = clock.day_of(at)
    due = due_on or asking.default_due(today=day)
    _check_day(due, day)
    return {
        "question": said,
        "asked_by": by,
        "asked_at": at,
        "asked_on": day,
        "first_due_on": due,
        "due_on": due,
        "changed_at": at,
    }


def _check_day(due_on: date, day: date) -> None:
    if not day <= due_on <= day + timedelta(days=rules.MOST_DAYS):
        raise BadRequest(
            _("The day must lie between today and %(n)s days from now.") % {"n": rules.MOST_DAYS},
            field="due_on",
        )


def _request(subject: Subject, owner_id: int, unit_id: int, values: dict[str, Any]) -> Request:
    return Request(
        owner_id=owner_id,
        asked_of_id=unit_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_label=subject.label[:300],
        folded=text.fold(f"{subject.label} {values['question']}"),
        **values,
    )


def _told(request: Request, unit: Organisation) -> dict[str, Any]:
    return {"unit": unit.label, "due_on": request.due_on, "question": request.question}


def _open_keys(found: Sequence[Subject]) -> set[tuple[str, str, int]]:
    rows = Request.objects.filter(
        subject_kind__in={one.kind for one in found},
        subject_id__in={one.id for one in found},
        state__in=sorted(one.value for one in OPEN),
    )
    return set(rows.values_list("subject_kind", "subject_id", "asked_of_id"))
