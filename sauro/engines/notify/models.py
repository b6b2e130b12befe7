"""Notices, how people want them, and what became of each on its way."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from sauro.core.models import choices_of
from sauro.engines.notify.rules import DUE_STATES, DeliveryState


class Digest(models.Model):
    """What was gathered for one person on one day, and went out together."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_one_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day:%d/%m/%Y}"


class Notice(models.Model):
    """One thing that one person is told; of one cause (`key`) there is one, whatever happens.

    The words are put together at reading from `kind` and `facts`. `routed_at` says that it is
    decided how it travels; `awaits_digest` that it waits for the next digest.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    routed_at = models.DateTimeField(null=True, blank=True)
    awaits_digest = models.BooleanField(default=False)
    digest = models.ForeignKey(
        Digest, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["key", "person"], name="notice_one_of_a_cause")
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_person"),
            models.Index(
                fields=["person", "kind"],
                condition=models.Q(read_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(
                fields=["id"], condition=models.Q(routed_at__isnull=True), name="notice_to_route"
            ),
            models.Index(
                fields=["person"], condition=models.Q(awaits_digest=True), name="notice_awaits"
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="notice_subject"),
        ]

    def __str__(self) -> str:
        return self.label


class Preference(models.Model):
    """How one person wants notices; whoever has none has the defaults of these fields.

    `choices` holds kind → channel → way (now, digest, off); what is missing follows the rule.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="notice_preference",
    )
    choices = models.JSONField(default=dict)
    quiet_from = models.TimeField(_("Quiet from"), default=time(20, 0))
    quiet_to = models.TimeField(_("Quiet until"), default=time(6, 30))
    digest_at = models.TimeField(_("Daily digest at"), default=time(7, 0))
    language = models.CharField(_("Language of messages"), max_length=10, default="vi")

    def __str__(self) -> str:
        return str(self.person_id)


class Delivery(models.Model):
    """One notice, or one digest, on its way by one channel.

    `worker` and `lease_until` say who has it in hand. `attempts` counts how often it was handed
    over, `tried_at` says when it last was. The key makes a second one impossible, and its
    Message-ID is always the same.
    """

    key = models.CharField(max_length=80, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(max_length=20)
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    digest = models.ForeignKey(
        Digest, on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    state = models.CharField(
        max_length=10,
        choices=choices_of(DeliveryState),
        default=DeliveryState.WAITING.value,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=["channel", "next_try_at"],
                condition=models.Q(state__in=DUE_STATES),
                name="delivery_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(state=DeliveryState.SENDING.value),
                name="delivery_in_hand",
            ),
            models.Index(fields=["state", "-id"], name="delivery_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(notice__isnull=False, digest__isnull=True)
                | models.Q(notice__isnull=True, digest__isnull=False),
                name="delivery_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Reminded(models.Model):
    """Up to which step people were reminded of one day of one record."""

    code = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    due_on = models.DateField()
    step = models.SmallIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject_kind", "subject_id", "due_on"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_kind} {self.subject_id} {self.step:+d}"


class CaughtUp(models.Model):
    """Up to which event it is certain that people were told; one row.

    `silent` are later events that tell nobody, `failed` those that are tried again.
    """

    event_id = models.BigIntegerField(default=0)
    silent = models.JSONField(default=list)
    failed = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.event_id)


class StepTable(models.Model):
    """The steps of one kind of reminder, or of all others when `code` is empty."""

    code = models.CharField(max_length=80, unique=True, blank=True)
    before = models.JSONField(default=list)
    on_day = models.BooleanField(default=True)
    after = models.JSONField(default=list)
    every = models.PositiveSmallIntegerField(default=14)
    escalate_from = models.PositiveSmallIntegerField(default=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code or "*"
