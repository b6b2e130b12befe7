"""Long work of programmes: a large plan file is read, and a large plan is accepted."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.programmes.models import PlanImport
from sauro.domains.programmes.services import plans
from sauro.engines.jobs.kinds import Kind
from sauro.engines.jobs.work import Work


class PlanGone(DomainError):
    """The plan file was thrown away."""

    code = "plan_gone"
    status = 404


def read_plan(work: Work) -> None:
    """The preview of a file that was kept unread."""
    plan, at = _plan(work), work.now()
    staging = plans.restage(plan, by=work.by, at=at, tell=work.progress)
    with work.committing(_("Keeping the preview")) as outcome:
        plans.keep_preview(plan=plan, staging=staging, by=work.by, at=at)
        outcome.url = reverse("plan_preview", args=[plan.pk])
        outcome.text = plan.file_name


def accept_plan(work: Work) -> None:
    """What the preview showed, written in one step; a preview that no longer holds is renewed."""
    plan, at = _plan(work), work.now()
    prepared = plans.prepare(plan=plan, by=work.by, at=at, tell=work.progress)
    try:
        with work.committing(_("Writing tasks and targets")) as outcome:
            plan = plans.accept_plan(
                plan=plan,
                skip_errors=bool(work.arguments.get("skip_errors")),
                prepared=prepared,
                by=work.by,
                at=at,
            )
            outcome.url = reverse("programme_detail", args=[plan.programme.code])
            outcome.text = plan.file_name
    except plans.StagingChanged:
        staging = plans.restage(plan, by=work.by, at=at)
        plans.keep_preview(plan=plan, staging=staging, by=work.by, at=at)
        raise


def _plan(work: Work) -> PlanImport:
    found = PlanImport.objects.select_related("programme__owner")
    plan = found.filter(pk=work.arguments["plan"]).first()
    if plan is None:
        raise PlanGone(_("The plan file was thrown away."))
    return plan


KINDS = (Kind(plans.READ, read_plan), Kind(plans.ACCEPT, accept_plan))
