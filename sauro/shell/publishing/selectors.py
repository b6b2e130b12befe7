"""Reading releases: those that everybody may read, and those that a person keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.selectors import visibility
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access
from sauro.shell.publishing import pictures
from sauro.shell.publishing.models import Release
from sauro.shell.publishing.permissions import Perm


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the figures inside are still those of a release, as of the same day."""

    release: Release
    differing: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differing


def public_releases() -> list[Release]:
    """The newest public release of each programme, by owner and title; one SQL."""
    found = Release.objects.shown().select_related("programme__owner").defer("content")
    newest: dict[int, Release] = {}
    for one in found.order_by("programme_id", "-as_of", "-id"):
        newest.setdefault(one.programme_id, one)
    return sorted(
        newest.values(), key=lambda one: (one.programme.owner.sort_key, one.programme.title)
    )


def anything_public() -> bool:
    """Whether everybody may read something; one SQL."""
    return Release.objects.shown().exists()


def public_release(*, code: str, as_of: date | None = None) -> Release | None:
    """What everybody may read of a programme: the newest, or that of a day; one SQL."""
    found = Release.objects.shown().filter(programme__code=code)
    if as_of is not None:
        found = found.filter(as_of=as_of)
    return found.select_related("programme__owner").order_by("-as_of", "-id").first()


def public_days(*, code: str) -> list[date]:
    """The days as of which a programme may be read, newest first; one SQL."""
    found = Release.objects.shown().filter(programme__code=code)
    return list(found.order_by("-as_of").values_list("as_of", flat=True))


def after_withdrawing(*, release: Release) -> tuple[Release | None, bool]:
    """What everybody would read first without this release, and whether it is read first now."""
    shown = Release.objects.shown().filter(programme=release.programme_id).defer("content")
    first = list(shown.order_by("-as_of", "-id")[:2])
    rest = [one for one in first if one.pk != release.pk]
    return (rest[0] if rest else None), bool(first) and first[0].pk == release.pk


def releases_of(*, programme: Programme) -> QuerySet[Release]:
    """Everything that was prepared, shown or withdrawn of a programme, without its content."""
    people = ("prepared_by", "released_by", "withdrawn_by")
    return (
        Release.objects.filter(programme=programme)
        .select_related(*people)
        .defer("content")
        .order_by("-prepared_at", "-id")
    )


def keeps(*, user: Any, programme: Programme) -> bool:
    """Whether the person prepares or releases the public page of the programme."""
    return any(access.allowed(user, perm, programme) for perm in Perm)


def programmes_kept(*, user: Any) -> QuerySet[Programme]:
    """The programmes whose public pages the person prepares or releases."""
    may = access.scope(user, Perm.PREPARE).q("owner__path") | access.scope(user, Perm.RELEASE).q(
        "owner__path"
    )
    return visibility.visible_programmes(user=user).filter(may).select_related("owner")


def release_kept(*, user: Any, release_id: int) -> Release | None:
    """A release of a programme whose public page the person keeps."""
    rows = Release.objects.filter(programme__in=programmes_kept(user=user).order_by())
    people = ("prepared_by", "released_by", "withdrawn_by", "programme__owner")
    return rows.filter(pk=release_id).select_related(*people).first()


def check_of(*, release: Release, today: date) -> Check:
    """The figures inside as of the same day against those of the release; 13 SQL."""
    now = pictures.picture_of(
        programme=release.programme,
        as_of=AsOf(day=release.as_of, today=today, soon_days=settings.DUE_SOON_DAYS),
        with_tasks=release.with_tasks,
    )
    return Check(
        release=release,
        differing=tuple(name for name in now if now[name] != release.content.get(name)),
    )
