"""A task with its six clears, the organisations that take part, and how it stood over time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.labels import DEADLINE_KINDS, LEVELS, PARTY_ROLES, STATES
from sauro.domains.programmes.rules import DeadlineKind, PartyRole, State, TaskLevel
from sauro.engines import workflow


class Task(models.Model):
    """A task given to an organisation: people, work, responsibility, authority, time, result."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="tasks"
    )
    group = models.ForeignKey(
        "programmes.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    fanned_out = models.BooleanField(default=False)
    level = models.CharField(
        _("level"), max_length=15, choices=LEVELS, default=TaskLevel.PROVINCIAL.value
    )
    number = models.CharField(_("number"), max_length=20, blank=True)
    position = models.PositiveIntegerField(default=0)
    title = models.TextField(_("task"))
    folded = models.TextField(editable=False)
    content = models.TextField(_("content"), blank=True)
    ground = models.TextField(_("ground"), blank=True)
    note = models.TextField(_("note"), blank=True)

    lead = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_tasks",
        verbose_name=_("lead"),
    )
    accountable = models.ForeignKey(
        "orgs.Position",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("accountable post"),
    )
    supervisor = models.ForeignKey(
        "orgs.Position",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_tasks",
        verbose_name=_("supervising leader"),
    )
    authority = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_tasks",
        verbose_name=_("deciding body"),
    )

    deadline_text = models.CharField(_("deadline as written"), max_length=200, blank=True)
    deadline_kind = models.CharField(
        max_length=12, choices=DEADLINE_KINDS, default=DeadlineKind.NONE.value
    )
    recurrence = models.CharField(max_length=20, blank=True)
    deadline_by_hand = models.BooleanField(default=False)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    original_due_on = models.DateField(_("original due day"), null=True, blank=True)

    deliverable_kind = models.CharField(_("kind of result"), max_length=60, blank=True)
    deliverable = models.TextField(_("result"), blank=True)
    acceptance = models.TextField(_("evidence for acceptance"), blank=True)

    state = workflow.state_field(choices=STATES, default=State.DRAFT.value)
    percent = models.PositiveSmallIntegerField(_("confirmed progress"), default=0)
    claimed_percent = models.PositiveSmallIntegerField(_("reported progress"), default=0)
    submitted_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    last_update_on = models.DateField(null=True, blank=True)
    missing_clears = models.PositiveSmallIntegerField(default=0)
    assigned_on = models.DateField(_("assigned on"), null=True, blank=True)
    blockers = models.PositiveSmallIntegerField(_("open bottlenecks"), default=0)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    request_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("programme_id", "position", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100) & Q(claimed_percent__lte=100), name="task_percent"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.COMPLETED.value) | Q(completed_on__isnull=False),
                name="task_completed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SUBMITTED.value) | Q(submitted_on__isnull=False),
                name="task_submitted_has_day",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="task_not_own_parent"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "position", "id"], name="task_order"),
            models.Index(fields=["lead", "state", "due_on"], name="task_lead_state"),
            models.Index(fields=["due_on", "id"], name="task_due"),
            models.Index(
                fields=[
                    *("programme", "parent", "group", "lead", "state", "due_on", "submitted_on"),
                    *("completed_on", "missing_clears", "percent", "last_update_on", "fanned_out"),
                    *("starts_on", "assigned_on", "blockers"),
                ],
                name="task_standing",  # totals are answered from the index alone
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()[:200]


class TaskParty(models.Model):
    """An organisation, a collective, or a name not matched yet, that takes part in a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=12, choices=PARTY_ROLES)
    organisation = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="task_parts",
    )
    collective = models.ForeignKey(
        "orgs.Collective",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="task_parts",
    )
    mention = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("task_id", "role", "position", "id")
        constraints = [
            models.CheckConstraint(
                condition=(Q(organisation__isnull=True) | Q(collective__isnull=True))
                & (Q(organisation__isnull=False) | Q(collective__isnull=False) | ~Q(mention="")),
                name="party_names_one",
            ),
            models.UniqueConstraint(
                fields=["task", "role", "organisation"],
                condition=Q(organisation__isnull=False),
                name="party_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "task"], name="party_of_organisation")]

    def __str__(self) -> str:
        return self.mention or f"{self.organisation_id or self.collective_id}"

    @property
    def is_lead(self) -> bool:
        """Whether this party leads."""
        return self.role == PartyRole.LEAD


class TaskMandate(models.Model):
    """A document, or one of its clauses, that a task answers."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="mandates")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="task_mandates"
    )
    clause = models.ForeignKey(
        "documents.Clause",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="task_mandates",
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["task", "document", "clause"], name="task_mandate"),
            models.UniqueConstraint(
                fields=["task", "document"],
                condition=Q(clause__isnull=True),
                name="task_mandate_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} ← {self.document_id}"


class ExternalId(models.Model):
    """The number of a task in a national system (nq57, nq71, dean06, …)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="external_ids")
    system = models.CharField(_("system"), max_length=30)
    code = models.CharField(_("code there"), max_length=80)

    class Meta:
        ordering = ("system",)
        constraints = [
            models.UniqueConstraint(fields=["task", "system"], name="external_once_a_system")
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.code}"


class Milestone(models.Model):
    """A step on the way to the result, with its own day."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=300)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return self.title


class TaskSpanQuerySet(models.QuerySet["TaskSpan"]):
    """Filters of spans."""

    def at(self, moment: datetime) -> Any:
        """The span of each task that was in force at a moment."""
        return self.filter(from_at__lte=moment).filter(
            Q(until_at__isnull=True) | Q(until_at__gt=moment)
        )


class TaskSpan(models.Model):
    """How a task stood from one moment to another; the open span equals the task itself."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="spans")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=STATES)
    due_on = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    percent = models.PositiveSmallIntegerField()
    blockers = models.PositiveSmallIntegerField(default=0)
    lead = models.ForeignKey(
        "orgs.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = TaskSpanQuerySet.as_manager()

    class Meta:
        ordering = ("task_id", "from_at")
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(until_at__isnull=True), name="span_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="span_dates",
            ),
        ]
        indexes = [models.Index(fields=["task", "from_at"], name="span_task_from")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.state} {self.from_at:%Y-%m-%d}"
