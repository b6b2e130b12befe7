"""Looking at one record again after something happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from sauro.core import clock
from sauro.domains.alerts.detecting import handing_in, tasks
from sauro.domains.alerts.detecting.shape import Search
from sauro.domains.alerts.rules.catalogue import ORGANISATION, SUBMISSION, TASK, RuleCode
from sauro.domains.alerts.rules.tasks import TASK_RULES
from sauro.domains.alerts.selectors import settings
from sauro.domains.alerts.services import running
from sauro.domains.alerts.services.running import Change
from sauro.domains.indicators.models import Submission


def refresh_task(*, task_id: int, by: Any, at: datetime) -> Change:
    """The alerts of one task brought up to date; three SQL when nothing changes."""
    search = Search(settings.settings_now(), clock.day_of(at))
    causes = tasks.causes_in(search, task_id=task_id) or ()
    scope = running.scope_of(
        condition=Q(subject_kind=TASK, subject_id=str(task_id), rule__in=TASK_RULES)
    )
    return running.bring_up_to_date(scope, causes, search=search, by=by, at=at)


def refresh_form(*, submission_id: int, by: Any, at: datetime) -> Change:
    """The alerts that a form which moved on may end; two SQL when there are none.

    What only the passing of time can open is found at night.
    """
    submission = (
        Submission.objects.filter(pk=submission_id)
        .select_related("data_set__owner", "organisation")
        .first()
    )
    if submission is None:
        return Change()
    form = submission.data_set
    waiting = Q(subject_kind=SUBMISSION, subject_id=str(submission.pk))
    silent = Q(
        rule=RuleCode.UNIT_SILENT.value,
        subject_kind=ORGANISATION,
        subject_id=str(submission.organisation_id),
        part=str(form.pk),
    )
    scope = running.scope_of(condition=waiting | silent)
    if not scope.exists():
        return Change()
    search = Search(settings.settings_now(), clock.day_of(at))
    causes = [
        *handing_in.waiting_form(search, submission),
        *handing_in.silent_in(search, form=form, unit_id=submission.organisation_id),
    ]
    return running.bring_up_to_date(scope, causes, search=search, by=by, at=at)
