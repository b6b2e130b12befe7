"""Preparing, releasing and withdrawing what is shown to everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access, text
from sauro.engines.history.recording import record
from sauro.shell.publishing import pictures
from sauro.shell.publishing.models import Release
from sauro.shell.publishing.permissions import Perm

LONGEST = 2000


class CannotPublish(DomainError):
    """It cannot be shown to everybody so."""

    code = "cannot_publish"


@transaction.atomic
def prepare(
    *,
    programme: Programme,
    as_of: date,
    introduction: str = "",
    with_tasks: bool = True,
    by: Any,
    at: datetime,
) -> Release:
    """What would be shown, frozen; it takes the place of what was prepared before.

    The same figures and words again give the release that is prepared already.
    """
    access.check(by, Perm.PREPARE, programme)
    today = clock.day_of(at)
    _refuse_day(programme, as_of, today)
    words = _introduction(introduction)
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    picture = pictures.picture_of(
        programme=programme,
        as_of=AsOf(day=as_of, today=today, soon_days=settings.DUE_SOON_DAYS),
        with_tasks=with_tasks,
    )
    digest = pictures.digest_of(picture)
    waiting = _prepared(programme)
    if waiting and (waiting.digest, waiting.introduction) == (digest, words):
        return waiting
    if waiting:  # it may have been released since it was read: then it stays
        Release.objects.filter(pk=waiting.pk, released_at__isnull=True).delete()
    made = Release.objects.create(
        programme=programme,
        as_of=as_of,
        introduction=words,
        with_tasks=with_tasks,
        content=picture,
        digest=digest,
        prepared_at=at,
        prepared_by=by,
    )
    _recorded("prepared", made, by, at)
    return made


@transaction.atomic
def release(*, release: Release, by: Any, at: datetime) -> Release:
    """What was prepared, shown to everybody from now on; once released it stays the same."""
    found = _locked(release)
    access.check(by, Perm.RELEASE, found)
    if found.state == "released":
        return found
    if found.state == "withdrawn":
        raise CannotPublish(_("This was withdrawn; prepare it again."))
    others = Release.objects.shown().filter(programme=found.programme, as_of=found.as_of)
    if others.exists():
        raise CannotPublish(
            _("The figures as of this day are public already; withdraw them first.")
        )
    found.released_at, found.released_by = at, by
    found.save(update_fields=["released_at", "released_by"])
    _recorded("released", found, by, at)
    return found


@transaction.atomic
def withdraw(*, release: Release, reason: str, by: Any, at: datetime) -> Release:
    """What was shown is shown no more; the reason is kept with it."""
    found = _locked(release)
    access.check(by, Perm.RELEASE, found)
    if found.state == "withdrawn":
        return found
    if found.state == "prepared":
        raise CannotPublish(_("This is not public."))
    words = text.clean(reason).strip()[:500]
    if not words:
        raise CannotPublish(_("Write why it is withdrawn."), field="reason")
    found.withdrawn_at, found.withdrawn_by, found.withdraw_reason = at, by, words
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    _recorded("withdrawn", found, by, at, note=words)
    return found


@transaction.atomic
def discard(*, release: Release, by: Any, at: datetime) -> None:
    """What was prepared and never shown is dropped; twice is once."""
    found = (
        Release.objects.select_for_update(of=("self",))
        .select_related("programme__owner")
        .filter(pk=release.pk)
        .first()
    )
    if found is None:
        return
    access.check(by, Perm.PREPARE, found)
    if found.state != "prepared":
        raise CannotPublish(_("It was released in the meantime; it can only be withdrawn."))
    _recorded("discarded", found, by, at)
    found.delete()


def _refuse_day(programme: Programme, as_of: date, today: date) -> None:
    if as_of > today:
        raise CannotPublish(_("The day lies in the future."), field="as_of")
    if as_of < programme.starts_on:
        raise CannotPublish(_("The programme had not begun on that day."), field="as_of")


def _introduction(written: str) -> str:
    words = text.clean(written).strip()
    if len(words) > LONGEST:
        raise CannotPublish(
            _("The introduction has more than %(n)s characters.") % {"n": LONGEST},
            field="introduction",
        )
    return words


def _prepared(programme: Programme) -> Release | None:
    return Release.objects.filter(
        programme=programme, released_at__isnull=True, withdrawn_at__isnull=True
    ).first()


def _locked(release: Release) -> Release:
    rows = Release.objects.select_for_update(of=("self",)).select_related("programme__owner")
    found = rows.filter(pk=release.pk).first()
    if found is None:
        raise CannotPublish(_("Something else was prepared in the meantime."))
    return found


def _recorded(what: str, release: Release, by: Any, at: datetime, note: str = "") -> None:
    record(
        kind=f"publishing.release.{what}",
        subject=release,
        by=by,
        at=at,
        after={
            "programme": release.programme.code,
            "as_of": release.as_of,
            "digest": release.digest,
        },
        note=note,
    )
