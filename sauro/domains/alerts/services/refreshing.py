"""Looking at records again after something happened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from sauro.core import clock
from sauro.domains.alerts.detecting import following, handing_in, papers, targets, tasks
from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules.catalogue import (
    BOTTLENECK,
    DRAFT,
    ORGANISATION,
    REQUEST,
    RULES,
    SUBMISSION,
    TARGET,
    TASK,
    RuleCode,
)
from sauro.domains.alerts.rules.tasks import TASK_RULES
from sauro.domains.alerts.selectors import settings
from sauro.domains.alerts.services import running
from sauro.domains.alerts.services.running import Change
from sauro.domains.indicators.models import Submission
from sauro.domains.programmes.models import Task

_SEARCHED: dict[str, Callable[[Search], Iterable[Cause]]] = {
    REQUEST: following.explanations,
    BOTTLENECK: following.bottlenecks,
    DRAFT: papers.waiting_drafts,
    TARGET: targets.causes,
}


def refresh_tasks(*, task_ids: Iterable[int], by: Any, at: datetime) -> Change:
    """The alerts of some tasks brought up to date, and of the tasks whose parts they are.

    Three SQL when nothing changes, five with parts. Parts share an alert: when it changes they are
    looked at again while nobody else does.
    """
    ids = set(task_ids)
    search = Search(settings.settings_now(), clock.day_of(at))
    causes, above = tasks.causes_in(search, task_ids=ids)
    numbers = sorted(str(pk) for pk in ids | above)
    scope = running.scope_of(
        condition=Q(subject_kind=TASK, subject_id__in=numbers, rule__in=TASK_RULES)
    )
    if not above:
        return running.bring_up_to_date(scope, causes, search=search, by=by, at=at)
    change = running.change_of(scope, {cause.key: cause for cause in causes}, at=at)
    return _with_parts(ids, above, scope, search=search, by=by, at=at) if change else change


@transaction.atomic
def _with_parts(
    ids: set[int], above: set[int], scope: Any, *, search: Search, by: Any, at: datetime
) -> Change:
    _locked = list(Task.objects.select_for_update().filter(pk__in=above).order_by("pk").only("pk"))
    causes, _above = tasks.causes_in(search, task_ids=ids)
    return running.bring_up_to_date(scope, causes, search=search, by=by, at=at)


def refresh_records(*, kind: str, ids: Iterable[int], by: Any, at: datetime) -> Change:
    """The alerts of explanations, bottlenecks, drafts or targets after something happened to them.

    One SQL when there are none: what only the passing of time can open is found at night. A
    reading can put a target off its course, so targets are looked at in any case.
    """
    wanted = frozenset(ids)
    scope = running.scope_of(
        condition=Q(
            rule__in=[code for code, rule in RULES.items() if rule.subject == kind],
            subject_kind=kind,
            subject_id__in=sorted(map(str, wanted)),
        )
    )
    if kind != TARGET and not scope.going_on().exists():
        return Change()
    search = Search(settings.settings_now(), clock.day_of(at), ids=wanted)
    return running.bring_up_to_date(scope, _SEARCHED[kind](search), search=search, by=by, at=at)


def refresh_forms(*, submission_ids: Iterable[int], by: Any, at: datetime) -> Change:
    """The alerts that forms which moved on may end; two SQL when there are none.

    What only the passing of time can open is found at night.
    """
    found = list(
        Submission.objects.filter(pk__in=list(submission_ids)).select_related(
            "data_set__owner", "organisation"
        )
    )
    condition = Q(
        subject_kind=SUBMISSION, subject_id__in=[str(submission.pk) for submission in found]
    )
    for one in found:
        condition |= _silence(one)
    scope = running.scope_of(condition=condition)
    touched = set(scope.going_on().values_list("subject_kind", "subject_id")) if found else set()
    if not touched:
        return Change()
    search = Search(settings.settings_now(), clock.day_of(at))
    causes: list[Cause] = []
    for one in found:
        causes += handing_in.waiting_form(search, one)
        if (ORGANISATION, str(one.organisation_id)) in touched:
            unit = one.organisation_id
            causes += handing_in.silent_in(search, form=one.data_set, unit_id=unit)
    return running.bring_up_to_date(scope, causes, search=search, by=by, at=at)


def _silence(submission: Submission) -> Q:
    """The alert that a unit has not handed in this form."""
    return Q(
        rule=RuleCode.UNIT_SILENT.value,
        subject_kind=ORGANISATION,
        subject_id=str(submission.organisation_id),
        part=str(submission.data_set_id),
    )
