"""Public pages of programmes for programs: prepare, release, withdraw, read.

Annotations are read while the module loads, so that none stands behind a guard.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from sauro.core import clock
from sauro.domains.orgs.api.shapes import READ, WRITE
from sauro.engines import access
from sauro.shell.publishing import selectors, services
from sauro.shell.publishing.models import Release

router = Router(tags=["Public page"])
Words = Annotated[str, Field(max_length=services.LONGEST, pattern=r"^[^\x00]*$")]


class ReleaseIn(Schema):
    """The day, some words before the figures, and whether tasks are listed."""

    as_of: date
    introduction: Words = ""
    with_tasks: bool = True


class ReleaseWithdrawIn(Schema):
    """Why it is shown no more."""

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class ReleaseOut(Schema):
    """What was prepared, is public, or was withdrawn; `digest` is the SHA-256 of the figures."""

    id: int
    programme: str
    as_of: date
    state: Literal["prepared", "released", "withdrawn"]
    with_tasks: bool
    digest: str
    prepared_at: datetime
    released_at: datetime | None
    withdrawn_at: datetime | None
    withdraw_reason: str


@router.get(
    "/programmes/{code}/releases",
    response={200: list[ReleaseOut], **READ},
    summary="What was prepared, released and withdrawn of a programme",
)
@access.logged_in
def releases(request: HttpRequest, code: str) -> Any:
    programme = _programme(request, code)
    return [_body(one, code) for one in selectors.releases_of(programme=programme)[:200]]


@router.post(
    "/programmes/{code}/releases",
    response={201: ReleaseOut, **WRITE},
    summary="Prepare the public page of a programme as of a day",
)
@access.logged_in
def release_prepare(request: HttpRequest, code: str, body: ReleaseIn) -> Any:
    made = services.prepare(
        programme=_programme(request, code), **body.dict(), by=request.user, at=clock.now()
    )
    return Status(201, _body(made, code))


@router.post(
    "/releases/{int:pk}/release",
    response={200: ReleaseOut, **WRITE},
    summary="Show it to everybody",
)
@access.logged_in
def release_to_everybody(request: HttpRequest, pk: int) -> Any:
    found = _release(request, pk)
    return _body(services.release(release=found, by=request.user, at=clock.now()))


@router.post(
    "/releases/{int:pk}/withdraw", response={200: ReleaseOut, **WRITE}, summary="Show it no more"
)
@access.logged_in
def release_take_back(request: HttpRequest, pk: int, body: ReleaseWithdrawIn) -> Any:
    found = _release(request, pk)
    return _body(
        services.withdraw(release=found, reason=body.reason, by=request.user, at=clock.now())
    )


def _programme(request: HttpRequest, code: str) -> Any:
    found = selectors.programmes_kept(user=request.user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _release(request: HttpRequest, pk: int) -> Release:
    found = selectors.release_kept(user=request.user, release_id=pk)
    if found is None:
        raise Http404
    return found


def _body(release: Release, code: str = "") -> dict[str, Any]:
    return {
        "id": release.pk,
        "programme": code or release.programme.code,
        "as_of": release.as_of,
        "state": release.state,
        "with_tasks": release.with_tasks,
        "digest": release.digest,
        "prepared_at": release.prepared_at,
        "released_at": release.released_at,
        "withdrawn_at": release.withdrawn_at,
        "withdraw_reason": release.withdraw_reason,
    }
