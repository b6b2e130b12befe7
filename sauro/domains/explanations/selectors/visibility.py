"""Which requests a person sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from sauro.domains.explanations.models import Answer, Exhibit, Request
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.workflow import REQUEST_FLOW
from sauro.engines import access

_NAMES = ("asked_of", "owner", "asked_by")


def visible_requests(*, user: Any) -> QuerySet[Request]:
    """Requests of the person's provinces, those put to his units, and those he asked himself."""
    whole = access.scope(user, Perm.VIEW_ALL)
    own = access.scope(user, Perm.ANSWER)
    mine = Q(asked_by=user) if access.can(user, Perm.ASK) else Q(pk__in=())
    return Request.objects.filter(whole.q("owner__path") | own.q("asked_of__path") | mine)


def request_for(*, user: Any, request_id: int) -> Request | None:
    """A request the person sees."""
    found = visible_requests(user=user).select_related(*_NAMES, "decided_by")
    return found.filter(pk=request_id).first()


def listed_requests(*, user: Any) -> QuerySet[Request]:
    """Requests the person sees, as lists show them."""
    found = visible_requests(user=user).select_related(*_NAMES)
    return found.defer("folded", "reason")


def answers_of(*, request: Request) -> list[Answer]:
    """The answers of a request with their evidence, the last one first; two SQL."""
    exhibits = Prefetch("exhibits", queryset=Exhibit.objects.order_by("id"))
    found = request.answers.select_related("by", "decided_by").prefetch_related(exhibits)
    return list(found.order_by("-number"))


def exhibit_for(*, user: Any, exhibit_id: int) -> Exhibit | None:
    """A piece of evidence of a request the person sees."""
    seen = visible_requests(user=user)
    return Exhibit.objects.filter(pk=exhibit_id, answer__request__in=seen).first()


def steps_open(*, request: Request, user: Any) -> frozenset[str]:
    """What the person may do with a request now: names of steps, and `extend`."""
    steps = REQUEST_FLOW.open_to(request, lambda perm: access.allowed(user, perm, request))
    names = {step.name for step in steps}
    if REQUEST_FLOW.possible(request, "answer") and access.allowed(user, Perm.ASK, request):
        names.add("extend")
    return frozenset(names)


def requests_on(
    *, keys: Iterable[tuple[str, str]], user: Any, most: int = 50
) -> dict[tuple[str, str], list[Request]]:
    """The requests about each of these records that the person sees, the newest first; one SQL."""
    wanted: dict[str, list[str]] = {}
    for kind, number in keys:
        wanted.setdefault(kind, []).append(str(number))
    about = Q(pk__in=())
    for kind, numbers in wanted.items():
        about |= Q(subject_kind=kind, subject_id__in=numbers)
    rows = listed_requests(user=user).filter(about).order_by("-asked_at", "-id")
    found: dict[tuple[str, str], list[Request]] = {}
    for row in rows[:most]:
        found.setdefault((row.subject_kind, row.subject_id), []).append(row)
    return found
