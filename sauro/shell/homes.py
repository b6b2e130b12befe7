"""What the first pages print, by role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.documents import selectors as document_selectors
from sauro.domains.documents.labels import AWAITED
from sauro.domains.explanations import links as explanation_links
from sauro.domains.explanations.selectors import waiting as explanation_selectors
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.permissions import Perm as OrgPerm
from sauro.domains.programmes import figures, worries
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import agencies, visibility
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access
from sauro.shell.dashboards import layouts, pages
from sauro.shell.dashboards import selectors as dashboards


@dataclass(frozen=True, slots=True)
class Register:
    """A register with its number of rows, its list and what one does there."""

    title: str
    count: int
    url: str
    note: str


def register(*, user: Any, as_of: AsOf) -> dict[str, Any]:
    """An administrator's first page: what is on record, and where it is kept up."""
    scope = access.scope(user, OrgPerm.MANAGE)
    organisations = Organisation.objects.filter(scope.q("path")).in_force(as_of.today)
    people = org_selectors.people_in(scope=access.scope(user, AccountPerm.MANAGE))
    tasks = visibility.visible_tasks(user=user)
    programmes: int = visibility.visible_programmes(user=user).count()
    rows = [
        Register(_("Agencies"), organisations.count(), reverse("organisation_list"),
                 _("Names, aliases, posts, mergers")),
        Register(_("People"), people.count(), reverse("user_list"),
                 _("Accounts and the roles they hold")),
        Register(_("Programmes"), programmes, reverse("programme_list"),
                 _("Plans and their groups")),
        Register(_("Tasks"), tasks.filter(parent__isnull=True).count(), reverse("task_list"),
                 _("A task given to many counts once")),
        Register(_("Targets"), visibility.visible_targets(user=user).count(),
                 reverse("target_list"), _("Values to reach, with readings")),
    ]  # fmt: skip
    return {
        "registers": rows,
        "has_programme": programmes > 0,
        **explanations_waiting(user=user, today=as_of.today),
        "as_of_day": as_of,
    }


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that waits for the reader: what he is to do, on which paper, until when."""

    step: str
    title: str
    owner: str
    url: str
    due_on: date | None
    is_late: bool


def papers_waiting(*, user: Any, today: date) -> list[PaperLine]:
    """Papers on which the reader's opinion, approval, number, signature or issue is due."""
    return [
        PaperLine(
            step=str(AWAITED[one.step.value]),
            title=one.abstract,
            owner=one.owner,
            url=reverse("draft_detail", args=[one.draft_id]),
            due_on=one.due_on,
            is_late=one.is_late,
        )
        for one in document_selectors.waiting_for(user=user, today=today)
    ]


def explanations_waiting(*, user: Any, today: date) -> dict[str, Any]:
    """Requests for explanation that wait for the reader's units or his decision; one SQL."""
    waiting = explanation_selectors.open_for(user=user, today=today)
    lines = [explanation_links.line_of(one, today=today) for one in waiting.rows]
    return {"explanations": waiting, "explanation_lines": lines}


def has_panels(*, user: Any) -> bool:
    """Whether his first page is that of a focal officer with the panels of a head of agency."""
    reports = access.can(user, Perm.REPORT) and not access.can(user, AccountPerm.MANAGE)
    return reports and access.can(user, layouts.LEADS)


def own_work(*, user: Any, as_of: AsOf) -> dict[str, Any]:
    """A focal officer's first page: what is due from his units, nearest first."""
    found = agencies.own_work(user=user, as_of=as_of)
    panels = {"panels": _panels(user, as_of)} if has_panels(user=user) else {}
    return {
        "row": figures.class_row(label="", totals=found.led, as_of=as_of, linked=False),
        "returned": found.returned,
        "waiting": found.waiting,
        "next_tasks": [worries.worry_line(task, as_of=as_of) for task in found.next_tasks],
        "has_tasks": found.led.total > 0,
        **panels,
        "papers": papers_waiting(user=user, today=as_of.today),
        **explanations_waiting(user=user, today=as_of.today),
        "as_of_day": as_of,
    }


def _panels(user: Any, as_of: AsOf) -> list[pages.Shown]:
    """The panels arranged for heads of agencies, of what their own units answer for; one SQL."""
    placed = dashboards.applied_to(user=user, programme=None).panels
    return pages.linked(user=user, placed=placed, as_of=as_of)
