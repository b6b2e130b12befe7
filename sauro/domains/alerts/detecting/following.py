"""Explanations not given, and bottlenecks not lifted, by their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.rules import RequestState

EXPLANATION, BOTTLENECK = RuleCode.EXPLANATION_OVERDUE, RuleCode.BOTTLENECK_OVERDUE
_UNANSWERED = (RequestState.ASKED.value, RequestState.RETURNED.value)


def explanations(search: Search) -> Iterator[Cause]:
    """Requests that the unit has not answered by their day; one SQL."""
    if not search.wants([EXPLANATION]):
        return
    until = search.today - timedelta(days=search.settings.loosest(EXPLANATION, "days"))
    rows = Request.objects.filter(search.owned(), state__in=_UNANSWERED, due_on__lt=until)
    found = search.among(rows)
    for one in found.select_related("owner").order_by("pk"):
        setting = search.setting(EXPLANATION, one.owner.path)
        if setting.is_on and (search.today - one.due_on).days > setting.limits["days"]:
            yield Cause(
                rule=EXPLANATION.value,
                subject_id=str(one.pk),
                owner_id=one.owner_id,
                organisation_id=one.asked_of_id,
                level=setting.level,
                facts={"due_on": one.due_on.isoformat(), **setting.limits},
                label=one.subject_label[:200],
            )


def bottlenecks(search: Search) -> Iterator[Cause]:
    """Bottlenecks that hold after the day to lift them, or to answer, by the earlier; one SQL."""
    if not search.wants([BOTTLENECK]):
        return
    until = search.today - timedelta(days=search.settings.loosest(BOTTLENECK, "days"))
    rows = Bottleneck.objects.filter(search.owned()).holding().with_answer_day()
    found = search.among(rows).filter(Q(lift_by__lt=until) | Q(answer_due_on__lt=until))
    for one in found.select_related("owner").order_by("pk"):
        setting = search.setting(BOTTLENECK, one.owner.path)
        due_on = min(day for day in (one.lift_by, one.answer_due_on) if day is not None)
        if setting.is_on and (search.today - due_on).days > setting.limits["days"]:
            yield Cause(
                rule=BOTTLENECK.value,
                subject_id=str(one.pk),
                owner_id=one.owner_id,
                organisation_id=one.responsible_id or one.owner_id,
                level=setting.level,
                facts={
                    "due_on": due_on.isoformat(),
                    "answer": due_on != one.lift_by,
                    **setting.limits,
                },
                label=one.title[:200],
            )
