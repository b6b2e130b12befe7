"""Posts of organisations and who holds them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.orgs.models import Organisation, Position, Tenure
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.services.organisations import BadDates
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record


class PostTaken(DomainError):
    """Somebody else holds this post."""

    code = "post_taken"


@transaction.atomic
def create_position(
    *,
    organisation: Organisation,
    title: str,
    valid_from: date,
    by: Any,
    at: datetime,
    is_head: bool = False,
    portfolio: str = "",
) -> Position:
    """The new post; the same one sent twice is made once."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    access.check(by, Perm.MANAGE, organisation)
    values = {"title": text.clean(title), "is_head": is_head, "valid_from": valid_from}
    if not values["title"]:
        raise DomainError(_("Write the title of the post."), field="title")
    same = Position.objects.filter(organisation=organisation, valid_to__isnull=True, **values)
    if twin := same.first():
        return twin
    position = Position.objects.create(
        organisation=organisation, portfolio=text.clean(portfolio, keep_lines=True), **values
    )
    record(kind="orgs.position.created", subject=position, by=by, at=at, after=values)
    return position


@transaction.atomic
def change_position(
    *, position: Position, title: str, is_head: bool, portfolio: str, by: Any, at: datetime
) -> Position:
    """The post with its new title and portfolio; the same again writes nothing."""
    position = _locked(position, by)
    wanted = {
        "title": text.clean(title),
        "is_head": is_head,
        "portfolio": text.clean(portfolio, keep_lines=True),
    }
    before, after = changes(position, wanted)
    if after:
        for name, value in after.items():
            setattr(position, name, value)
        position.save(update_fields=list(after))
        record(
            kind="orgs.position.changed",
            subject=position,
            by=by,
            at=at,
            before=before,
            after=after,
        )
    return position


@transaction.atomic
def close_position(*, position: Position, on: date, by: Any, at: datetime) -> Position:
    """The post with its last day, on which its holder leaves it too."""
    position = _locked(position, by)
    if position.valid_to == on:
        return position
    if on < position.valid_from:
        raise BadDates(_("The last day is before the first day."), field="on")
    before, position.valid_to = {"valid_to": position.valid_to}, on
    position.save(update_fields=["valid_to"])
    position.tenures.filter(valid_to__isnull=True, valid_from__lte=on).update(valid_to=on)
    record(
        kind="orgs.position.closed",
        subject=position,
        by=by,
        at=at,
        before=before,
        after={"valid_to": on},
    )
    return position


@transaction.atomic
def appoint(
    *,
    position: Position,
    person: Any,
    valid_from: date,
    by: Any,
    at: datetime,
    ground: str = "",
    replace: bool = False,
) -> Tenure:
    """The person in the post; `replace` ends the tenure of whoever holds it the day before."""
    position = _locked(position, by)
    present = Tenure.objects.filter(position=position, valid_to__isnull=True).first()
    if present is not None and present.person_id == person.pk:
        return present
    if present is not None:
        _make_room(present, valid_from, replace=replace)
    tenure = Tenure.objects.create(
        position=position, person=person, valid_from=valid_from, ground=text.clean(ground)
    )
    record(
        kind="orgs.tenure.started",
        subject=tenure,
        by=by,
        at=at,
        before={"person": present.person} if present else None,
        after={"person": person, "position": position, "valid_from": valid_from},
        note=tenure.ground,
    )
    return tenure


@transaction.atomic
def end_tenure(*, tenure: Tenure, on: date, by: Any, at: datetime) -> Tenure:
    """The tenure with its last day; ending it twice on one day changes nothing."""
    tenure = Tenure.objects.select_for_update().get(pk=tenure.pk)
    access.check(by, Perm.MANAGE, tenure.position)
    if tenure.valid_to == on:
        return tenure
    if on < tenure.valid_from:
        raise BadDates(_("The last day is before the first day."), field="on")
    before, tenure.valid_to = {"valid_to": tenure.valid_to}, on
    tenure.save(update_fields=["valid_to"])
    record(
        kind="orgs.tenure.ended",
        subject=tenure,
        by=by,
        at=at,
        before=before,
        after={"valid_to": on},
    )
    return tenure


def _locked(position: Position, by: Any) -> Position:
    found = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    access.check(by, Perm.MANAGE, found)
    return found


def _make_room(present: Tenure, valid_from: date, *, replace: bool) -> None:
    if not replace:
        raise PostTaken(
            _("%(person)s holds this post. Say whether to replace.") % {"person": present.person},
            field="person",
        )
    if valid_from <= present.valid_from:
        raise BadDates(_("The present holder started later than this day."), field="valid_from")
    present.valid_to = valid_from - timedelta(days=1)
    present.save(update_fields=["valid_to"])
