"""The page of one bottleneck."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sauro.domains.bottlenecks import bottleneck_page, labels
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.permissions import Perm
from sauro.domains.bottlenecks.rules import State
from sauro.domains.bottlenecks.selectors import alike, finding, ranking, waiting
from sauro.domains.bottlenecks.views import asking
from sauro.domains.bottlenecks.workflow import BOTTLENECK_FLOW
from sauro.engines import access

_OPEN = (State.PROPOSED.value, State.OPEN.value, State.ESCALATED.value)


@access.logged_in
def bottleneck_detail(request: HttpRequest, bottleneck_id: int) -> HttpResponse:
    """What blocks, what would lift it, what waits, and everything that happened."""
    found = asking.bottleneck_or_404(request, bottleneck_id)
    day = asking.this_day(Bottleneck.objects.filter(pk=found.pk))
    release = ranking.releases(ids=[found.pk], day=day)[found.pk]
    steps = {
        step.name
        for step in BOTTLENECK_FLOW.open_to(
            found, lambda code: access.allowed(request.user, code, found)
        )
    }
    sightings, unseen_reports = waiting.sightings_of(bottleneck=found, user=request.user)
    escalations = list(found.escalations.select_related("organisation", "document"))
    papers = [found.lift_document_id, *(one.document_id for one in escalations)]
    context = {
        "bottleneck": found,
        "state": bottleneck_page.state_mark(found),
        "severity": bottleneck_page.severity_mark(release),
        "release": release,
        "released": bottleneck_page.release_words(release),
        "alone": bottleneck_page.alone_words(release),
        "lifter": bottleneck_page.lifter_words(found),
        "lift_by": bottleneck_page.lift_by_words(found, day.today),
        "level": labels.LEVEL_WORDS[found.authority],
        "held": waiting.held_by(bottleneck=found, user=request.user, day=day),
        "sightings": sightings,
        "unseen_reports": unseen_reports,
        "escalations": escalations,
        "documents_seen": finding.documents_seen(user=request.user, ids=papers),
        "merged_into": _merged_into(request, found),
        "history": bottleneck_page.timeline_of(
            found, named=finding.sees_all(user=request.user, bottleneck=found)
        ),
        "steps": steps,
        "may_edit": _may_edit(request, found),
        "alike": _alike(request, found),
    }
    return render(request, "bottlenecks/bottleneck_detail.html", context)


def _merged_into(request: HttpRequest, found: Bottleneck) -> Bottleneck | None:
    if found.merged_into_id is None:
        return None
    return finding.bottleneck_for(user=request.user, bottleneck_id=found.merged_into_id)


def _may_edit(request: HttpRequest, found: Bottleneck) -> bool:
    if found.state not in _OPEN:
        return False
    if access.allowed(request.user, Perm.MANAGE, found):
        return True
    own = found.raised_by is not None
    return (
        own
        and found.state == State.PROPOSED
        and access.allowed(request.user, Perm.PROPOSE, found.raised_by)
    )


def _alike(request: HttpRequest, found: Bottleneck) -> list[Any]:
    """Look-alikes, for those who may merge them."""
    if found.state not in _OPEN or not access.allowed(request.user, Perm.MANAGE, found):
        return []
    return alike.look_alikes(
        title=found.title, user=request.user, owner_id=found.owner_id, but=found.pk, limit=3
    )
